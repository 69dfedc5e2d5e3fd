import { type HttpError, isThenable } from '@statuskit/core/adapter';
import type { Next } from './types.ts';

/** `next` with the error of a refusal, or with nothing. */
export function pass(refusal: HttpError | undefined | Promise<HttpError | undefined>, next: Next): void {
  if (isThenable(refusal)) refusal.then(next, next);
  else next(refusal);
}
