import type { HeaderObject } from './types.ts';

/** Returns a header whose values are like one that was written: a count, or text. */
export function headerLike(value: string | undefined): HeaderObject {
  if (value === undefined) return { schema: { type: 'string' } };
  if (!/^\d+$/.test(value)) return { schema: { type: 'string' }, example: value };
  return { schema: { type: 'integer', minimum: 0 }, example: Number(value) };
}
