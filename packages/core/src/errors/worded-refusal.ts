import { callHook } from '../hook.ts';
import { warnOnce } from '../warn.ts';
import { type HttpError, isHttpError } from './http-error.ts';

/** Calls a hook of a limit that must not break a request: a failure is a warning, and the result is undefined. */
export function callLimitHook<T>(name: string, hook: () => T): T | undefined {
  return callHook(hook, (failure) => warnOnce('STATUSKIT_HOOK_FAILED', `${name}: ${String(failure)}`));
}

/** Error classes that carry Retry-After have this property. */
function hasOwnWait(error: HttpError): boolean {
  return (error as { readonly retryAfterSeconds?: unknown }).retryAfterSeconds !== undefined;
}

/** Reports whether the wait of the default refusal also makes sense for another one. */
function mayWait({ status }: HttpError, ours: HttpError): boolean {
  return status === 429 || status === 503 || status === ours.status;
}

/**
 * Returns the error with which a request is refused: the one that `refuse` returns, with the fields of the default error,
 * or else the default error. A `refuse` that throws, or returns anything else, does not allow the request to continue.
 */
export function wordedRefusal<Decision, Request>(
  refuse: ((decision: Decision, request: Request) => HttpError<number> | undefined) | undefined,
  decision: Decision,
  request: Request,
  ours: HttpError,
): HttpError {
  if (refuse === undefined) return ours;
  const own: unknown = callLimitHook('refuse', () => refuse(decision, request));
  if (own === undefined) return ours;
  if (!isHttpError(own)) {
    warnOnce('STATUSKIT_HOOK_FAILED', 'refuse: expected an HttpError, and sent the usual refusal instead');
    return ours;
  }
  // Assigned even if they are there: `refuse` may return the same error each time.
  for (const [name, value] of Object.entries(ours.headers)) {
    const isWait = name === 'retry-after';
    if (isWait && (hasOwnWait(own) || !mayWait(own, ours))) continue;
    own.headers[name] = value;
  }
  return own;
}
