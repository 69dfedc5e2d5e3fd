/** Reports whether a value is a promise, or what ORMs return in place of one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return typeof (value as { then?: unknown }).then === 'function';
}

/**
 * Calls a hook of the application in a way that cannot break a response: `failed` is called with what it throws. A hook whose
 * answer counts must return it, not a promise of it; the rejection of such a promise is caught, since nobody else would.
 */
export function callHook<T>(hook: () => T, failed: ((error: unknown) => void) | undefined): T | undefined {
  try {
    const result = hook();
    if (!isThenable(result)) return result;
    Promise.resolve(result).catch(() => {});
    throw new TypeError('expected a hook that returns synchronously, got a promise');
  } catch (failure) {
    failed?.(failure);
    return undefined;
  }
}

/** Calls a hook whose answer does not count. It may be asynchronous. */
export function notify(hook: () => unknown, failed: (error: unknown) => void): void {
  try {
    const result = hook();
    if (isThenable(result)) Promise.resolve(result).catch(failed);
  } catch (failure) {
    failed(failure);
  }
}
