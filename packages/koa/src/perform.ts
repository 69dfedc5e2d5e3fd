import { type Decider, isAnswered, isThenable, type Step } from '@statuskit/core/adapter';
import type { KoaContext, Next } from './types.ts';
import { writeToContext } from './write.ts';

/** What a request meets that continues. */
type Follow = (context: KoaContext, next: Next) => Promise<unknown>;

/** What is mounted next. */
const callNext: Follow = (_context, next) => next();

const DONE = Promise.resolve();

/** Nothing: for a handler, which has taken care of the response itself, and for what comes after `await next()`. */
export const nothingFollows: Follow = () => DONE;

/**
 * Asks the framework-free half of a middleware what to do with a request, and does it: `next()`, the response, or a
 * rejection. This is the only place where that happens.
 *
 * A step may come late. If a timeout has answered the request meanwhile, nothing follows and nothing is written; a refusal
 * still rejects, so that the error handler reports it. If the client has left, what follows runs all the same, so that a
 * write does not depend on how fast a store was.
 *
 * It is not `async`: each layer that waits costs every request.
 */
export function perform<Source>(
  decide: Decider<Source, Next>,
  context: KoaContext,
  next: Next,
  follow: Follow = callNext,
): Promise<void> {
  try {
    const step = decide(context as unknown as Source, context.req, context.res, next); // Koa passes its own context
    return isThenable(step) ? performLate(step, context, next, follow) : take(step, context, next, follow);
  } catch (thrown) {
    return Promise.reject(thrown);
  }
}

function take(step: Step, context: KoaContext, next: Next, follow: Follow): Promise<void> {
  if (step.kind === 'continue') return follow(context, next) as Promise<void>; // nobody reads what it resolves to
  if (step.kind === 'refuse') return Promise.reject(step.error);
  // Koa writes nothing if a handler has said that it writes itself.
  if (!isAnswered(context.res) && context.respond !== false) writeToContext(step.reply, context);
  return DONE;
}

async function performLate(
  step: Promise<Step>,
  context: KoaContext,
  next: Next,
  follow: Follow,
): Promise<void> {
  const late = await step;
  if (late.kind === 'continue' && isAnswered(context.res)) return;
  await take(late, context, next, follow);
}
