import { notify } from '../hook.ts';
import { type WarningCode, warnOnce } from '../warn.ts';

/** What happened to a request that carried a key. */
export interface IdempotencyEvent {
  /**
   * `started`: the handler runs. `completed`: its response is stored. `released`: the request ended without a result, and
   * the key can be used again. `replayed`: the stored response was sent again.
   *
   * Refused: `running` (the first request with the key still runs), `reused` (the first request was a different one),
   * `too-large` (its response was too large to be stored), `limited` (its caller already runs `maxPerScope` requests).
   *
   * `overtaken`: another process has run the same request, since this one could not renew its lease. `store-failed`: the
   * store did not answer.
   */
  readonly kind:
    | 'started'
    | 'completed'
    | 'released'
    | 'replayed'
    | 'running'
    | 'reused'
    | 'too-large'
    | 'limited'
    | 'overtaken'
    | 'store-failed';
  /** The name under which the store keeps the key: a hash, from which neither the key nor the caller can be read. */
  readonly name: string;
  /** The status of the response, if there is one. */
  readonly status?: number | undefined;
  /** The error of a store that failed. */
  readonly error?: unknown;
}

/** Reports what happened to one request. Never throws. */
export type Tell = (event: Omit<IdempotencyEvent, 'name'>) => void;

const WARNINGS: Readonly<Partial<Record<IdempotencyEvent['kind'], readonly [WarningCode, string]>>> = {
  'store-failed': ['STATUSKIT_IDEMPOTENCY_STORE', 'idempotent: the store did not answer'],
  overtaken: [
    'STATUSKIT_LEASE_TOO_SHORT',
    'idempotent: the lease of a running request has ended, and the same request has run again meanwhile',
  ],
};

/** Returns the function that reports on the request of `name`: to `onEvent`, or by a warning for what needs attention. */
export function teller(onEvent: ((event: IdempotencyEvent) => void) | undefined, name: string): Tell {
  return function tell(event): void {
    if (onEvent !== undefined) {
      notify(
        () => onEvent({ ...event, name }),
        () => {},
      );
      return;
    }
    const warning = WARNINGS[event.kind];
    if (warning === undefined) return;
    const [code, text] = warning;
    warnOnce(code, event.error instanceof Error ? `${text}: ${event.error.message}` : text);
  };
}
