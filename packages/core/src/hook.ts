/** Reports whether a value is a promise, or what ORMs return in place of one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return typeof (value as { then?: unknown }).then === 'function';
}

/**
 * Calls what a user has hooked in, so that it cannot break a response: what it throws goes to `failed`. A hook that
 * answers must do so at once; of a promise the rejection is caught, since nobody else would.
 */
export function callHook<T>(hook: () => T, failed: ((error: unknown) => void) | undefined): T | undefined {
  try {
    const result = hook();
    if (!isThenable(result)) return result;
    Promise.resolve(result).catch(() => {});
    throw new TypeError('expected a hook that answers at once, got a promise');
  } catch (failure) {
    failed?.(failure);
    return undefined;
  }
}

/** Calls a hook whose answer is of no interest; it may be asynchronous. */
export function notify(hook: () => unknown, failed: (error: unknown) => void): void {
  try {
    const result = hook();
    if (isThenable(result)) Promise.resolve(result).catch(failed);
  } catch (failure) {
    failed(failure);
  }
}
