import { Conflict } from '../errors/current-state.ts';
import type { HttpError } from '../errors/http-error.ts';
import { errorFromStatus } from '../errors/understand/rule.ts';
import { BadRequest, UnprocessableContent } from '../errors/validation.ts';
import { ServiceUnavailable, TooManyRequests } from '../errors/waits.ts';
import { formatLink } from '../fields/link.ts';
import type { StoredResponse } from './store.ts';

/** The errors that refuse a request. Most name the field in `errors[].header`, so that a program can recognize them. */
export interface Refusals {
  /** 400: the field is missing or is not a key. */
  malformed(why: string): HttpError;
  /** 409: the first request with this key still runs. */
  running(): HttpError;
  /** 422: the first request with this key was a different one. */
  reused(): HttpError;
  /** 409: the first response was too large to be stored. */
  tooLarge(response: StoredResponse): HttpError;
  /** 415: no parser has read the content. */
  unread(): HttpError;
  /** 429: the caller already runs as many requests as one scope may. */
  limited(): HttpError;
  /** 503: the store did not answer. */
  unanswered(cause: unknown): HttpError;
}

// The draft only asks for a 409. How long the first request will take is unknown.
const RETRY_AFTER_SECONDS = 1;

/** The problem type of the 409 for a key whose first request still runs: repeat the same request with the same key. */
const KEY_IN_USE = 'https://www.npmjs.com/package/@statuskit/core#idempotency-key-in-use';

/** Returns the errors for a field; `documentation` is the URL of the page that they link to (draft §2.7). */
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
        type: KEY_IN_USE,
        title: 'Idempotency Key In Use',
        headers: { ...headers, 'retry-after': String(RETRY_AFTER_SECONDS) },
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
    limited: () =>
      new TooManyRequests(
        { seconds: RETRY_AFTER_SECONDS },
        {
          detail:
            'Too many requests with a key are being processed at the same time; wait for one of them to end',
        },
      ),
    unanswered: (cause) =>
      new ServiceUnavailable(
        { seconds: RETRY_AFTER_SECONDS },
        { log: 'the idempotency store did not answer', cause },
      ),
  };
}
