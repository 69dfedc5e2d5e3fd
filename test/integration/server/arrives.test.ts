// A refusal reaches a client that is still writing. Closing a socket with unread bytes resets it, and Node's own client then
// never sees the answer: 200 of 200 for fields of 1 MB with plain Node. `npm run soak -- answers` sends each 200 times.
import type { Application } from '@statuskit/node';
import { expect, it } from 'vitest';
import { describeWith } from '../../setup/describe-with.ts';
import { applicationOf, MADE, serveUntilEnd } from '../../setup/served.ts';
import { counts, parsing, refusing, SENT, type Send, sendTimes } from '../../setup/writers.ts';

const TIMES = 20;

async function expectAll(app: Application, status: number, send: Send, times: number): Promise<void> {
  const { port } = await serveUntilEnd(app);
  expect(counts(await sendTimes(send, port, times))).toEqual({ [status]: times });
}

const REFUSED = SENT.filter(([, status]) => status === 413);

describeWith(['curl'], `each of ${TIMES} answers arrives`, () => {
  it.each(SENT)('%s: %d for %s', (_what, status, _who, send) => expectAll(refusing, status, send, TIMES));

  it.each(REFUSED)('%s and a body parser: %d for %s', (_what, status, _who, send) =>
    expectAll(parsing() as unknown as Application, status, send, TIMES),
  );

  it.each(
    MADE.filter((made) => made !== 'http').flatMap((made) => REFUSED.map((sent) => [made, ...sent] as const)),
  )('%s: %s: %d for %s', (made, _what, status, _who, send) =>
    expectAll(applicationOf(made, { '/refuse': refusing }), status, send, 5),
  );
});
