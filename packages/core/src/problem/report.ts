import { show } from '../arguments.ts';
import type { HttpError } from '../errors/http-error.ts';
import { InternalServerError } from '../errors/server-errors.ts';
import { notify } from '../hook.ts';
import { isError, read, readStatus, readText } from '../read.ts';

/** One failure, reported once after its status has been decided. */
export interface Report {
  /** The error that it was understood as. */
  readonly error: HttpError;
  /** The thrown value, unchanged. */
  readonly thrown: unknown;
  /** `error` for a 5xx, `warn` for a 503, `info` for what the client caused: a 4xx, an unknown method, a disconnection. */
  readonly level: 'info' | 'warn' | 'error';
  /** The status that was sent, or `aborted` if the client had gone away: a 499 in other logs. */
  readonly sent: number | 'aborted';
  /** The member `instance` that the client received. */
  readonly instance: string | undefined;
  /** The id of the request, if one is known. */
  readonly requestId: string | undefined;
  /** The method, and the pattern of the route if one was chosen. */
  readonly method: string | undefined;
  readonly route: string | undefined;
  /** The address of the client, if the failure was answered below the framework. */
  readonly address?: string | undefined;
}

const DEEPEST_CAUSE = 8;

// Controls of a terminal, and those that break lines or turn their direction (UAX #9).
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Returns text for a record on a terminal or in a file: without control characters, and indented from the second line on,
 * so that no line of it can be taken for another record (CWE-117).
 */
function inert(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROLS, '\ufffd').replaceAll('\n', '\n    ');
}

/** Returns stack and chain of causes. Other properties are left out: client libraries keep credentials there. */
export function traceOf(thrown: unknown): string {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  for (let one = thrown; lines.length < DEEPEST_CAUSE && !seen.has(one); one = read(one, 'cause')) {
    seen.add(one);
    const trace = isError(one) ? (readText(one, 'stack') ?? readText(one, 'message')) : undefined;
    lines.push(`${lines.length === 0 ? '' : 'caused by: '}${trace ?? `thrown: ${describe(one)}`}`);
    if (!isError(one) || read(one, 'cause') === undefined) break;
  }
  return lines.map((line) => `  ${inert(line)}`).join('\n');
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : show(value);
}

/** Prints one record for a 5xx, with stack and causes, and nothing for a 4xx. */
export function printReport(report: Report): void {
  if (report.level === 'info') return;
  const { error, method, route, instance, requestId } = report;
  const facts = [
    `${readStatus(error, 'status') ?? 500} ${readText(error, 'title') ?? ''}`,
    [method, route].filter((part) => part !== undefined).join(' '),
    instance === undefined ? '' : `instance ${instance}`,
    requestId === undefined ? '' : `request ${show(requestId)}`,
  ];
  const about = read(error, 'cause') === report.thrown || error === report.thrown ? report.thrown : error;
  const first = facts.filter((fact) => fact !== '').join(', ');
  console[report.level](`${inert(first)}\n${traceOf(about)}`);
}

/** The framework's own way to report, if it has one. */
export interface Reporter {
  /** `reported` is true if the user's own `report` has been called. */
  announce?(report: Report, reported: boolean): void;
}

/** Reports a failure to all listeners; without one, or if a listener fails, it is printed. */
export function report(
  record: Report,
  reporter: Reporter,
  own: ((report: Report) => void) | undefined,
): void {
  if (own !== undefined) notify(() => own(record), failedReport(record));
  if (reporter.announce !== undefined) {
    try {
      reporter.announce(record, own !== undefined);
    } catch (failure) {
      failedReport(record)(failure);
    }
  } else if (own === undefined) print(record);
}

/** Returns what to do if a listener fails: print both the failure that it received and its own. */
function failedReport(record: Report): (failure: unknown) => void {
  return (failure) => {
    const error = new InternalServerError({ log: 'the report of a failure failed', cause: failure });
    print(record);
    print({ ...record, error, thrown: failure, level: 'error' });
  };
}

function print(record: Report): void {
  notify(
    () => printReport(record),
    () => {},
  );
}
