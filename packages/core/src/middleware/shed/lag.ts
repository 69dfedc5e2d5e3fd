/*
 * How late the event loop is at present.
 *
 * A timer that runs every few milliseconds notes how late it was. Averages of the last second come too late, and a mean since
 * the start sees nothing. While the loop is busy the timer does not run at all, so the time since it last ran counts as well:
 * requests that have waited in the kernel are read in one turn, before the timer runs.
 */

import { performance } from 'node:perf_hooks';

const EVERY_MS = 5;

/** The timer stops if the lag has not been read for this long, so that an idle process sleeps. */
const RESTS_AFTER_MS = 1000;

export class Lag {
  #lastMs = 0;
  #lateMs = 0;
  #askedMs = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Returns by how many milliseconds the loop is late at `now`, the time of `performance.now()`. */
  at(now: number): number {
    this.#askedMs = now;
    if (this.#timer === undefined) {
      this.#start(now);
      return 0;
    }
    return Math.max(this.#lateMs, now - this.#lastMs - EVERY_MS, 0);
  }

  #start(now: number): void {
    this.#lastMs = now;
    this.#lateMs = 0;
    this.#timer = setInterval(() => this.#tick(), EVERY_MS);
    this.#timer.unref();
  }

  #tick(): void {
    const now = performance.now();
    this.#lateMs = now - this.#lastMs - EVERY_MS;
    this.#lastMs = now;
    if (now - this.#askedMs < RESTS_AFTER_MS) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
