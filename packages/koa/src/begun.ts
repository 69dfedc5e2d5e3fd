import type { KoaContext } from './types.ts';

/** Reports whether somebody has set the status: Koa begins with a 404 that nobody set. */
export function isStatusSet({ response }: KoaContext): boolean {
  return (response as { readonly _explicitStatus?: unknown })._explicitStatus === true;
}

/** Reports whether the context holds an answer, which Koa sends when all middleware is done. */
export function hasBegun(context: KoaContext): boolean {
  const { body, status } = context;
  return (body !== undefined && body !== null) || status !== 404 || isStatusSet(context);
}
