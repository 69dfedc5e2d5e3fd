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

/** The whole report: new sections where there are any, and those of `before` for the other suites. */
export function report(suites: readonly Suite[], fresh: ReadonlyMap<string, string>, before: string): string {
  const sections = suites.flatMap(({ name }) => fresh.get(name) ?? sectionIn(before, name) ?? []);
  return `# Results

Written by \`npm run bench\`; \`npm run bench -- ${suites[0]?.name}\` runs one suite and replaces its section. Goals are judged by the
median alone.

${sections.join('\n\n')}
`;
}
