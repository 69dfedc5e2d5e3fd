import type { IncomingMessage, ServerResponse } from 'node:http';
import { allowType, expected, requireObject } from '../arguments.ts';
import type { Finding } from '../finding.ts';
import { requireRuleIds } from '../inspect.ts';
import type { Judge } from './judge.ts';
import { lineOf } from './line.ts';
import { replaceResponse } from './replace.ts';
import { watchResponse } from './watch.ts';

/** Options of {@link lint}. */
export interface LintOptions {
  /**
   * `'warn'` leaves responses alone and reports each finding once per rule and route. `'throw'` is for tests: it reports every finding,
   * and replaces a response that has one of level `error` by a 500 with the findings. Default: `'warn'`.
   */
  readonly mode?: 'warn' | 'throw' | undefined;
  /** Called with each finding. Default: one line on the console. */
  readonly report?: ((finding: Finding) => void) | undefined;
  /** Ids of rules that are left out. Default: none. */
  readonly ignore?: readonly string[] | undefined;
}

/** Middleware for Express and for Koa alike: it recognizes by its arguments how it is called. */
export interface LintMiddleware {
  (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void;
  (
    context: { readonly req: IncomingMessage; readonly res: ServerResponse },
    next: () => Promise<unknown>,
  ): Promise<unknown>;
}

/** Routes are limited in number, paths and methods of clients are not. */
const MOST_REPORTED = 10_000;

/**
 * Returns middleware that checks each response by the rules of {@link inspectExchange}. Mount it first. In mode `'warn'`, for
 * development, it changes nothing; in mode `'throw'`, for tests, a response that breaks a MUST becomes a 500.
 *
 * @throws {TypeError} If an option has the wrong type, or `ignore` names a rule that does not exist.
 *
 * @example
 * ```ts
 * if (process.env.NODE_ENV !== 'production') app.use(lint());
 * // GET /users answered 401: WWW-Authenticate is missing (www-authenticate-on-401, RFC 9110 §15.5.2), src/users.ts:41
 * ```
 */
export function lint(options: LintOptions = {}): LintMiddleware {
  requireObject('options', options);
  const { mode = 'warn', report, ignore } = options;
  if (mode !== 'warn' && mode !== 'throw') throw new TypeError(expected('mode', "'warn' or 'throw'", mode));
  allowType('report', report, 'function');
  const ignored = requireRuleIds('ignore', ignore);
  const judge: Judge =
    mode === 'warn'
      ? { ignored, ...once(report ?? print) }
      : { ignored, heard: report ?? print, replaceResponse };

  return function lintResponses(
    first: IncomingMessage | { readonly req: IncomingMessage; readonly res: ServerResponse },
    second: ServerResponse | (() => Promise<unknown>),
    next?: (error?: unknown) => void,
  ): unknown {
    if (typeof second === 'function') {
      const context = first as { readonly req: IncomingMessage; readonly res: ServerResponse };
      watchResponse(context.req, context.res, context, judge);
      return second();
    }
    watchResponse(first as IncomingMessage, second, undefined, judge);
    return next?.();
  } as LintMiddleware;
}

/** Reports once for each rule and route. */
function once(report: (finding: Finding) => void): Pick<Judge, 'heard' | 'isKnown'> {
  const reported = new Set<string>();
  const keyOf = (rule: string, route: string | undefined): string => `${rule} ${route ?? ''}`;
  const isKnown = (rule: string, route: string | undefined): boolean =>
    reported.size >= MOST_REPORTED || reported.has(keyOf(rule, route));
  return {
    isKnown,
    heard(finding) {
      if (isKnown(finding.rule, finding.route)) return;
      reported.add(keyOf(finding.rule, finding.route));
      report(finding);
    },
  };
}

function print(finding: Finding): void {
  console.warn(lineOf(finding));
}
