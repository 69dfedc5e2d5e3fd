import { allowFunction, allowOneOf, expected } from '../arguments.ts';
import { type Challenges, challengeLines } from '../errors/authentication.ts';
import type { ToHttpErrorOptions } from '../errors/understand/from-unknown.ts';
import type { NodeRequest, NodeResponse } from '../node/exchange.ts';
import { type OptionNames, warnOfUnknown } from '../option-names.ts';
import type { BodyHook, LocalizeHook } from '../problem/body-hook.ts';
import type { CachePolicy } from '../problem/render.ts';
import type { Report, Reporter } from '../problem/report.ts';
import type { Reply } from '../reply.ts';

/** How an adapter answers what was thrown; `Request` is the request of Express or the context of Koa. */
export interface FailureOptions<Request> {
  /** Challenge for a 401 of another producer that has none. Default: a placeholder, which is reported once. */
  readonly challenge?: Challenges | undefined;
  /**
   * Your own rules, tried before the built-in ones; or a function that receives the built-in ones and returns all that
   * are tried. Default: the built-in ones.
   */
  readonly rules?: ToHttpErrorOptions['rules'];
  /**
   * Called once per failure, after its status has been decided. Default: one record on the console for a 5xx, nothing
   * for a 4xx; on Koa the `error` event of the application.
   */
  readonly report?: ((report: Report) => void) | undefined;
  /**
   * Returns the name of the request. Default: an id that middleware put on the request (`req.id`, `ctx.state.id`). A field
   * of the request is used only if this function returns it.
   */
  readonly requestId?: ((request: Request) => string | undefined) | undefined;
  /** Status for a request that a validator refused: joi, zod and the like. Default: 422. */
  readonly validation?: 400 | 422 | undefined;
  /**
   * Returns a custom body for errors, such as a page that a view engine renders; it may return a promise. Status and fields stay
   * as they are. If it fails, or takes longer than 5 seconds, the built-in body is sent. Default: none.
   */
  readonly body?: BodyHook<Request> | undefined;
  /**
   * Returns title and detail in the language of a client; it may return a promise. Every error then has `Vary: Accept-Language`.
   * If it fails, or takes longer than 5 seconds, the texts stay as they are. Default: none.
   */
  readonly localize?: LocalizeHook<Request> | undefined;
  /** Cache-Control in place of `no-store`, by status or by a function. Default: none. */
  readonly cache?: CachePolicy | undefined;
  /**
   * `'trust-status'` uses `status` and `statusCode` of any thrown value and the status that the handler has set on the
   * response, as Express and Koa do, and shows the messages that they show. For migration only. Default: off.
   */
  readonly compat?: 'trust-status' | undefined;
}

/** One request, its response and its route, as an adapter shows them to the failure handler. */
export interface FailureContext<Request> extends Reporter {
  /** The argument with which hooks are called. */
  readonly source: Request;
  readonly request: NodeRequest;
  readonly response: NodeResponse;
  /** The id that other middleware gave the request. */
  readonly knownId: unknown;
  /** The pattern of the route that was chosen. */
  readonly route: string | undefined;
  /** The content of the request as a parser has left it. */
  readonly content: unknown;
  /** The status that the application has set on the response; undefined if it has set none. */
  readonly status: number | undefined;
  /** The environment of the application, if the framework has a setting for it. */
  readonly environment?: unknown;
  /** True if the error handler of the framework would show the message of a 4xx. */
  readonly showsMessages: boolean;
  allowedMethods(): readonly string[] | undefined;
  write(reply: Reply): void;
}

const NAMES: OptionNames<FailureOptions<never>> = {
  body: true,
  cache: true,
  challenge: true,
  compat: true,
  localize: true,
  report: true,
  requestId: true,
  rules: true,
  validation: true,
};

/** @throws {TypeError} If an option has the wrong type. */
export function checkOptions(options: FailureOptions<never>): void {
  warnOfUnknown('errorHandler', options, NAMES);
  for (const name of ['report', 'requestId', 'body', 'localize'] as const) allowFunction(name, options[name]);
  allowOneOf('compat', options.compat, ['trust-status']);
  allowOneOf('validation', options.validation, [400, 422]);
  const { cache } = options as { readonly cache?: unknown };
  if (cache !== undefined && typeof cache !== 'function' && (typeof cache !== 'object' || cache === null)) {
    throw new TypeError(
      expected('cache', "values by status, such as { 404: 'max-age=60' }, or a function", cache),
    );
  }
  if (options.challenge !== undefined) challengeLines(options.challenge);
}
