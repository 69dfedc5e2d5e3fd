import type { RequestView } from '../../request-view.ts';
import type { HttpError } from '../http-error.ts';

/** What is known about the exchange in which a value was thrown. All of it is optional. */
export interface ErrorContext {
  readonly request?: RequestView | undefined;
  /** Whether the client has gone away. */
  readonly aborted?: boolean | undefined;
  /** The status that the handler had set. */
  readonly responseStatus?: number | undefined;
  /** A field that is already on the response. */
  readonly responseField?: ((name: string) => unknown) | undefined;
  /** The status for a request that a validator refused. Default: 422. */
  readonly validation?: 400 | 422 | undefined;
  /** The methods that the router knows for the target. */
  readonly allowedMethods?: (() => readonly string[] | undefined) | undefined;
}

/**
 * Turns the error of one producer into the HttpError that it means, or says that it does not know it. A rule that
 * throws is passed over.
 *
 * @example
 * const outOfStock: Rule = (value) =>
 *   value instanceof StockError ? new Conflict(value.message, { cause: value }) : undefined;
 */
export type Rule = (value: unknown, context: ErrorContext) => HttpError | undefined;
