/** Options of the built-in circuit breaker. */
export interface BreakerOptions {
  /** The number of failures in a row that open the circuit. Default: 5. */
  readonly failures?: number | undefined;
  /** How long the circuit stays open, in milliseconds. Default: 10,000. */
  readonly openMs?: number | undefined;
}

/** The states of a circuit breaker. */
export type CircuitState = 'closed' | 'open' | 'half-open';

/** The outcome of a call that is not a failure of the upstream. */
export type Outcome =
  | {
      /** Whether the upstream has answered; not so if the caller has given up, or the call has failed by itself. */
      readonly isAnswer: boolean;
      readonly error: unknown;
    }
  | { readonly isAnswer: true; readonly value: unknown };

/** Decides whether an upstream may be asked. */
export interface Circuit {
  readonly state: CircuitState;
  /** When an open circuit lets a probe through, in milliseconds; undefined if it is not open, or if nobody knows. */
  readonly opensAtMs: number | undefined;
  /** Runs `call`, which rejects only if the upstream has failed. Rejects with {@link Refused} if it must not run. */
  run(call: () => Promise<Outcome>): Promise<Outcome>;
  /** Opens the circuit because the upstream asks for it. */
  openFor(ms: number): void;
}

/** A call that the circuit has not let run. */
export class Refused extends Error {
  /** How long to wait, in milliseconds. */
  readonly waitMs: number;

  constructor(why: string, waitMs: number) {
    super(why);
    this.waitMs = waitMs;
  }
}

/** A probe, or a call, is on its way: how long it will take nobody knows. */
export const SOON_MS = 1000;

/** A circuit breaker that opens after a number of failures in a row, and then tries one call at a time. */
export function createCircuit(failures: number, openMs: number, now: () => number): Circuit {
  let inARow = 0;
  let opensAtMs: number | undefined;
  let openForMs = 0;
  let isProbing = false;

  function stateOf(): CircuitState {
    if (opensAtMs === undefined) return 'closed';
    // A clock that was set back does not prolong the wait.
    opensAtMs = Math.min(opensAtMs, now() + openForMs);
    return now() < opensAtMs ? 'open' : 'half-open';
  }

  function openFor(ms: number): void {
    const atMs = now() + ms;
    if (opensAtMs === undefined || atMs > opensAtMs) {
      opensAtMs = atMs;
      openForMs = ms;
    }
    inARow = 0;
  }

  function close(): void {
    opensAtMs = undefined;
    inARow = 0;
  }

  return {
    get state() {
      return stateOf();
    },
    get opensAtMs() {
      return stateOf() === 'open' ? opensAtMs : undefined;
    },
    openFor,
    async run(call) {
      const state = stateOf();
      if (state === 'open') throw new Refused('the circuit is open', (opensAtMs ?? 0) - now());
      if (state === 'half-open' && isProbing) throw new Refused('another call is the probe', SOON_MS);
      const isProbe = state === 'half-open';
      if (isProbe) isProbing = true;
      try {
        const outcome = await call();
        // What began before the circuit opened says nothing that the probe will not.
        if (outcome.isAnswer && (isProbe || stateOf() === 'closed')) close();
        return outcome;
      } catch (failure) {
        if (isProbe && stateOf() === 'half-open') openFor(openMs);
        else if (stateOf() === 'closed' && ++inARow >= failures) openFor(openMs);
        throw failure;
      } finally {
        if (isProbe) isProbing = false;
      }
    },
  };
}

/** No circuit: every call runs. */
export const NO_CIRCUIT: Circuit = {
  state: 'closed',
  opensAtMs: undefined,
  run: (call) => call(),
  openFor() {},
};
