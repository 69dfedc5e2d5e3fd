import { expect, it } from 'vitest';
import { isThenable } from '../../../src/hook.ts';
import { shedDecider } from '../../../src/middleware/shed.ts';
import type { NodeResponse } from '../../../src/node/exchange.ts';
import { CONTINUE, type Step } from '../../../src/step.ts';

/** Lets the loop turn without a rest, with a millisecond of work in each turn, until `ask` returns true: at most 5 s. */
async function keepBusy(ask: () => boolean): Promise<void> {
  for (const end = performance.now() + 5000; performance.now() < end && !ask(); ) {
    for (const until = performance.now() + 1; performance.now() < until; );
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A response that is over as soon as somebody waits for that, so that no request counts as under way. */
function shortResponse(): NodeResponse & { destroyed: boolean } {
  const response = {
    destroyed: false,
    on(_event: string, listener: () => void) {
      listener.call(response);
    },
  };
  return response as unknown as NodeResponse & { destroyed: boolean };
}

function start() {
  const decide = shedDecider<{ url: string }>({
    lagMs: 10_000,
    priority: ({ url }) => (url === '/important' ? Number.POSITIVE_INFINITY : 1),
  });
  return (url: string, response = shortResponse()): Step | Promise<Step> =>
    decide({ url }, { url, resume() {}, unpipe() {}, once() {} }, response, undefined);
}

// A connection is accepted in each turn of the loop. If each request takes a short turn, the loop is on time, few requests are under
// way, and clients that open a connection for each request wait in the kernel: nothing was shed, and nearly all were late.
it('while the loop never rests, requests wait for a turn in which nothing new arrives', async () => {
  const ask = start();
  expect(ask('/')).toBe(CONTINUE);
  let last: Step | Promise<Step> = CONTINUE;
  await keepBusy(() => {
    last = ask('/');
    return isThenable(last);
  });
  expect(isThenable(last)).toBe(true);
  expect(await last).toBe(CONTINUE);
  expect(ask('/important')).toBe(CONTINUE);
  expect(ask('/readyz')).toBe(CONTINUE);
});

it('a request whose client leaves while it waits is refused', async () => {
  const ask = start();
  let step: Step | Promise<Step> = CONTINUE;
  await keepBusy(() => {
    const response = shortResponse();
    step = ask('/', response);
    response.destroyed = isThenable(step);
    return response.destroyed;
  });
  expect((await step).kind).toBe('refuse');
});
