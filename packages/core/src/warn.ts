interface Emitter {
  emitWarning?(message: string, options: { type: string; code: string; detail: string }): void;
}

// One register for each process, even if two copies of this module are loaded.
const REGISTER: unique symbol = Symbol.for('statuskit.warned/1') as never;

/** The codes of statuskit's own warnings; each has an entry in docs/errors.md. */
export type WarningCode =
  | 'STATUSKIT_ETAG_ON_WRITE'
  | 'STATUSKIT_EXPRESS_ETAG'
  | 'STATUSKIT_HOOK_FAILED'
  | 'STATUSKIT_IDEMPOTENCY_STORE'
  | 'STATUSKIT_LEASE_TOO_SHORT'
  | 'STATUSKIT_LIMITED_TWICE'
  | 'STATUSKIT_LIMITER_PER_REQUEST'
  | 'STATUSKIT_NEVER_FITS'
  | 'STATUSKIT_NOT_SERVED'
  | 'STATUSKIT_NO_CHALLENGE'
  | 'STATUSKIT_NO_KEY'
  | 'STATUSKIT_NO_UPGRADE'
  | 'STATUSKIT_NO_USER'
  | 'STATUSKIT_PROXY_IGNORED'
  | 'STATUSKIT_STORE_FAILED'
  | 'STATUSKIT_TRUST_PROXY'
  | 'STATUSKIT_UNANSWERED'
  | 'STATUSKIT_UNKNOWN_OPTION'
  | 'STATUSKIT_UNREAD_CONTENT'
  | 'STATUSKIT_WEAK_IF_MATCH';

/** Reports whether a warning with this code has been emitted. */
export function hasWarned(code: WarningCode): boolean {
  return (globalThis as { [REGISTER]?: Set<string> })[REGISTER]?.has(code) === true;
}

/** The page that explains the codes; a test compares its address with the manifest. */
export const DOCS = 'https://github.com/statuskit/statuskit/blob/main/docs/errors.md';

/** Reports a misuse that is not the client's fault, once in a process for each code and `subject`. Never throws. */
export function warnOnce(code: WarningCode, message: string, subject = ''): void {
  const home = globalThis as { [REGISTER]?: Set<string>; process?: Emitter };
  try {
    home[REGISTER] ??= new Set();
    const warned = home[REGISTER];
    const key = code + subject;
    if (warned.has(key)) return;
    warned.add(key);
    home.process?.emitWarning?.(message, {
      type: 'StatuskitWarning',
      code,
      detail: `See ${DOCS}#${code.toLowerCase()}`,
    });
  } catch {
    // An `emitWarning` of somebody else that throws, or a global object that is frozen.
  }
}
