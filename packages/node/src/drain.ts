import type { Report } from '@statuskit/core';
import { ServiceUnavailable } from '@statuskit/core';
import { notify } from '@statuskit/core/adapter';
import { type ReportListener, reportBelow } from './answer.ts';

/*
 * How a server stops without losing a request.
 *
 * Three things take time when a process is told to stop: the load balancer notices that it is not ready, clients that
 * hold an idle connection learn that they should not use it again, and requests that are running end. So from the signal on
 * readiness is 503 and each answer says `Connection: close`, while everything is still served. After `delay` seconds nobody
 * should send anything here any more: listening ends, and idle connections are closed. What is running goes on until
 * `deadline`, counted from the signal; what is left then is cut, counted and reported.
 */

/** Where a server stands. */
export type ServerState = 'open' | 'draining' | 'closed';

/** What came of a drain. */
export interface DrainResult {
  /** How many requests were cut off at the deadline. */
  readonly cut: number;
}

/** A drain that has begun. */
export interface Draining {
  /** The signal that began it; undefined if `server.drain()` did. */
  readonly signal: NodeJS.Signals | undefined;
  /** Resolves when the last connection is closed, at the latest at the deadline. */
  readonly closed: Promise<DrainResult>;
}

/** Called when a drain begins. The process waits for the promise that it returns, until the deadline. */
export type DrainListener = (draining: Draining) => unknown;

/** How a server is drained. Seconds, which may be fractions. */
export interface DrainOptions {
  /** How long the server goes on listening, so that the load balancer notices that it is not ready. Default: 5. */
  readonly delay?: number | undefined;
  /** When what is left is cut off, counted from the signal. Default: 25, below the 30 of Kubernetes. */
  readonly deadline?: number | undefined;
  /**
   * Signals that begin a drain, whose end is the end of the process: with code 0, or 1 if a request was cut off. A second
   * signal ends the process immediately. `[]` leaves signals alone. Default: `['SIGTERM']`.
   */
  readonly signals?: readonly NodeJS.Signals[] | undefined;
}

/** What is drained: a server of any kind. */
export interface Drainable {
  /** From now on each answer closes its connection. */
  closeWithAnswers(): void;
  /** Ends listening and closes what is idle; calls `closed` when no connection is left. */
  stopListening(closed: () => void): void;
  /** Cuts off what is left, and returns how many requests that were. */
  cut(): number;
}

export class Drain {
  state: ServerState = 'open';
  readonly #server: Drainable;
  readonly #own: ReportListener | undefined;
  readonly #delayMs: number;
  readonly #deadlineMs: number;
  readonly #listeners = new Set<DrainListener>();
  #ended: Promise<DrainResult> | undefined;

  constructor(
    server: Drainable,
    { delay = 5, deadline = 25 }: DrainOptions,
    own: ReportListener | undefined,
  ) {
    this.#server = server;
    this.#own = own;
    this.#deadlineMs = deadline * 1000;
    this.#delayMs = Math.min(delay * 1000, this.#deadlineMs);
  }

  add(listener: DrainListener): void {
    this.#listeners.add(listener);
  }

  /** Notes that the server is closed by other means; answers close their connections from now on. */
  noteClose(): void {
    if (this.state !== 'open') return;
    this.state = 'draining';
    this.#server.closeWithAnswers();
  }

  noteClosed(): void {
    this.state = 'closed';
  }

  /** Notes that the server listens, and is open again if it was closed. Returns false if a drain is under way. */
  noteListening(): boolean {
    if (this.state !== 'closed' && this.#ended !== undefined) return false;
    this.state = 'open';
    this.#ended = undefined;
    return true;
  }

  /** Begins a drain, and resolves when it has ended and every listener is done. */
  begin(signal?: NodeJS.Signals): Promise<DrainResult> {
    this.#ended ??= this.#run(signal);
    return this.#ended;
  }

  async #run(signal: NodeJS.Signals | undefined): Promise<DrainResult> {
    this.noteClose();
    let deadlineTimer: NodeJS.Timeout | undefined;
    let delayTimer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      deadlineTimer = setTimeout(resolve, this.#deadlineMs);
    });
    const closed = new Promise<DrainResult>((resolve) => {
      let cut = 0;
      delayTimer = setTimeout(() => this.#server.stopListening(() => resolve({ cut })), this.#delayMs);
      void deadline.then(() => {
        // Listening has not ended yet if the delay is as long as the deadline: the timer of the deadline is the first.
        this.#server.stopListening(() => {});
        cut = this.#cut();
        resolve({ cut });
      });
    });
    const failed = (cause: unknown): void => {
      const error = new ServiceUnavailable('unknown', { log: 'a listener of onDrain failed', cause });
      reportBelow(error, { address: undefined, sent: 'aborted' }, this.#own, 'error');
    };
    const listened = [...this.#listeners].map(
      (listener) =>
        new Promise<void>((resolve) => {
          notify(
            () => Promise.resolve(listener({ signal, closed })).then(() => resolve()),
            (cause) => {
              failed(cause);
              resolve();
            },
          );
        }),
    );
    const result = await closed;
    await Promise.race([deadline, Promise.all(listened)]);
    clearTimeout(deadlineTimer);
    clearTimeout(delayTimer);
    this.state = 'closed';
    return result;
  }

  #cut(): number {
    const cut = this.#server.cut();
    if (cut > 0) {
      const level: Report['level'] = 'error';
      const log = `the drain was over its deadline: ${cut} request${cut === 1 ? '' : 's'} cut off`;
      const error = new ServiceUnavailable('unknown', { log });
      reportBelow(error, { address: undefined, sent: 'aborted' }, this.#own, level);
    }
    return cut;
  }
}
