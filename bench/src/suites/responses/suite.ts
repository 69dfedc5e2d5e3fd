import {
  controlTable,
  serverMethod,
  serverTable,
  verdictsBelow,
  verdictsOfShare,
} from '../../server-tables.ts';
import { type Figures, measureBoth } from '../../servers.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { CONTENDERS, FRAMEWORKS, type Framework, type Way } from './contenders.ts';

interface Most {
  readonly framework: Framework;
  readonly way: Way;
  /** In times of what by hand costs. */
  readonly times: number;
}

const MOST: readonly Most[] = [
  { framework: 'express5', way: 'statuskit', times: 1.45 },
  { framework: 'express5', way: 'statuskit, after an await', times: 1.23 },
  { framework: 'express5', way: 'statuskit, async function', times: 1.73 },
  { framework: 'koa3', way: 'statuskit', times: 1.3 },
  { framework: 'koa2', way: 'statuskit', times: 1.3 },
];

function judge(figures: Figures): readonly Verdict[] {
  return [
    ...MOST.flatMap(({ times, ...one }) => verdictsOfShare(figures, one, times, 'by hand').slice(0, 1)),
    ...FRAMEWORKS.flatMap((framework) =>
      verdictsBelow(figures, framework, 'statuskit', 'http-errors, own handler'),
    ),
  ];
}

/** What it costs to answer what was thrown. */
export const responses: Suite = {
  name: 'responses',
  title: 'From throw to response',
  packages: ['express', 'express4', 'koa', 'koa2', 'http-errors', '@hapi/boom', 'finalhandler'],
  async run(full, progress) {
    const figures = await measureBoth(CONTENDERS, new URL('./server.ts', import.meta.url), full, progress);
    return {
      parts: [
        ...FRAMEWORKS.map((framework) => serverTable(figures, framework, 'by hand')),
        controlTable(figures, ({ way }) => way === 'by hand, again'),
      ],
      verdicts: judge(figures),
      method: `${serverMethod(full)}

Before anything is measured the answers are compared: same status, fields and bytes, but for the frameworks' defaults. "By
hand" mounts no error handler, and after an await is held against by hand after the same await (one turn of the event
loop). Express has \`etag\` and \`x-powered-by\` off, and sends bytes, since it would add a charset to the media type of a
string. The bare class has a status and one frame, which is what statuskit keeps of a 4xx in production; its handler asks
nothing: what must be paid for any error that is thrown. finalhandler is called without Express's logger, which prints each stack. Where a bare
class misses a limit, nothing that throws can keep it.`,
    };
  },
};
