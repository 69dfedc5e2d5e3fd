import { formatList } from './list.ts';
import { type FieldLines, listElements, scanToken } from './scan.ts';

/**
 * Formats Upgrade (RFC 9110 §7.8), the protocols in order of preference. Returns `''` for an empty list.
 *
 * The field is valid only beside `Connection: upgrade`, and never on HTTP/2 and later.
 *
 * @throws {TypeError} If `protocols` is not an array, or one of them is not `name` or `name/version`, both tokens.
 *
 * @example
 * ```ts
 * formatUpgrade(['HTTP/3.0', 'websocket']); // 'HTTP/3.0, websocket'
 * ```
 */
export function formatUpgrade(protocols: readonly string[]): string {
  return formatList(protocols, {
    field: 'Upgrade',
    element: 'a protocol such as "websocket" or "TLS/1.0"',
    accepts: isProtocol,
  });
}

/**
 * Parses Upgrade. Elements that are not a protocol are skipped.
 *
 * @example
 * ```ts
 * parseUpgrade('websocket, IRC/6.9, a/b/c'); // ['websocket', 'IRC/6.9']
 * ```
 */
export function parseUpgrade(lines: FieldLines): string[] {
  return listElements(lines).filter(isProtocol);
}

function isProtocol(text: string): boolean {
  const nameEnd = scanToken(text, 0);
  if (nameEnd === 0 || nameEnd === text.length) return nameEnd !== 0;
  return (
    text.charCodeAt(nameEnd) === 0x2f &&
    nameEnd + 1 < text.length &&
    scanToken(text, nameEnd + 1) === text.length
  );
}
