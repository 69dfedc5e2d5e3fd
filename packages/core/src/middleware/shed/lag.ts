/*
 * How late the event loop is at present, and whether it still rests.
 *
 * A timer that runs every few milliseconds notes how late it was. Averages of the last second come too late, and a mean since
 * the start sees nothing. While the loop is busy the timer does not run at all, so the time since it last ran counts as well:
 * requests that have waited in the kernel are read in one turn, before the timer runs.
 *
 * A loop can be on time and yet have no time left: with one short request in each turn. So the timer also reads for how
 * long the loop has waited for events.
 */

import { performance } from 'node:perf_hooks';

const EVERY_MS = 5;

/** The timer stops if the lag has not been read for this long, so that an idle process sleeps. */
const RESTS_AFTER_MS = 1000;

/** Over how long the rest is measured, and the share of that time below which the loop counts as busy. */
const REST_MS = 50;
const LEAST_REST = 0.05;

// Bun has no such function, and a runtime whose loop is not that of libuv has nothing to count.
const restMs = (): number => performance.eventLoopUtilization?.().idle ?? 0;

export class Lag {
  /** Whether the loop did not wait for events lately. */
  isBusy = false;
  #lastMs = 0;
  #lateMs = 0;
  #askedMs = 0;
  #restedMs = 0;
  #restSinceMs = 0;
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
    this.#restSinceMs = now;
    this.#restedMs = restMs();
    this.#timer = setInterval(() => this.#tick(), EVERY_MS);
    this.#timer.unref();
  }

  #tick(): void {
    const now = performance.now();
    this.#lateMs = now - this.#lastMs - EVERY_MS;
    this.#lastMs = now;
    if (now - this.#restSinceMs >= REST_MS) this.#measureRest(now);
    if (now - this.#askedMs < RESTS_AFTER_MS) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.isBusy = false;
  }

  #measureRest(now: number): void {
    const rested = restMs();
    this.isBusy = rested > 0 && rested - this.#restedMs < LEAST_REST * (now - this.#restSinceMs);
    this.#restedMs = rested;
    this.#restSinceMs = now;
  }
}
