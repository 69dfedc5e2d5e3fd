import { performance } from 'node:perf_hooks';
import { isComplete, type NodeResponse } from '../../node/exchange.ts';

/*
 * How many requests may be under way, learned from how long they take.
 *
 * `base` is how long a request takes when few are under way; `recent` is how long requests have taken lately. While the two are
 * close, there is room, and the limit grows. When requests take more than twice as long, they wait for one another somewhere, a
 * pool of connections say, and the limit shrinks by that ratio. Means are compared, so that a mix of fast and slow routes does not count
 * as overload.
 *
 * Ugly, and needed: under constant overload few requests are never under way, and `base` would grow old or drift upwards until
 * overload looks normal. So from time to time the limit is cut for a moment and `base` is measured again.
 *
 * A response that has begun is no longer counted: a stream of events would take a place for hours. Nor is one that ended
 * without a response, since its client gave up.
 */

const FIRST = 50;
const LEAST = 8;
const MOST = 2000;
/** How much longer than `base` requests may take. */
const TOLERANCE = 2;
const WINDOW_MS = 100;
const LEAST_SAMPLES = 5;
/** How old `base` may be, and how long a measurement of it may take. */
const OLD_MS = 15_000;
const PROBE_MS = 250;

/** A request under way. A list of its own, because the entries of a Set cost more than the decision. */
export interface Running {
  /** Undefined when it has left the list. */
  response: NodeResponse | undefined;
  readonly sinceMs: number;
  readonly underWay: number;
  before: Running;
  after: Running | undefined;
}

/** Returns the two ends of an empty list, in one. */
function emptyList(): Running {
  const ends = { response: undefined, sinceMs: 0, underWay: 0 } as Running;
  ends.before = ends;
  ends.after = ends;
  return ends;
}

export class Gradient {
  limit = FIRST;
  /** How many requests are under way. */
  inFlight = 0;
  readonly #now: () => number;
  readonly #ends = emptyList();
  #base = 0;
  #baseMs = 0;
  #sum = 0;
  #count = 0;
  #most = 0;
  #windowMs = 0;
  /** The limit before a measurement of `base`, and when that ends. */
  #probe: { readonly limit: number; readonly untilMs: number } | undefined;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Notes a request. Pass what is returned to `leave` when its response is closed. */
  enter(response: NodeResponse, nowMs: number = this.#now()): Running {
    if (nowMs - this.#windowMs > WINDOW_MS) this.#endWindow(nowMs);
    const underWay = ++this.inFlight;
    if (underWay > this.#most) this.#most = underWay;
    const { before } = this.#ends;
    const running: Running = { response, sinceMs: nowMs, underWay, before, after: this.#ends };
    before.after = running;
    this.#ends.before = running;
    return running;
  }

  /** Notes that the response of a request is closed. */
  leave(running: Running): void {
    const { response } = running;
    if (!this.#remove(running) || response === undefined || !isComplete(response)) return;
    const nowMs = this.#now();
    this.#note(nowMs - running.sinceMs, running.underWay, nowMs);
  }

  #remove(running: Running): boolean {
    const { before, after } = running;
    if (after === undefined) return false;
    before.after = after;
    after.before = before;
    // V8 soon makes these objects in old space, where a dead one keeps all that it points to until a full collection.
    running.before = running;
    running.after = undefined;
    running.response = undefined;
    this.inFlight--;
    return true;
  }

  #note(tookMs: number, underWay: number, nowMs: number): void {
    this.#sum += tookMs;
    this.#count++;
    if (underWay > Math.max(LEAST / 2, this.limit / 4) && this.#probe === undefined) return;
    const weight = this.#base === 0 ? 1 : 0.05;
    this.#base += (tookMs - this.#base) * weight;
    this.#baseMs = nowMs;
  }

  #endWindow(nowMs: number): void {
    this.#windowMs = nowMs;
    for (let one = this.#ends.after; one !== undefined && one !== this.#ends; ) {
      const { after } = one;
      if (one.response?.headersSent === true) this.#remove(one);
      one = after;
    }
    if (this.#probe !== undefined) {
      if (nowMs < this.#probe.untilMs) return;
      this.limit = this.#probe.limit;
      this.#probe = undefined;
    } else if (this.#base > 0 && nowMs - this.#baseMs > OLD_MS) {
      this.#probe = { limit: this.limit, untilMs: nowMs + Math.max(PROBE_MS, 3 * this.#base) };
      this.limit = LEAST;
    } else if (this.#count >= LEAST_SAMPLES) this.#adapt(this.#sum / this.#count);
    else return;
    this.#sum = 0;
    this.#count = 0;
    this.#most = this.inFlight;
  }

  #adapt(recent: number): void {
    const isUsed = this.#most >= this.limit / 2;
    if (!isUsed || this.#base === 0) return;
    // Below a few milliseconds a ratio is meaningless.
    const ratio = (TOLERANCE * this.#base + 2) / recent;
    const next = this.limit * Math.min(1, Math.max(0.5, ratio)) + Math.sqrt(this.limit) / 2;
    this.limit = Math.min(MOST, Math.max(LEAST, next));
  }
}
