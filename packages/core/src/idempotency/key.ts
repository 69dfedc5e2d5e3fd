import { parseStructuredList } from '../fields/structured-list.ts';

const DQUOTE = 0x22;

/** Content of the field: a key, nothing, or the reason why it is not a key. */
export type KeyReading =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'malformed'; readonly why: string };

/**
 * Parses Idempotency-Key: a String of RFC 9651, as the draft defines it (§2.1), or the bare key that most clients send. A
 * bare key is visible ASCII without quotes, commas, semicolons and backslashes. `"abc"` and `abc` are the same key.
 *
 * @param maxLength The longest key that is accepted, in characters.
 *
 * @example
 * ```ts
 * parseIdempotencyKey('"8e03978e-40d5"', 255); // { kind: 'key', key: '8e03978e-40d5' }
 * parseIdempotencyKey('8e03978e-40d5', 255); // { kind: 'key', key: '8e03978e-40d5' }
 * parseIdempotencyKey(undefined, 255); // { kind: 'missing' }
 * ```
 */
export function parseIdempotencyKey(
  value: string | readonly string[] | undefined,
  maxLength: number,
): KeyReading {
  if (value === undefined) return { kind: 'missing' };
  // Several lines of one field form one list (RFC 9110 §5.3), which is not one key.
  const text = typeof value === 'string' ? value : value.join(', ');
  const key = text.charCodeAt(0) === DQUOTE ? quoted(text) : bare(text);
  if (key === undefined) return { kind: 'malformed', why: 'must be one key, such as "8e03978e-40d5-43dd"' };
  if (key === '') return { kind: 'malformed', why: 'must not be empty' };
  if (key.length > maxLength)
    return { kind: 'malformed', why: `must not be longer than ${maxLength} characters` };
  return { kind: 'key', key };
}

function quoted(text: string): string | undefined {
  const items = parseStructuredList(text);
  const [item] = items ?? [];
  return items?.length === 1 && item?.kind === 'string' ? item.text : undefined;
}

function bare(text: string): string | undefined {
  return /^[!#-+\--:<-[\]-~]*$/.test(text) ? text : undefined;
}
