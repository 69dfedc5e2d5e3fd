import { wrongType } from '../arguments.ts';
import { read } from '../read.ts';
import { type Circuit, type CircuitState, type Outcome, Refused } from './circuit.ts';

/** A circuit breaker of cockatiel, versions 3 and 4, by its shape. */
export interface CockatielBreaker {
  readonly state: number;
  execute<T>(call: () => Promise<T>): Promise<T>;
}

/** A circuit breaker of opossum, made with `new CircuitBreaker((call) => call())`, by its shape. */
export interface OpossumBreaker {
  readonly opened: boolean;
  readonly halfOpen: boolean;
  fire(call: () => Promise<unknown>): Promise<unknown>;
}

/** What the two differ in. */
interface Theirs {
  state(): CircuitState;
  opensAtMs(): number | undefined;
  run(call: () => Promise<Outcome>): Promise<unknown>;
  isRefusal(error: unknown): boolean;
}

const SOON_MS = 1000;

/**
 * Returns a circuit that asks a breaker of the user's. When the breaker tries again is read from what it serializes; the time for
 * which an upstream asks by Retry-After is kept here, since neither library has a way to say it.
 *
 * @throws {TypeError} If `breaker` is a breaker of neither library.
 */
export function foreignCircuit(breaker: object, now: () => number): Circuit {
  const theirs = ofCockatiel(breaker, now) ?? ofOpossum(breaker);
  if (theirs === undefined) {
    throw wrongType('breaker', 'options, a circuit breaker of cockatiel or opossum, or false', breaker);
  }
  let blockedUntilMs = 0;
  const isBlocked = (): boolean => now() < blockedUntilMs;
  const opensAtMs = (): number | undefined => {
    const at = theirs.state() === 'open' ? theirs.opensAtMs() : undefined;
    return isBlocked() ? Math.max(blockedUntilMs, at ?? 0) : at;
  };
  const refused = (): Refused =>
    new Refused('the circuit is open', Math.max(0, (opensAtMs() ?? now() + SOON_MS) - now()));

  return {
    get state() {
      return isBlocked() ? 'open' : theirs.state();
    },
    get opensAtMs() {
      return opensAtMs();
    },
    openFor(ms) {
      blockedUntilMs = Math.max(blockedUntilMs, now() + ms);
    },
    async run(call) {
      if (isBlocked()) throw refused();
      let outcome: Outcome | undefined;
      try {
        const result = await theirs.run(async () => (outcome = await call()));
        // A fallback of the user's answers in place of the call.
        return outcome ?? { isAnswer: true, value: result };
      } catch (error) {
        throw theirs.isRefusal(error) ? refused() : error;
      }
    },
  };
}

const COCKATIEL_STATES: readonly CircuitState[] = ['closed', 'open', 'half-open', 'open'];

function ofCockatiel(breaker: object, now: () => number): Theirs | undefined {
  if (typeof read(breaker, 'execute') !== 'function' || typeof read(breaker, 'state') !== 'number')
    return undefined;
  const policy = breaker as CockatielBreaker;
  const opensAtMs = (): number | undefined => {
    const openedAt = read(
      read(read(policy, 'innerState'), 'openedAt') === undefined ? undefined : policy,
      'innerState',
    );
    const at = Number(read(openedAt, 'openedAt')) + Number(read(read(openedAt, 'backoff'), 'duration'));
    return Number.isNaN(at) ? undefined : at;
  };
  return {
    state() {
      const state = COCKATIEL_STATES[policy.state] ?? 'closed';
      const at = opensAtMs();
      return state === 'open' && at !== undefined && now() >= at ? 'half-open' : state;
    },
    opensAtMs,
    async run(call) {
      // Cockatiel would have the others wait for the probe.
      if (policy.state === 2) throw new Refused('another call is the probe', SOON_MS);
      return policy.execute(call);
    },
    isRefusal: (error) =>
      read(error, 'isBrokenCircuitError') === true || read(error, 'isIsolatedCircuitError') === true,
  };
}

function ofOpossum(breaker: object): Theirs | undefined {
  if (typeof read(breaker, 'fire') !== 'function' || typeof read(breaker, 'opened') !== 'boolean')
    return undefined;
  const circuit = breaker as OpossumBreaker & { toJSON?(): unknown };
  return {
    state: () => (circuit.opened ? 'open' : circuit.halfOpen ? 'half-open' : 'closed'),
    opensAtMs() {
      const openedAt = read(read(circuit.toJSON?.(), 'state'), 'lastTimerAt');
      const at = Number(openedAt) + Number(read(read(circuit, 'options'), 'resetTimeout'));
      return Number.isNaN(at) ? undefined : at;
    },
    run: (call) => circuit.fire(call),
    isRefusal: (error) => /^(EOPENBREAKER|ESEMLOCKED|ESHUTDOWN)$/.test(String(read(error, 'code'))),
  };
}
