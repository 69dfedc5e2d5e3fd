import { copyJson, type Json, type Plain } from '../errors/json.ts';

const LONGEST = 4096;

/**
 * Returns a cursor: a position as text, JSON in base64url, that clients send back unchanged and need not understand. A cursor is not
 * signed: it only says from which position to continue, never what a caller may see, and {@link cursorQuery} checks it when it comes back.
 *
 * @throws {TypeError} If `position` has no JSON form.
 * @throws {RangeError} If the cursor would be longer than 4,096 characters.
 *
 * @example
 * ```ts
 * encodeCursor({ after: 7 }); // 'eyJhZnRlciI6N30'
 * ```
 */
export function encodeCursor<T>(position: T & Plain<T>): string {
  const text = written(copyJson(position, 'position'));
  if (text.length <= LONGEST) return text;
  throw new RangeError(`position: expected a cursor of at most ${LONGEST} characters, got ${text.length}`);
}

function written(position: Json): string {
  const bytes = new TextEncoder().encode(JSON.stringify(position));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * Returns the position in a cursor, or undefined if {@link encodeCursor} cannot have made it. Never throws. A client can invent a
 * position of the right form.
 *
 * @example
 * ```ts
 * decodeCursor('eyJhZnRlciI6N30'); // { after: 7 }
 * decodeCursor('7'); // undefined
 * ```
 */
export function decodeCursor(cursor: string): Json | undefined {
  if (cursor.length > LONGEST) return undefined;
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    // Copied as when it was made: without members that change a prototype.
    const position = copyJson(
      JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)),
      'position',
    );
    // One position has one cursor: what differs was not made here.
    return written(position) === cursor ? position : undefined;
  } catch {
    return undefined;
  }
}
