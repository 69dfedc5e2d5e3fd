import { controlTable, serverMethod, serverTable } from '../../server-tables.ts';
import { type Figures, find, measureBoth, overBase } from '../../servers.ts';
import { estimate } from '../../statistics.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { CONTENDERS, FRAMEWORKS, isShed } from './contenders.ts';

const BASE = 'the bare server';
const MOST_OVER = 1;
const MOST_SHED = 30;

// Without the network: protection is a few assignments, which no figure with system calls in it shows.
function judge({ inMemory }: Figures): readonly Verdict[] {
  return CONTENDERS.flatMap(({ framework, way, says }): Verdict[] => {
    if (way.startsWith('bare') || way === 'by hand') return [];
    const one = find(inMemory, framework, way);
    const shed = isShed(way);
    const { median, error } = estimate(shed ? one.microseconds : overBase(inMemory, one));
    const most = shed ? MOST_SHED : MOST_OVER;
    const byHand = estimate(find(inMemory, framework, 'by hand').microseconds).median;
    const ratio = shed ? `, ${(median / byHand).toFixed(1)} times one by hand` : '';
    const what = shed ? `at most ${most} µs in all` : `at most ${most} µs over ${BASE}`;
    return [
      {
        goal: `${framework}, ${says}: ${what}, without the network`,
        measured: `${median.toFixed(1)} ± ${error.toFixed(1)} µs${ratio}`,
        reached: median <= most,
      },
    ];
  });
}

/** What the server below the framework costs. */
export const server: Suite = {
  name: 'server',
  title: 'The server below the framework',
  packages: ['express', 'koa'],
  async run(full, progress) {
    const figures = await measureBoth(CONTENDERS, new URL('./server.ts', import.meta.url), full, progress);
    return {
      parts: [
        ...FRAMEWORKS.map((framework) => serverTable(figures, framework, BASE)),
        controlTable(figures, ({ way }) => way === 'bare, again'),
      ],
      verdicts: judge(figures),
      method: `${serverMethod(full)}

One route answers a small JSON object. The limit of shed is set so high that a busy machine never reaches it, or every request is
shed because its priority is 0; its report goes to a function that does nothing.`,
    };
  },
};
