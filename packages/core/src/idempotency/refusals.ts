import { Conflict } from '../errors/current-state.ts';
import type { HttpError } from '../errors/http-error.ts';
import { errorFromStatus } from '../errors/understand/from-status.ts';
import { BadRequest, UnprocessableContent } from '../errors/validation.ts';
import { ServiceUnavailable } from '../errors/waits.ts';
import { formatLink } from '../fields/link.ts';
import type { StoredResponse } from './store.ts';

/** The refusals of one field: each names it in `errors[].header`, so that a program knows what was refused. */
export interface Refusals {
  malformed(why: string): HttpError;
  running(): HttpError;
  reused(): HttpError;
  tooLarge(response: StoredResponse): HttpError;
  unread(): HttpError;
  unanswered(cause: unknown): HttpError;
}

// The draft says no more than 409; how long the first request will take nobody knows.
const RETRY_AFTER_SECONDS = '1';

export function refusals(field: string, documentation: string | undefined): Refusals {
  const headers: Record<string, string> =
    documentation === undefined
      ? {}
      : { link: formatLink(new URL(documentation).href, { rel: 'describedby', type: 'text/html' }) };
  const errors = (detail: string): { detail: string; header: string }[] => [{ detail, header: field }];

  return {
    malformed: (why) => new BadRequest({ detail: `${field} ${why}`, errors: errors(why), headers }),
    running: () =>
      new Conflict('The first request with this key is still being processed', {
        headers: { ...headers, 'retry-after': RETRY_AFTER_SECONDS },
        extensions: { errors: errors('in use by a request that is still being processed') },
      }),
    reused: () =>
      new UnprocessableContent({
        detail: 'This key was used for another request; a new request needs a new key',
        errors: errors('was used for another request'),
        headers,
      }),
    tooLarge: ({ status, headers: { location } }) =>
      new Conflict('The request with this key has been processed; its response was too large to be kept', {
        headers,
        extensions: {
          errors: errors('has been used; the response was not kept'),
          original: { status, ...(typeof location === 'string' && { location }) },
        },
      }),
    unread: () => errorFromStatus(415, { detail: 'Content of this media type is not understood here' }, {}),
    unanswered: (cause) =>
      new ServiceUnavailable({ seconds: 1 }, { log: 'the idempotency store did not answer', cause }),
  };
}
