import boom from '@hapi/boom';
import {
  BadRequest,
  Conflict,
  HttpError,
  InternalServerError,
  MethodNotAllowed,
  NotFound,
  TooManyRequests,
  Unauthorized,
} from '@statuskit/core';
import { createError } from '../../untyped.ts';

/** One way to make an error. */
export interface Maker {
  readonly says: string;
  readonly make: () => unknown;
  readonly group: 'bare' | 'ours' | 'ours, with data' | 'others';
  /** The status it means: a 5xx keeps the full stack. */
  readonly status: number;
}

// What is left of an error class when nothing is asked of it but a status.
class BareError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

class BareNotFound extends BareError {
  constructor(message: string) {
    super(404, message);
  }
}

class BareInternalServerError extends BareError {
  constructor(message: string) {
    super(500, message);
  }
}

class NoSuchNote extends HttpError<404> {
  constructor(detail: string) {
    super(404, { detail });
  }
}

const DETAIL = 'No note has this id';
const NOTE = { id: 7, title: 'Shopping', text: 'Milk', updatedAt: '2026-01-02T03:04:05Z' };

/** The first bare one is what a 4xx is held against, the second a 5xx. */
export const MAKERS: readonly Maker[] = [
  { says: 'bare base and leaf class, 4xx', make: () => new BareNotFound(DETAIL), group: 'bare', status: 404 },
  { says: 'the same again (A/A)', make: () => new BareNotFound(DETAIL), group: 'bare', status: 404 },
  {
    says: 'bare base and leaf class, 5xx',
    make: () => new BareInternalServerError(DETAIL),
    group: 'bare',
    status: 500,
  },
  { says: 'new NotFound()', make: () => new NotFound(), group: 'ours', status: 404 },
  { says: 'new NotFound(detail)', make: () => new NotFound(DETAIL), group: 'ours', status: 404 },
  { says: 'a subclass with an init', make: () => new NoSuchNote(DETAIL), group: 'ours', status: 404 },
  {
    says: 'new InternalServerError(log)',
    make: () => new InternalServerError(DETAIL),
    group: 'ours',
    status: 500,
  },
  {
    says: 'new MethodNotAllowed(methods)',
    make: () => new MethodNotAllowed(['GET', 'HEAD']),
    group: 'ours, with data',
    status: 405,
  },
  {
    says: 'new TooManyRequests(wait)',
    make: () => new TooManyRequests({ seconds: 30 }),
    group: 'ours, with data',
    status: 429,
  },
  {
    says: 'new Unauthorized(challenge)',
    make: () => new Unauthorized({ scheme: 'Bearer', params: { realm: 'api' } }),
    group: 'ours, with data',
    status: 401,
  },
  {
    says: 'new Conflict(state, { etag })',
    make: () => new Conflict(NOTE, { etag: '"v7"' }),
    group: 'ours, with data',
    status: 409,
  },
  {
    says: 'new BadRequest({ errors })',
    make: () => new BadRequest({ errors: [{ detail: 'expected a date', pointer: '#/updatedAt' }] }),
    group: 'ours, with data',
    status: 400,
  },
  {
    says: 'new createError.NotFound()',
    make: () => new createError.NotFound(),
    group: 'others',
    status: 404,
  },
  { says: 'createError(404)', make: () => createError(404), group: 'others', status: 404 },
  { says: 'createError(404, message)', make: () => createError(404, DETAIL), group: 'others', status: 404 },
  { says: 'boom.notFound(message)', make: () => boom.notFound(DETAIL), group: 'others', status: 404 },
];
