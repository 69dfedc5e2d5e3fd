import { requireFunction } from '../arguments.ts';
import { Conflict, PreconditionFailed } from '../errors/current-state.ts';
import { readText } from '../read.ts';
import { isConditional, readsOnly } from './evaluate.ts';
import { checkGuardOptions, type GuardOptions, judge, shownState } from './judge.ts';
import type { MaybeLoaded, Passed } from './loaded.ts';
import type { PreconditionRequest } from './request.ts';

/**
 * Thrown by the `write` of a conditional write if the store no longer has the `expected` state, so that nothing
 * was written. Thrown anywhere else it is an opaque 500.
 *
 * @example
 * ```ts
 * if (rowCount === 0) throw new LostRace();
 * ```
 */
export class LostRace extends Error {
  constructor() {
    super('the resource changed between load and write');
  }
}
// On the prototype, so that a copy of this class in another module system is recognized too.
LostRace.prototype.name = 'LostRace';

/** A write that happens only if the resource is still what the client, or the handler, has seen. */
export interface ConditionalWrite<Source, L extends MaybeLoaded, T>
  extends Pick<GuardOptions, 'require' | 'malformed' | 'showState'> {
  /** Loads the target as it is now: what a guard loads, and fresh each time. */
  readonly load: (source: Source) => L | PromiseLike<L>;
  /**
   * Writes only if the store still has the `expected` state: `WHERE version = …`, or an insert that does nothing on conflict.
   * Throws {@link LostRace} otherwise. Any other error ends the write.
   */
  readonly write: (expected: Passed<L>) => T | PromiseLike<T>;
  /** What to do if nothing was loaded. Default: `'create'` for PUT, otherwise `'not-found'`. */
  readonly absent?: 'create' | 'not-found' | undefined;
}

/** After a lost race the write is tried once more, against the state that the winner has written. */
const ATTEMPTS = 2;

/**
 * Loads the target, evaluates the preconditions, and writes what was accepted. After a lost race the target is loaded and
 * the preconditions are evaluated once more. If they still hold, as If-Match: * does, the write is tried again.
 *
 * Throws the 412, 428, 400 or 404 of the request before anything is written. For a race that is lost twice it throws a 412
 * if the client sent a condition and a 409 otherwise.
 *
 * @throws {TypeError} If the method does not write, or if an option has the wrong type.
 *
 * @example
 * ```ts
 * const swap = { load: () => ({ etag: etag.strong(1), state: { version: 1 } }), write: () => 'saved' };
 * const saved = await compareAndSwap({ method: 'PUT', headers: { 'if-match': '"1"' } }, undefined, swap);
 * ```
 */
export async function compareAndSwap<Source, L extends MaybeLoaded, T>(
  request: PreconditionRequest,
  source: Source,
  swap: ConditionalWrite<Source, L, T>,
): Promise<T> {
  const { load, write, showState = false } = swap;
  const { method = '' } = request;
  requireFunction('load', load);
  requireFunction('write', write);
  if (readsOnly(method) || !isConditional(method))
    throw new TypeError(`expected a request whose method writes, got ${method}`);
  checkGuardOptions(swap);
  const absent = swap.absent ?? (method === 'PUT' ? 'create' : 'not-found');

  const accepted = async (): Promise<{ loaded: L; passed: Passed<L> }> => {
    const loaded = await load(source);
    const verdict = judge(request, loaded, { ...swap, absent });
    if (verdict.kind === 'refuse') throw verdict.error;
    if (verdict.kind === 'answer') throw new TypeError(`expected a method that writes, got ${method}`);
    return { loaded, passed: verdict.passed };
  };

  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { passed } = await accepted();
    try {
      return await write(passed);
    } catch (thrown) {
      if (readText(thrown, 'name') !== 'LostRace') throw thrown;
    }
  }
  // Load again, for the state that the client is shown, and for the response if the condition no longer holds.
  const { loaded, passed } = await accepted();
  throw lost(loaded, passed.matched !== undefined, showState);
}

const LOST = 'Somebody else changed the resource at the same time. Load it again and repeat the request.';

/** RFC 5789 §2.2: 412 if the client made a condition, otherwise 409. */
function lost(
  loaded: MaybeLoaded,
  conditional: boolean,
  showState: Exclude<GuardOptions['showState'], undefined>,
): Error {
  const state = loaded ? shownState(loaded, showState) : undefined;
  const init = { detail: LOST, etag: showState === false ? undefined : loaded?.etag };
  // JSON by type only if the types of the application require it; checked when it is copied.
  if (conditional) return new PreconditionFailed(state as never, init);
  return new Conflict((state ?? LOST) as never, init);
}
