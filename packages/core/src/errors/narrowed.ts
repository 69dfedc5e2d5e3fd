import type { ErrorStatus } from '../status/names.ts';
import type { Conflict, PreconditionFailed, PreconditionRequired } from './current-state.ts';
import type { HttpError } from './http-error.ts';
import type { ContentTooLarge, RangeNotSatisfiable } from './sizes.ts';
import type { NotAcceptable } from './unsupported.ts';
import type { BadRequest, UnprocessableContent } from './validation.ts';
import type { ServiceUnavailable, TooManyRequests } from './waits.ts';

/** The classes that carry more than every error does, by status. */
interface Carrying {
  400: BadRequest;
  406: NotAcceptable;
  409: Conflict;
  412: PreconditionFailed;
  413: ContentTooLarge;
  416: RangeNotSatisfiable;
  422: UnprocessableContent;
  428: PreconditionRequired;
  429: TooManyRequests;
  503: ServiceUnavailable;
}

/** An error of any class, as a union over the statuses: a comparison of `status` narrows it to what that error carries. */
export type AnyHttpError = {
  [S in ErrorStatus]: S extends keyof Carrying ? Carrying[S] : HttpError<S>;
}[ErrorStatus];
