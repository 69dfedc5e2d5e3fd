import { styleText } from 'node:util';
import { type Visit, wentWell } from './take-tour.ts';
import type { Answer } from './tour-client.ts';

/** Colours a text, or leaves it as it is. */
export type Paint = (style: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', text: string) => string;

/** Colours for a terminal whose user did not ask for none (no-color.org), else no colours. */
export function paintFor(stream: { readonly isTTY?: boolean | undefined }, env: NodeJS.ProcessEnv): Paint {
  const colours = stream.isTTY === true && (env['NO_COLOR'] ?? '') === '';
  // The check of the stream is ours: older versions of styleText have none, newer ones look at another stream.
  return (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
}

const WIDTH = 110;
const MARGIN = ' '.repeat(6);
const REQUEST = 33;
// The longest there is: 431 Request Header Fields Too Large.
const STATUS = 36;

function fit(text: string, width: number): string {
  // What is cut keeps its distance from the next column.
  return text.length > width ? `${text.slice(0, width - 2)}… ` : text.padEnd(width);
}

const hue = ({ status }: Answer): 'green' | 'cyan' | 'yellow' | 'red' => {
  if (status < 300) return 'green';
  if (status < 400) return 'cyan';
  return status < 500 ? 'yellow' : 'red';
};

function member(content: string, name: string): string | undefined {
  try {
    const value: unknown = (JSON.parse(content) as Readonly<Record<string, unknown>> | null)?.[name];
    if (value === undefined) return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return undefined; // no JSON, no members
  }
}

function partOf(answer: Answer, name: string): string | undefined {
  if (name === '103') return answer.hints;
  if (name === '100') return answer.continued ? 'sent' : 'not sent';
  return name.startsWith('.') ? member(answer.content, name.slice(1)) : answer.fields.get(name);
}

function shown({ stop }: Visit, answer: Answer): string[] {
  return stop.show.flatMap((name) => {
    const value = partOf(answer, name);
    return value === undefined ? [] : [`${name.replace(/^\./, '')}: ${value}`];
  });
}

/** The lines above the table. */
export function tableHead(paint: Paint): string {
  const columns =
    `${MARGIN}${fit('request', REQUEST)}${fit('Express', STATUS)}${fit('Koa', STATUS)}`.trimEnd();
  return `${paint('bold', columns)}\n${paint('dim', '─'.repeat(WIDTH))}\n`;
}

/** One stop as lines of the table: the request and both status lines, then the fields that matter. */
export function tableRow(visit: Visit, number: number, paint: Paint): string {
  const { stop, express, koa, faults } = visit;
  const request = paint('bold', fit(`${stop.method} ${stop.path}`, REQUEST));
  const status = (answer: Answer) => paint(hue(answer), fit(`${answer.status} ${answer.phrase}`, STATUS));
  const mark = wentWell(visit) ? paint('green', '✓') : paint('red', '✗');
  const text = (line: string) => `${MARGIN}${fit(line, WIDTH - MARGIN.length).trimEnd()}`;
  const alert = (line: string) => `${MARGIN}${paint('red', line)}`;
  const value = (line: string) => paint('dim', text(`  ${line}`));

  const lines = [
    `${String(number).padStart(3)} ${mark} ${request}${status(express)}${status(koa)}`.trimEnd(),
    text(stop.name),
  ];
  // Where the two are alike there is nothing to say twice.
  if (visit.differences.length === 0) lines.push(...shown(visit, express).map(value));
  else {
    lines.push(alert(`the two differ in ${visit.differences.join(', ')}`));
    lines.push(...shown(visit, express).map((line) => value(`Express  ${line}`)));
    lines.push(...shown(visit, koa).map((line) => value(`Koa      ${line}`)));
  }
  lines.push(...faults.express.map((fault) => alert(`Express: ${fault}`)));
  lines.push(...faults.koa.map((fault) => alert(`Koa: ${fault}`)));
  return `${lines.join('\n')}\n`;
}

/** The line below the table. */
export function tableFoot(visits: readonly Visit[], paint: Paint): string {
  const well = visits.filter(wentWell).length;
  const text = `${well} of ${visits.length} stops as expected, on Express and Koa alike`;
  return `${paint('dim', '─'.repeat(WIDTH))}\n${paint(well === visits.length ? 'green' : 'red', text)}\n`;
}
