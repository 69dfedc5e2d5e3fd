import {
  controlTable,
  serverMethod,
  serverTable,
  verdictOfShare,
  verdictsBelow,
  verdictsOver,
} from '../../server-tables.ts';
import { type Figures, measureBoth } from '../../servers.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { CONTENDERS, FRAMEWORKS, type Framework, type Way } from './contenders.ts';

interface MostOverByHand {
  readonly framework: Framework;
  readonly way: Way;
  readonly microseconds: number;
}

const OVER_BY_HAND: readonly MostOverByHand[] = [
  { framework: 'express5', way: 'statuskit', microseconds: 8 },
  { framework: 'express5', way: 'statuskit, after an await', microseconds: 4 },
  { framework: 'express5', way: 'statuskit, async function', microseconds: 13 },
  { framework: 'koa3', way: 'statuskit', microseconds: 10 },
  { framework: 'koa2', way: 'statuskit', microseconds: 10 },
];

// What by hand cost, in microseconds, on the machine for which those limits were set.
const BY_HAND: Readonly<Record<Framework, number>> = {
  express4: 17.7,
  express5: 17.7,
  koa2: 14.2,
  koa3: 14.2,
};

function judge(figures: Figures): readonly Verdict[] {
  return [
    ...OVER_BY_HAND.flatMap(({ microseconds, ...one }) =>
      verdictsOver(figures, one, microseconds, 'by hand'),
    ),
    ...OVER_BY_HAND.map(({ microseconds, ...one }) =>
      verdictOfShare(figures, one, 1 + microseconds / BY_HAND[one.framework], 'by hand'),
    ),
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
nothing: what must be paid for any error that is thrown. finalhandler is called without Express's logger, which prints each stack.

The limits in µs were set on a machine where by hand takes ${BY_HAND.express5} µs on Express and ${BY_HAND.koa3} on Koa. Where it takes longer they are
given as a share of it too; where a bare class misses a limit in µs, nothing that throws can keep it.`,
    };
  },
};
