import { type HttpError, isThenable } from '@statuskit/core/adapter';

type Following = () => Promise<unknown>;

/** Goes on, or throws the error of a refusal; not `async`, since each layer that waits costs every request. */
export function pass(
  refusal: HttpError | undefined | Promise<HttpError | undefined>,
  next: Following,
): Promise<void> {
  if (isThenable(refusal)) return refusal.then((one) => pass(one, next));
  if (refusal !== undefined) throw refusal;
  return next() as Promise<void>; // nobody reads what it resolves to
}
