import type { ErrorHandlerOptions } from '@statuskit/express';
import type { Exchange, Framework, ServerOptions } from '../../setup/frameworks.ts';

/** What stands on the wire for one refusal. */
export interface Answer {
  readonly status: number;
  /** The fields of {@link ASKED} that it has. */
  readonly fields?: Readonly<Record<string, string>>;
  /** The members of the problem document beside type, title, status and instance. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** A refusal of a package, and what becomes of it. */
export interface Row extends Pick<ServerOptions, 'express' | 'koa'> {
  readonly name: string;
  /** Its folder in test/node_modules. */
  readonly folder: string;
  readonly throws: string;
  /** The frameworks that it is for. Default: all. */
  readonly on?: readonly Framework[];
  readonly ask: {
    readonly method?: string;
    readonly path?: string;
    readonly fields?: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  /** The handler, if the package is not a middleware. */
  readonly run?: (exchange: Exchange) => unknown;
  readonly answer: Answer;
  /** The answer with an option of `errorHandler`, as a user writes it. */
  readonly option?: {
    readonly text: string;
    readonly errors: ErrorHandlerOptions<never>;
    readonly answer: Answer;
  };
}

export const EXPRESS: readonly Framework[] = ['express4', 'express5'];
export const KOA: readonly Framework[] = ['koa2', 'koa3'];

export const JSON_BODY = { 'content-type': 'application/json' };

/** What no answer may hold. */
export const SECRET = 'hunter2';

/** The fields that only some answers have. */
export const ASKED = ['accept', 'allow', 'retry-after', 'www-authenticate'] as const;
