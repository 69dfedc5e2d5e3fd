import { DOCS, warnOnce } from '../warn.ts';

/** Codes of what a program must fix before a limit can work; each has an entry in docs/errors.md. */
export type MisuseCode = 'STATUSKIT_NO_KEY' | 'STATUSKIT_TRUST_PROXY';

/**
 * Returns an error about the program, not about the client: a 500, with a code that docs/errors.md explains. It is also a
 * warning of the process, since `report` may be a function that prints nothing.
 */
export function misuse(code: MisuseCode, message: string): TypeError {
  warnOnce(code, message);
  return Object.assign(new TypeError(`${message} (${DOCS}#${code.toLowerCase()})`), { code });
}
