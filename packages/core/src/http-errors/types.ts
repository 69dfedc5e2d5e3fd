import type { ConstructorName, NamedStatus } from './phrases.ts';

/** An error as {@link CreateError} makes it. Whatever was given as a property can be read from it. */
export interface CreatedError<N extends number = number> extends Error {
  status: N;
  statusCode: N;
  /** Whether handlers may show `message`. Default: true for a 4xx, false for a 5xx. */
  expose: boolean;
  /** Response fields. Default: undefined. */
  headers?: Record<string, string | string[]> | undefined;
  [property: string]: unknown;
}

/** What may follow the status: a message, an error to wrap, or properties. */
export type Extra = Error | string | object;

/** A constructor of errors of one status, with and without `new`. */
export interface StatusConstructor<N extends number = number> {
  (message?: string): CreatedError<N>;
  new (message?: string): CreatedError<N>;
}

/** The two ways to call {@link CreateError}. */
export interface CreateCall {
  <N extends number = number>(status: N, ...rest: Extra[]): CreatedError<N>;
  (...rest: Extra[]): CreatedError;
}

/** Whether a value is an HttpError: of statuskit, of this function, or of the same shape. */
export type IsCreated = (value: unknown) => value is CreatedError;

/** The constructors by number and by name. */
export type Constructors = { readonly [S in NamedStatus]: StatusConstructor<S> } & {
  readonly [S in NamedStatus as ConstructorName<S>]: StatusConstructor<S>;
} & {
  readonly HttpError: StatusConstructor;
  /** @deprecated The name of `TooEarly` in http-errors 1. */
  readonly UnorderedCollection: StatusConstructor<425>;
  /** @deprecated The name of `ImATeapot` in http-errors 1. */
  readonly "I'mateapot": StatusConstructor<418>;
};

/** The function with all that hangs on it. */
export type CreateError = CreateCall &
  Constructors & {
    readonly isHttpError: IsCreated;
    /** The function itself, for those who import it by name. */
    readonly createError: CreateCall & Constructors & { readonly isHttpError: IsCreated };
    /** The function itself, for compilers that read `.default` of what `require` returns. */
    readonly default: CreateCall & Constructors & { readonly isHttpError: IsCreated };
  };
