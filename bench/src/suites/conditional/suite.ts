import { controlTable, serverMethod, serverTable, verdictsOfShare } from '../../server-tables.ts';
import { type Figures, find, measureBoth } from '../../servers.ts';
import { ratio } from '../../statistics.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { table } from '../../table.ts';
import { CONTENDERS, FRAMEWORKS, type Way } from './contenders.ts';

const MOST = 1.15;
const GUARDED: readonly Way[] = ['guard', 'guard, after an await', 'write, guard'];

function judge(figures: Figures): readonly Verdict[] {
  return FRAMEWORKS.flatMap((framework) =>
    GUARDED.flatMap((way) => verdictsOfShare(figures, { framework, way }, MOST, 'by hand')),
  );
}

const RATIOS: readonly (readonly [ours: Way, theirs: Way, says: string])[] = [
  ['guard', 'tag, framework', '304 by version tag, no body built'],
  ['hash, guard', 'hash, framework', '304 by hash, conditional(load)'],
  ['hash, autoEtag', 'hash, framework', '304 by hash, autoEtag()'],
];

function ratios({ served, inMemory }: Figures): string {
  const rows = FRAMEWORKS.flatMap((framework) =>
    RATIOS.map(([ours, theirs, says]) => {
      const { says: other } = find(served, framework, theirs).contender;
      const times = [served, inMemory].map((measured) => {
        const [own, base] = [find(measured, framework, ours), find(measured, framework, theirs)];
        const { median, error } = ratio(own.microseconds, base.microseconds);
        return `${median.toFixed(2)} ± ${error.toFixed(2)}`;
      });
      return [`${framework}, ${says}, to ${other.replace(/^.*: /, '')}`, ...times];
    }),
  );
  return table(['server CPU of statuskit', 'ratio', 'without the network'], rows);
}

/** What a conditional request costs. */
export const conditional: Suite = {
  name: 'conditional',
  title: 'Conditional requests',
  packages: ['express', 'koa', 'koa-conditional-get', '@koa/etag'],
  async run(full, progress) {
    const figures = await measureBoth(CONTENDERS, new URL('./server.ts', import.meta.url), full, progress);
    return {
      parts: [
        ...FRAMEWORKS.map((framework) => serverTable(figures, framework, 'by hand')),
        ratios(figures),
        controlTable(figures, ({ way }) => way.endsWith('again')),
      ],
      verdicts: judge(figures),
      method: `${serverMethod(full)}

The representation is 2 kB of JSON, made anew for each request that needs it. The tag that is sent is the one that a plain GET
was answered with. The answers of the guard are compared to those by hand before anything is measured: same status and
fields. "By hand" is one \`===\` on If-None-Match or If-Match, and knows neither lists, weak tags nor \`*\`. A hash is SHA-256 with
statuskit and SHA-1 in \`etag\`, which Express and @koa/etag use.`,
    };
  },
};
