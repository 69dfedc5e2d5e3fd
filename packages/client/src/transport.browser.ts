import { errorsIn } from './causes.ts';
import { textIn } from './read.ts';
import type { TransportFailure } from './transport.ts';

/*
 * In place of transport.ts in the file for browsers, which report less: nothing tells a request that was not sent, or a
 * certificate, from a connection that broke. The errors are those of fetch in Chromium, Firefox, Safari and React Native, of axios
 * and of ofetch; and of Node's fetch, since tests with a DOM run there.
 */

/** What a code, a name and a message say. The worst that is known decides, so it comes first. */
const KINDS = [
  ['aborted', /^\w* (Abort|Cancel|Canceled)Error:/],
  // A TypeError is the only word of fetch about a connection, and of a program about its own mistakes.
  [
    'broken',
    /^ERR_NETWORK|^\w* TypeError:.*(fetch failed|to fetch|network|load failed|terminated|connection)/i,
  ],
  ['late', /^(ETIMEDOUT|ECONNABORTED)|^\w* TimeoutError:/],
] as const;

/** Returns what an error of a client, or one of its causes, says about its request; undefined for anything unknown. */
export function transportFailure(error: unknown): TransportFailure | undefined {
  const marks = errorsIn(error).map(
    (one) => `${textIn(one, 'code')} ${textIn(one, 'name')}:${textIn(one, 'message')}`,
  );
  return KINDS.find(([, pattern]) => marks.some((mark) => pattern.test(mark)))?.[0];
}
