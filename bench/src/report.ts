import { type Cost, costsIn } from './costs.ts';
import type { Findings, Suite, Verdict } from './suite.ts';
import { table } from './table.ts';
import { versions } from './versions.ts';

function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ goal, measured, reached }) => [
    goal,
    measured,
    reached ? 'reached' : 'MISSED',
  ]);
  return table(['goal', 'measured', 'verdict'], rows);
}

const begin = (name: string): string => `<!-- suite: ${name} -->`;
const end = (name: string): string => `<!-- end of suite: ${name} -->`;

/** The section of one suite. */
export function section({ name, title, packages }: Suite, findings: Findings, date: string): string {
  const { parts, verdicts, method } = findings;
  const goals = verdicts.length === 0 ? [] : [`### Goals\n\n${verdictTable(verdicts)}`];
  return [
    begin(name),
    `## ${title}`,
    `${date}, ${process.platform} ${process.arch}; ${versions(packages).join(', ')}.`,
    ...parts,
    ...goals,
    `### Method\n\n${method}`,
    end(name),
  ].join('\n\n');
}

function sectionIn(document: string, name: string): string | undefined {
  const [from, to] = [document.indexOf(begin(name)), document.indexOf(end(name))];
  return from < 0 || to < from ? undefined : document.slice(from, to + end(name).length);
}

// Differences below this are noise.
const NOISE = 0.03;

function comparison({ ours, peer }: Cost): string {
  if (peer === undefined) return '';
  if (Math.abs(ours / peer.ratio - 1) <= NOISE) return 'the same';
  return ours < peer.ratio ? 'better' : 'WORSE';
}

function costTable(costs: readonly Cost[]): string {
  const rows = costs.map((cost) => [
    cost.what,
    cost.ours.toFixed(2),
    cost.peer?.ratio.toFixed(2) ?? '',
    cost.peer?.name ?? '',
    comparison(cost),
  ]);
  return table(['times the same by hand', 'statuskit', 'best other', 'which', 'statuskit is'], rows);
}

/** The whole report, and what it begins with. */
export interface Written {
  readonly text: string;
  readonly costs: readonly Cost[];
}

/** Returns the whole report: new sections where there are any, and those of `before` for the other suites. */
export function report(
  suites: readonly Suite[],
  fresh: ReadonlyMap<string, string>,
  before: string,
): Written {
  const sectionOf = (name: string): string | undefined => fresh.get(name) ?? sectionIn(before, name);
  const costs = costsIn(sectionOf);
  const sections = suites.flatMap(({ name }) => sectionOf(name) ?? []);
  const text = `# Results

## What it costs

${costTable(costs)}

![The same as bars](what-it-costs.svg)

CPU time of the server over a network, in times of the same response written by hand with the framework alone; of a 200, in times of the
framework with nothing mounted. Where there is no server, it is the time of the call; "by hand" is then a class with a status, a Map with a
clock read, or a bare INCR. A rate of calls is turned into a cost. "The same" is within ${100 * NOISE} %. Each section below has its date, and a
control that measures the same server twice: a difference smaller than that is nothing, whatever the last column says.

Written by \`npm run bench\`; \`npm run bench -- ${suites[0]?.name}\` runs one suite and replaces its section, and \`npm run bench -- table\`
only writes this beginning, from the sections below. Goals are judged by the median alone.

${sections.join('\n\n')}
`;
  return { text, costs };
}
