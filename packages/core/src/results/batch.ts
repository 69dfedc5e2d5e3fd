import { requireFunction, show } from '../arguments.ts';
import { FailedDependency } from '../errors/client-errors.ts';
import { isHttpError } from '../errors/http-error.ts';
import { InternalServerError } from '../errors/server-errors.ts';
import { ContentTooLarge } from '../errors/sizes.ts';
import { rulesFor, type ToHttpErrorOptions, toHttpError } from '../errors/understand/from-unknown.ts';
import { saysClosed } from '../errors/understand/rules/abort.ts';
import { levelOf, snapshot } from '../errors/understand/snapshot.ts';
import { UnprocessableContent } from '../errors/validation.ts';
import { instanceFor } from '../problem/render.ts';
import { type Report, report } from '../problem/report.ts';
import { type BatchAnswer, failureOf, successOf } from './batch-answer.ts';
import { type BatchOrder, type OrderOptions, orderOf } from './batch-order.ts';
import { makeResult, type Result } from './result.ts';

export type { BatchAnswer, BatchFailure } from './batch-answer.ts';

/** Options of a batch. */
export interface BatchOptions<T, AllOk extends 200 | 207 = 207> extends OrderOptions<T> {
  /** Number of items that run at the same time. Default: 1. */
  readonly concurrency?: number | undefined;
  /** Whether other items still run after one has failed. An item that does not run is a 424. Default: `'continue'`. */
  readonly onError?: 'continue' | 'stop' | undefined;
  /** Status if no item has failed. Default: 207, so that clients always look at the items. */
  readonly allOk?: AllOk | undefined;
  /** Largest number of items. More are a 413. Default: 100. */
  readonly maxItems?: number | undefined;
  /**
   * Ends the batch when its result is no longer needed: `batch` rejects immediately with the reason, and no other item begins. Items that
   * are running are not stopped; their handlers receive the signal. Default: none.
   */
  readonly signal?: AbortSignal | undefined;
  /** Id of an item, by which others refer to it; it is part of the answer. Default: items have no id. */
  readonly id?: OrderOptions<T>['id'];
  /** Items that must have succeeded before, by id or by position from 0. Default: none. */
  readonly dependsOn?: OrderOptions<T>['dependsOn'];
  /** JSON Pointer to the list in the content, for the faults of a 422. Default: `'#'`, all of the content. */
  readonly pointer?: string | undefined;
  /** Called once per failure, like `report` of `errorHandler`; `route` names the item. Default: one record on the console for a 5xx. */
  readonly report?: ((report: Report) => void) | undefined;
  /** Rules for thrown values, as in `errorHandler`. Default: the built-in rules. */
  readonly rules?: ToHttpErrorOptions['rules'];
  /** Status for what a validator rejects, as in `errorHandler`. Default: 422. */
  readonly validation?: ToHttpErrorOptions['validation'];
}

/** What a handler receives besides its item. */
export interface BatchContext {
  /** Position of the item, from 0. */
  readonly index: number;
  /** Aborted when the result of the batch is no longer needed. */
  readonly signal: AbortSignal;
  /** Answers of the items that this one depends on, in the order in which it names them. */
  readonly before: readonly BatchAnswer[];
}

/** Content of the response to a batch. */
export interface BatchBody {
  readonly succeeded: number;
  readonly failed: number;
  /** One answer per item, in the order of the items. */
  readonly items: readonly BatchAnswer[];
}

type Handler<T> = (item: T, context: BatchContext) => unknown;

function requireCount(value: number, what: string): number {
  if (value >= 1 && (Number.isSafeInteger(value) || value === Number.POSITIVE_INFINITY)) return value;
  throw new RangeError(`${what}: expected a whole number from 1, got ${show(value)}`);
}

function checkOptions({ onError, allOk, signal, report }: BatchOptions<never, 200 | 207>): void {
  if (onError !== undefined && onError !== 'continue' && onError !== 'stop') {
    throw new TypeError(`onError: expected 'continue' or 'stop', got ${show(onError)}`);
  }
  if (allOk !== undefined && allOk !== 200 && allOk !== 207) {
    throw new TypeError(`allOk: expected 200 or 207, got ${show(allOk)}`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`signal: expected an AbortSignal, got ${show(signal)}`);
  }
  if (report !== undefined && typeof report !== 'function') {
    throw new TypeError(`report: expected a function, got ${show(report)}`);
  }
}

/**
 * Runs a handler for each item of a list, and returns a 207 with the status of each item, in the order of the items, and a problem
 * document for each that failed. A handler returns and throws as it would alone: results, values and errors mean the same, and nothing of a
 * 5xx is shown. An item that depends on a failed one is a 424 and does not run.
 *
 * The promise rejects with the reason of `signal` if that is aborted.
 *
 * @throws {UnprocessableContent} If `items` is not an array, or items depend on each other in a circle.
 * @throws {ContentTooLarge} If there are more than `maxItems`.
 * @throws {TypeError} If an option is invalid.
 * @throws {RangeError} If `concurrency` or `maxItems` is not a positive integer.
 *
 * @example
 * ```ts
 * await batch([4, 0], (item) => (item > 0 ? { half: item / 2 } : new NotFound()), { allOk: 200 }); // 207
 * ```
 */
export async function batch<T, AllOk extends 200 | 207 = 207>(
  items: readonly T[],
  handler: Handler<T>,
  options: BatchOptions<T, AllOk> = {},
): Promise<Result<207 | AllOk, BatchBody>> {
  requireFunction('handler', handler);
  checkOptions(options);
  const concurrency = requireCount(options.concurrency ?? 1, 'concurrency');
  const maxItems = requireCount(options.maxItems ?? 100, 'maxItems');
  const rules = rulesFor(options.rules);
  // What came is the client's.
  if (!Array.isArray(items)) {
    const pointer = options.pointer ?? '#';
    throw new UnprocessableContent({ errors: [{ detail: 'must be a list', pointer }] });
  }
  if (items.length > maxItems) {
    throw new ContentTooLarge({ detail: `At most ${maxItems} items at a time`, extensions: { maxItems } });
  }
  const order = orderOf(items, options);
  const answers = await runAll(items, handler, order, concurrency, { ...options, rules: () => rules });
  const failed = answers.filter(({ problem }) => problem !== undefined).length;
  const status = failed === 0 ? (options.allOk ?? 207) : 207;
  // 207 if `allOk` is left out, which is the default of AllOk.
  return makeResult(
    status as 207 | AllOk,
    {},
    { succeeded: answers.length - failed, failed, items: answers },
  );
}

function runAll<T>(
  items: readonly T[],
  handler: Handler<T>,
  { ids, before, after }: BatchOrder,
  concurrency: number,
  options: BatchOptions<T, 200 | 207>,
): Promise<readonly BatchAnswer[]> {
  const { signal = new AbortController().signal } = options;
  const answers = new Array<BatchAnswer | undefined>(items.length);
  const waiting = before.map(({ length }) => length);
  const ready = [...waiting.keys()].filter((index) => waiting[index] === 0);
  let next = 0;
  let running = 0;
  let stoppedBy: number | undefined;

  const answersOf = (places: readonly number[]): BatchAnswer[] =>
    places.flatMap((place) => answers[place] ?? []);
  const hasFailed = (place: number): boolean => answers[place]?.problem !== undefined;

  /** A 424 for an item that others keep from running; it has not failed itself, so it is not reported. */
  function skip(index: number, causes: readonly number[]): void {
    const names = causes.map((cause) => show(ids[cause] ?? cause)).join(', ');
    const detail = `Not run, because of item ${names}`;
    const error = new FailedDependency({ detail, extensions: { failedItems: causes } });
    settle(
      index,
      failureOf(
        snapshot(error, () => {}),
        ids[index],
        undefined,
      ),
    );
  }

  function settle(index: number, answer: BatchAnswer): void {
    answers[index] = answer;
    if (answer.problem !== undefined && options.onError === 'stop') stoppedBy ??= index;
    for (const one of after[index] ?? []) {
      const left = (waiting[one] ?? 0) - 1;
      waiting[one] = left;
      if (left === 0) ready.push(one);
    }
  }

  async function run(index: number): Promise<void> {
    const context: BatchContext = { index, signal, before: answersOf(before[index] ?? []) };
    let answer: BatchAnswer;
    try {
      const value = await handler(items[index] as T, context); // `index` is one of theirs
      if (isHttpError(value)) throw value;
      answer = successOf(value, ids[index]);
    } catch (thrown) {
      answer = failureFor(thrown, index, ids[index], options);
    }
    settle(index, answer);
  }

  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    function advance(): void {
      while (next < ready.length && !signal.aborted) {
        const index = ready[next] as number; // `next` is below the length
        const causes = stoppedBy === undefined ? (before[index] ?? []).filter(hasFailed) : [stoppedBy];
        if (causes.length === 0 && running === concurrency) return;
        next++;
        if (causes.length > 0) skip(index, causes);
        else {
          running++;
          run(index).then(() => {
            running--;
            advance();
          }, reject);
        }
      }
      if (signal.aborted) abort();
      else if (running === 0) {
        signal.removeEventListener('abort', abort);
        resolve(answersOf([...items.keys()]));
      }
    }
    advance();
  });
}

/** Returns the answer for what an item has thrown. A value that throws when it is read becomes an opaque 500. */
function failureFor<T>(
  thrown: unknown,
  index: number,
  id: string | undefined,
  options: BatchOptions<T, 200 | 207>,
): BatchAnswer {
  try {
    return failed(thrown, index, id, options);
  } catch (cause) {
    const log = 'an item threw a value that throws when it is read';
    return failed(new InternalServerError({ log, cause }), index, id, options);
  }
}

function failed<T>(
  thrown: unknown,
  index: number,
  id: string | undefined,
  options: BatchOptions<T, 200 | 207>,
): BatchAnswer {
  const { signal, validation } = options;
  const hooks: unknown[] = [];
  const onHookError = (failure: unknown): void => void hooks.push(failure);
  const error = toHttpError(thrown, { rules: options.rules, validation, onRuleError: onHookError });
  const seen = snapshot(error, onHookError);
  const instance = instanceFor(seen, undefined);
  const answer = failureOf(seen, id, instance);
  // A handler that stops because nobody waits any more has not failed.
  if (signal?.aborted === true && saysClosed(thrown)) return answer;
  const sent = signal?.aborted === true ? ('aborted' as const) : seen.status;
  const about = { sent, instance, requestId: undefined, method: undefined, route: `item ${index}` };
  report({ error, thrown, level: levelOf(seen.status, false), ...about }, {}, options.report);
  for (const failure of hooks) {
    report({ error, thrown: failure, level: 'error', ...about }, {}, options.report);
  }
  return answer;
}
