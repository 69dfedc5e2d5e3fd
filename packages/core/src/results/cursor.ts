import { copyJson, type Json, type Plain } from '../errors/json.ts';

const LONGEST = 4096;

/**
 * A cursor: a position as text that clients send back unchanged and need not understand, JSON in base64url. It is not signed: it
 * says where to go on, never what a caller may see, and whoever reads it checks it ({@link cursorQuery}).
 *
 * Throws a TypeError for what has no JSON form, and a RangeError for a cursor of more than 4,096 characters.
 *
 * @example
 * encodeCursor({ after: 7 }); // 'eyJhZnRlciI6N30'
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
 * The position in a cursor, or undefined where it is none that {@link encodeCursor} can have made. Never throws. A position of the
 * right form may still be a client's invention.
 *
 * @example
 * decodeCursor('eyJhZnRlciI6N30'); // { after: 7 }
 * decodeCursor('7'); // undefined
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
