import { controlTable, serverMethod, serverTable } from '../../server-tables.ts';
import { FULL_EFFORT, find, type Measured, measureServers, overBase, QUICK_EFFORT } from '../../servers.ts';
import { estimate, quartiles, ratio } from '../../statistics.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { table } from '../../table.ts';
import { CONTENDERS, FRAMEWORKS, type Framework, type Way } from './contenders.ts';

const LEAST_LIMIT = 3;
const SPREADS = 1.5;

const GUARDED: readonly { readonly way: Way; readonly control: Way }[] = [
  { way: 'guard', control: 'by hand, again' },
  { way: 'guard, after an await', control: 'by hand, again' },
  { way: 'write, guard', control: 'write by hand, again' },
];

/** How much of half of all rounds the same server differs from itself. */
function spread(measured: readonly Measured[], framework: Framework, control: Way): number {
  const [first, third] = quartiles(overBase(measured, find(measured, framework, control)));
  return Math.max(Math.abs(first), Math.abs(third));
}

function judge(measured: readonly Measured[]): readonly Verdict[] {
  return FRAMEWORKS.flatMap((framework) =>
    GUARDED.map(({ way, control }): Verdict => {
      const one = find(measured, framework, way);
      const limit = Math.max(LEAST_LIMIT, SPREADS * spread(measured, framework, control));
      const { median, error } = estimate(overBase(measured, one));
      return {
        goal: `${framework}, ${one.contender.says}: within ${limit.toFixed(1)} µs of by hand`,
        measured: `${median.toFixed(1)} ± ${error.toFixed(1)} µs`,
        reached: median <= limit,
      };
    }),
  );
}

const RATIOS: readonly (readonly [ours: Way, theirs: Way, says: string])[] = [
  ['guard', 'tag, framework', '304 by version tag, no body built'],
  ['hash, guard', 'hash, framework', '304 by hash, conditional(load)'],
  ['hash, autoEtag', 'hash, framework', '304 by hash, autoEtag()'],
];

function ratios(measured: readonly Measured[]): string {
  const rows = FRAMEWORKS.flatMap((framework) =>
    RATIOS.map(([ours, theirs, says]) => {
      const other = find(measured, framework, theirs);
      const times = ratio(find(measured, framework, ours).microseconds, other.microseconds);
      return [
        `${framework}, ${says}, to ${other.contender.says.replace(/^.*: /, '')}`,
        `${times.median.toFixed(2)} ± ${times.error.toFixed(2)}`,
      ];
    }),
  );
  return table(['server CPU of statuskit', 'ratio'], rows);
}

/** What a conditional request costs. */
export const conditional: Suite = {
  name: 'conditional',
  title: 'Conditional requests',
  packages: ['express', 'koa', 'koa-conditional-get', '@koa/etag'],
  async run(full, progress) {
    const effort = full ? FULL_EFFORT : QUICK_EFFORT;
    const measured = await measureServers(
      CONTENDERS,
      new URL('./server.ts', import.meta.url),
      effort,
      progress,
    );
    return {
      parts: [
        ...FRAMEWORKS.map((framework) => serverTable(measured, framework, 'by hand')),
        ratios(measured),
        controlTable(measured, ({ way }) => way.endsWith('again')),
      ],
      verdicts: judge(measured),
      method: `${serverMethod(effort.rounds, effort.requests)}

The representation is 2 kB of JSON, made anew for each request that needs it. The tag that is sent is the one that a plain GET
was answered with. The answers of the guard are compared to those by hand before anything is measured: same status and
fields. "By hand" is one \`===\` on If-None-Match or If-Match, and knows neither lists, weak tags nor \`*\`. A hash is SHA-256 with
statuskit and SHA-1 in \`etag\`, which Express and @koa/etag use. The limit of a goal is 3 µs, or 1.5 times what the control
shows in half of all rounds, whichever is more.`,
    };
  },
};
