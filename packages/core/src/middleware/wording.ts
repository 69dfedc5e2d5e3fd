import { show } from '../arguments.ts';
import type { ProblemDocument } from '../errors/problem-document.ts';
import type { Snapshot } from '../errors/understand/snapshot.ts';
import { unionVary } from '../fields/vary.ts';
import { isThenable } from '../hook.ts';
import type { NodeResponse } from '../node/exchange.ts';
import { onceClosed } from '../node/response-end.ts';
import { type BodyHook, contentFrom, inputOf, type LocalizeHook, shownTo } from '../problem/body-hook.ts';
import { formFor, type Wording, withInstance } from '../problem/render.ts';
import { traceOf } from '../problem/report.ts';
import { read } from '../read.ts';
import type { Reply } from '../reply.ts';
import type { RequestView } from '../request-view.ts';

/** The hooks that word a failure. */
interface WordingHooks<Request> {
  readonly body?: BodyHook<Request> | undefined;
  readonly localize?: LocalizeHook<Request> | undefined;
}

/** The failure that is worded. */
interface Worded<Request> {
  readonly thrown: unknown;
  readonly context: {
    readonly source: Request;
    readonly request: RequestView;
    readonly response: NodeResponse;
    readonly environment?: unknown;
  };
  readonly seen: Snapshot;
  readonly instance: string | undefined;
  readonly failed: (failure: unknown) => void;
}

/** How long a hook may take, in milliseconds. */
const PATIENCE_MS = 5000;

/**
 * Returns what the hooks make of a failure; by promise if one of them does. Never throws or rejects. A hook that throws, rejects,
 * returns something else or takes longer than 5 seconds is skipped, and `failed` is called with the reason. The wait ends early if
 * the client leaves.
 */
export function wordingOf<Request>(
  { body, localize }: WordingHooks<Request>,
  worded: Worded<Request>,
): Wording | Promise<Wording> {
  const { thrown, context, seen, instance } = worded;
  const { source } = context;
  const prefers = formFor(context.request);
  const isTraced = prefers === 'html' && seen.status >= 500 && isDevelopment(context.environment);
  const plain: Wording = {
    problem: withInstance(seen.problem, instance),
    trace: isTraced ? traceOf(thrown).slice(0, LONGEST_TRACE) : undefined,
  };

  function withBody(localized: Wording): Wording | Promise<Wording> {
    if (body === undefined) return localized;
    return ask(
      'body',
      () => body(inputOf(localized.problem, seen.error, source, prefers), source),
      (answer): Wording => ({ ...localized, content: contentFrom(answer) }),
      localized,
      worded,
    );
  }

  if (localize === undefined) return withBody(plain);
  const localized = ask(
    'localize',
    () => localize(shownTo(plain.problem), source),
    (texts): Wording => ({ ...plain, ...localizedBy(texts, plain.problem) }),
    plain,
    worded,
  );
  return isThenable(localized) ? localized.then(withBody) : withBody(localized);
}

const LONGEST_TRACE = 32_768;

/**
 * Reports whether stacks may be shown. Only an environment that says so shows them: a server on which nobody has set NODE_ENV is
 * as likely to be in production.
 */
function isDevelopment(environment: unknown): boolean {
  return process.env['NODE_ENV'] === 'development' && (environment ?? 'development') === 'development';
}

/** Calls a hook, and returns what `then` makes of its answer, or `otherwise` if one of them fails. */
function ask<T, R>(
  name: string,
  hook: () => T | PromiseLike<T>,
  then: (answer: T) => R,
  otherwise: R,
  { failed, context }: Pick<Worded<unknown>, 'failed' | 'context'>,
): R | Promise<R> {
  const skip = (failure: unknown): R => {
    failed(failure);
    return otherwise;
  };
  try {
    const answer = hook();
    if (!isThenable(answer)) return then(answer);
    return new Promise<R>((resolve) => {
      const timer = setTimeout(() => {
        resolve(skip(new Error(`${name}: the hook took longer than ${PATIENCE_MS / 1000} seconds`)));
      }, PATIENCE_MS);
      const settle = (result: R): void => {
        clearTimeout(timer);
        resolve(result);
      };
      onceClosed(context.response, () => settle(otherwise));
      // Not every `then` returns a promise.
      Promise.resolve(answer)
        .then(then)
        .then(settle, (failure: unknown) => settle(skip(failure)));
    });
  } catch (failure) {
    return skip(failure);
  }
}

const LANGUAGE = /^[a-z]{1,8}(?:-[a-z\d]{1,8})*$/i;

function localizedBy(texts: unknown, problem: ProblemDocument): Wording {
  if (texts === undefined) return { problem };
  const [title, detail, language] = ['title', 'detail', 'language'].map((name) => read(texts, name));
  const isSound =
    typeof texts === 'object' &&
    texts !== null &&
    [title, detail].every((text) => text === undefined || typeof text === 'string') &&
    (language === undefined || (typeof language === 'string' && LANGUAGE.test(language)));
  if (!isSound)
    throw new TypeError(`localize: expected { title, detail, language }, or undefined, got ${show(texts)}`);
  const localized = { ...problem };
  if (title !== undefined) localized.title = title as string;
  if (detail !== undefined && problem.status !== 500) localized.detail = detail as string;
  return { problem: localized, language };
}

/** Returns the reply with the fields of a failure that is worded in several languages. */
export function inLanguage(reply: Reply, language: string | undefined): Reply {
  const vary = unionVary(reply.headers['vary'] ?? '', 'Accept-Language');
  const field = language === undefined ? {} : { 'content-language': language };
  return { ...reply, headers: { ...reply.headers, vary, ...field } };
}
