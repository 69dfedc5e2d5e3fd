import { controlTable, serverMethod, serverTable, verdictsOfShare } from '../../server-tables.ts';
import {
  type Figures,
  find,
  type Measured,
  measureBoth,
  measureInMemory,
  memoryEffortOf,
  overBase,
} from '../../servers.ts';
import { estimate, ratio } from '../../statistics.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { table } from '../../table.ts';
import { ALONE, FRAMEWORKS, PIECES, STACKS, type StackContender } from './contenders.ts';

const BASE = 'the bare framework';
const GOALS = [
  { way: 'limiter', most: 1.05, base: BASE },
  { way: 'everything', most: 1.15, base: BASE },
  { way: 'everything', most: 1.15, against: 'everything by hand', base: 'everything written by hand' },
] as const;
const SERVER = new URL('./server.ts', import.meta.url);

function judge(figures: Figures): readonly Verdict[] {
  return FRAMEWORKS.flatMap((framework) =>
    GOALS.flatMap(({ most, base, ...ways }) => verdictsOfShare(figures, { framework, ...ways }, most, base)),
  );
}

/** What each piece costs alone. */
function aloneTable(measured: readonly Measured<StackContender>[]): string {
  const frameworks = [...new Set(ALONE.map(({ framework }) => framework))];
  const rows = PIECES.map((piece) => [
    piece,
    ...frameworks.flatMap((framework) => {
      const one = find(measured, framework, `with ${piece}`);
      const { median, error } = estimate(overBase(measured, one));
      const times = ratio(one.microseconds, find(measured, framework, 'errors').microseconds);
      return [`${median.toFixed(1)} ± ${error.toFixed(1)}`, times.median.toFixed(2)];
    }),
  ]);
  const heads = frameworks.flatMap((framework) => [`${framework}, µs`, 'ratio']);
  return `What each piece adds to errorHandler and handle, without the network:

${table(['one piece', ...heads], rows)}`;
}

/** What everything that is mounted costs when nothing goes wrong. */
export const stack: Suite = {
  name: 'stack',
  title: 'A 200 behind everything that is mounted',
  packages: ['express', 'express4', 'koa', 'koa2'],
  async run(full, progress) {
    const figures = await measureBoth(STACKS, SERVER, full, progress);
    const alone = await measureInMemory(ALONE, SERVER, memoryEffortOf(full), progress);
    return {
      parts: [
        ...FRAMEWORKS.map((framework) => serverTable(figures, framework, BASE)),
        aloneTable(alone),
        controlTable(figures, ({ way }) => way === 'bare, again'),
      ],
      verdicts: judge(figures),
      method: `${serverMethod(full)}

A GET of one route is answered with a 200 and a small JSON object. The bare framework has no middleware; Express has \`etag\` and
\`x-powered-by\` off, except in the row that says so, and sends by \`res.json()\`; Koa sets \`ctx.body\`. Everything is what a service
mounts: ${PIECES.join(', ')}, all in front of the route except \`conditional\`, which is on it, and \`unmatched\` of
Express, which is behind it. \`idempotent\` sees the GET and continues, \`relocations\` has eight moves, none of them this target, and
the guard loads a tag from memory. The responses have four more fields then, which is part of the figure. The middlewares that only
continue are as many as the pieces: what a framework takes for calling any. "Written by hand" sets the same fields and refuses the
same requests with as many middlewares of a few lines each (\`by-hand.ts\`): about the least that this can cost.`,
    };
  },
};
