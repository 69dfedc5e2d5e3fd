import { createError as create } from './create-error.ts';
import type * as forms from './types.ts';

/**
 * The drop-in for http-errors: the function, with its constructors on it and its types in its namespace.
 *
 * @example
 * ```ts
 * import createError from '@statuskit/core/http-errors';
 *
 * createError(404).status; // 404
 * ```
 */
const createError: forms.CreateError = create;

declare namespace createError {
  export type CreateHttpError = forms.CreateCall;
  export type HttpError<N extends number = number> = forms.CreatedError<N>;
  export type HttpErrorConstructor<N extends number = number> = forms.StatusConstructor<N>;
  export type IsHttpError = forms.IsCreated;
  export type NamedConstructors = forms.Constructors;
  export type UnknownError = forms.Extra;
}

export default createError;
