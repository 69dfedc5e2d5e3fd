import { wrongType } from '../arguments.ts';
import { read, textIn } from '../read.ts';
import { type Circuit, type CircuitState, createCircuit, type Outcome, Refused, SOON_MS } from './circuit.ts';

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
  on(event: 'open', listener: () => void): unknown;
}

/** What the two differ in. */
interface Theirs {
  state(): CircuitState;
  opensAtMs(): number | undefined;
  run(call: () => Promise<Outcome>): Promise<unknown>;
  isRefusal(error: unknown): boolean;
}

/**
 * Returns a circuit that asks a breaker of the user's. When the breaker tries again is read from cockatiel's state and opossum's event; the time for
 * which an upstream asks by Retry-After is kept here, since neither library has a way to say it.
 *
 * @throws {TypeError} If `breaker` is a breaker of neither library.
 */
export function foreignCircuit(breaker: object, now: () => number): Circuit {
  const theirs = ofCockatiel(breaker, now) ?? ofOpossum(breaker, now);
  if (theirs === undefined) {
    throw wrongType('breaker', 'options, a circuit breaker of cockatiel or opossum, or false', breaker);
  }
  // Opens only if the upstream asks for it, and then lets one call through before theirs counts again.
  const asked = createCircuit(Number.POSITIVE_INFINITY, 0, now);
  const stateOf = (): CircuitState => (asked.state === 'closed' ? theirs.state() : asked.state);

  return {
    get state() {
      return stateOf();
    },
    get opensAtMs() {
      return asked.opensAtMs ?? (stateOf() === 'open' ? theirs.opensAtMs() : undefined);
    },
    openFor: asked.openFor,
    run: (call) =>
      asked.run(async () => {
        let outcome: Outcome | undefined;
        try {
          const result = await theirs.run(async () => (outcome = await call()));
          // A fallback of the user's answers in place of the call.
          return outcome ?? { isAnswer: true, value: result };
        } catch (error) {
          if (!theirs.isRefusal(error)) throw error;
          const leftMs = stateOf() === 'open' ? (theirs.opensAtMs() ?? 0) - now() : 0;
          throw new Refused('the circuit is open', leftMs > 0 ? leftMs : SOON_MS);
        }
      }),
  };
}

const COCKATIEL_STATES: readonly CircuitState[] = ['closed', 'open', 'half-open', 'open'];

function ofCockatiel(breaker: object, now: () => number): Theirs | undefined {
  if (typeof read(breaker, 'execute') !== 'function' || typeof read(breaker, 'state') !== 'number')
    return undefined;
  const policy = breaker as CockatielBreaker;
  const opensAtMs = (): number | undefined => {
    const inner = read(policy, 'innerState');
    const at = Number(read(inner, 'openedAt')) + Number(read(read(inner, 'backoff'), 'duration'));
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

function ofOpossum(breaker: object, now: () => number): Theirs | undefined {
  if (typeof read(breaker, 'fire') !== 'function' || typeof read(breaker, 'opened') !== 'boolean')
    return undefined;
  const circuit = breaker as OpossumBreaker;
  // What it serializes is the moment when it was made.
  let openedAtMs = Number.NaN;
  circuit.on('open', () => {
    openedAtMs = now();
  });
  return {
    state: () => (circuit.opened ? 'open' : circuit.halfOpen ? 'half-open' : 'closed'),
    opensAtMs() {
      const at = openedAtMs + Number(read(read(circuit, 'options'), 'resetTimeout'));
      return Number.isNaN(at) ? undefined : at;
    },
    run: (call) => circuit.fire(call),
    isRefusal: (error) => /^(EOPENBREAKER|ESEMLOCKED|ESHUTDOWN)$/.test(textIn(error, 'code')),
  };
}
