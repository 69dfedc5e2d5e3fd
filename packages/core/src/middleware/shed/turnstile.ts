/*
 * Where requests wait while the processor has no time left, so that all of them are seen.
 *
 * libuv accepts one connection in each turn of the loop. If each turn also works on the request of that connection, those that
 * come faster than they are done wait in the kernel, where nothing measures how long: the loop is on time, few requests are
 * under way, and each client has given up before its connection is accepted.
 *
 * So while the loop never rests, a request waits here first. The loop turns without working until nothing new arrives, which takes
 * a fraction of a millisecond for each connection. Then as many requests pass as can be worked on in one short turn, the oldest
 * first. What has waited too long is refused.
 *
 * The looking is bounded, since otherwise a flood would be watched and nothing done.
 */
import { performance } from 'node:perf_hooks';

/** How long the loop turns without working, in milliseconds. */
const LOOK_MS = 2;
/** For how long the requests that pass together may be worked on, as far as the last ones show. */
const WORK_MS = 2;

/** A request that waits. */
export interface Waiter {
  readonly sinceMs: number;
  /** Called when its turn has come, with the time that it has waited. Reports whether the request will be worked on. */
  readonly pass: (waitedMs: number) => boolean;
}

export class Turnstile {
  #waiting: Waiter[] = [];
  #isNew = false;
  #isSet = false;
  #lookingSinceMs = 0;
  /** How many passed last, when, and how long one of them took. */
  #passed = 0;
  #passedMs = 0;
  #tookMs = 1;
  readonly #now: () => number;
  readonly #later: (turn: () => void) => unknown;

  constructor(
    now: () => number = () => performance.now(),
    later: (turn: () => void) => unknown = setImmediate,
  ) {
    this.#now = now;
    this.#later = later;
  }

  /** Whether a request waits. One that comes later waits too then. */
  get isUsed(): boolean {
    return this.#waiting.length > 0;
  }

  /** Makes a request wait for its turn, which never comes in the same call. */
  wait(waiter: Waiter): void {
    if (!this.isUsed && this.#passed === 0) this.#lookingSinceMs = waiter.sinceMs;
    this.#waiting.push(waiter);
    this.#isNew = true;
    this.#set();
  }

  #set(): void {
    if (this.#isSet) return;
    this.#isSet = true;
    this.#later(() => {
      this.#isSet = false;
      this.#turn(this.#now());
    });
  }

  #turn(nowMs: number): void {
    if (this.#passed > 0) {
      this.#tookMs += ((nowMs - this.#passedMs) / this.#passed - this.#tookMs) / 4;
      this.#passed = 0;
      this.#lookingSinceMs = nowMs;
    }
    if (this.#waiting.length === 0) return;
    const isNew = this.#isNew;
    this.#isNew = false;
    if (!(isNew && nowMs - this.#lookingSinceMs < LOOK_MS)) this.#pass(nowMs);
    this.#set();
  }

  #pass(nowMs: number): void {
    const most = Math.max(1, Math.floor(WORK_MS / this.#tookMs));
    let at = 0;
    for (; at < this.#waiting.length && this.#passed < most; at++) {
      const { sinceMs, pass } = this.#waiting[at] as Waiter; // below its length
      if (pass(nowMs - sinceMs)) this.#passed++;
    }
    this.#waiting = this.#waiting.slice(at);
    this.#passedMs = nowMs;
  }
}
