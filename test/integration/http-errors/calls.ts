import vm from 'node:vm';
import { BadGateway, NotFound, TooManyRequests } from '@statuskit/core';
import type real from 'http-errors';
import type { Difference } from './differences.ts';
import type { Facet } from './facets.ts';

/** Called with any arguments, as JavaScript does. */
export type Loose = ((...args: unknown[]) => unknown) &
  Record<string, (new (...args: unknown[]) => object) & ((...args: unknown[]) => unknown)> & {
    isHttpError: typeof real.isHttpError;
    HttpError: typeof real.HttpError;
  };

export interface Call {
  readonly name: string;
  /** An error or another value that is passed; made anew for each of the two. */
  readonly given?: () => object;
  readonly call: (createError: Loose, given: object) => unknown;
  readonly differs?: Partial<Readonly<Record<Facet, Difference>>>;
}

/** What wrapping an error that is no HttpError changes. */
const WRAPPED = {
  name: 'new-error',
  text: 'new-error',
  className: 'new-error',
  classes: 'new-error',
  isInstance: 'new-error',
  cause: 'new-error',
  isTheGiven: 'new-error',
  given: 'new-error',
} as const;

function error(message: string, members: object = {}): () => Error {
  return () => Object.assign(new Error(message), members);
}

const upstream = error('Request failed with status code 401', {
  status: 401,
  config: { headers: { authorization: 'secret' } },
  response: { status: 401 },
});

export const CALLS: readonly Call[] = [
  { name: 'nothing', call: (createError) => createError() },
  { name: 'a status', call: (createError) => createError(404) },
  { name: 'a status as a string is a message', call: (createError) => createError('404') },
  { name: 'a message', call: (createError) => createError('Broken') },
  { name: 'a 4xx and a message', call: (createError) => createError(404, 'No such note') },
  { name: 'a 5xx and a message', call: (createError) => createError(503, 'Pool is empty') },
  { name: 'an empty message', call: (createError) => createError(404, '') },
  { name: 'two messages', call: (createError) => createError(404, 'first', 'second') },
  { name: 'properties alone', call: (createError) => createError({ code: 'E' }) },
  { name: 'a message and properties', call: (createError) => createError('Broken', { code: 'E' }) },
  { name: 'properties and a message', call: (createError) => createError({ code: 'E' }, 'Broken') },
  { name: 'a status and properties', call: (createError) => createError(409, { current: { id: 7 } }) },
  { name: 'all three', call: (createError) => createError(403, 'Editors only', { code: 'E', role: 'x' }) },
  { name: 'all three, mixed up', call: (createError) => createError(403, { code: 'E' }, 'Editors only') },
  { name: 'two lots of properties', call: (createError) => createError(404, { a: 1 }, { b: 2 }) },
  { name: 'null as properties', call: (createError) => createError(404, null) },
  { name: 'a list as properties', call: (createError) => createError(404, ['a', 'b']) },
  { name: 'a Date as properties', call: (createError) => createError(404, new Date(0)) },
  {
    name: 'inherited properties',
    call: (createError) => createError(404, Object.create({ from: 'above' })),
  },
  {
    name: 'status and statusCode as properties are left out',
    call: (createError) => createError(404, 'x', { status: 500, statusCode: 500 }),
  },
  { name: 'expose: false', call: (createError) => createError(404, 'x', { expose: false }) },
  { name: 'expose: true', call: (createError) => createError(500, 'x', { expose: true }) },
  { name: 'message as a property', call: (createError) => createError(404, 'x', { message: 'y' }) },
  { name: 'name as a property', call: (createError) => createError(404, 'x', { name: 'Mine' }) },
  { name: 'stack as a property', call: (createError) => createError(404, 'x', { stack: 'none' }) },
  { name: 'cause as a property', call: (createError) => createError(500, 'x', { cause: 'why' }) },
  {
    name: 'names that statuskit uses as properties',
    call: (createError) =>
      createError(422, 'x', {
        type: 'entity.verify.failed',
        title: 't',
        detail: 'd',
        log: 'l',
        instance: 'i',
      }),
  },
  {
    name: 'more of them',
    call: (createError) => createError(400, 'x', { errors: [{ value: 1 }], extensions: 1, toString: 1 }),
  },
  {
    name: 'fields',
    call: (createError) => createError(429, 'x', { headers: { 'retry-after': '30' } }),
  },
  {
    name: 'fields with capitals',
    call: (createError) => createError(401, 'x', { headers: { 'WWW-Authenticate': 'Basic realm="a"' } }),
  },
  {
    name: 'fields that no field can hold',
    call: (createError) => createError(400, 'x', { headers: { 'x-a': 'a\r\nb', 'x b': 1 } }),
  },
  { name: 'fields that are none', call: (createError) => createError(400, 'x', { headers: 'none' }) },
  {
    name: '__proto__ as a property',
    call: (createError) => createError(404, 'x', JSON.parse('{"__proto__":{"polluted":true}}')),
    differs: { outcome: 'prototype-names' },
  },
  {
    name: 'constructor as a property',
    call: (createError) => createError(404, 'x', { constructor: 'mine' }),
    differs: { className: 'prototype-names', keys: 'prototype-names', members: 'prototype-names' },
  },

  { name: 'an unregistered 4xx', call: (createError) => createError(499) },
  { name: 'an unregistered 4xx and a message', call: (createError) => createError(499, 'Gone away') },
  { name: 'an unregistered 5xx', call: (createError) => createError(599, 'x') },
  { name: '418', call: (createError) => createError(418) },
  { name: '509', call: (createError) => createError(509) },
  { name: 'a redirect', call: (createError) => createError(302), differs: { notices: 'no-notice' } },
  {
    name: 'a success and a message',
    call: (createError) => createError(204, 'x'),
    differs: { notices: 'no-notice' },
  },
  { name: 'below 400, unknown', call: (createError) => createError(399), differs: { notices: 'no-notice' } },
  { name: '600', call: (createError) => createError(600, 'x'), differs: { notices: 'no-notice' } },
  { name: '0', call: (createError) => createError(0), differs: { notices: 'no-notice' } },
  { name: 'a negative number', call: (createError) => createError(-1), differs: { notices: 'no-notice' } },
  { name: 'Infinity', call: (createError) => createError(Infinity), differs: { notices: 'no-notice' } },
  {
    name: 'NaN',
    call: (createError) => createError(Number.NaN),
    differs: {
      status: 'whole-status',
      statusCode: 'whole-status',
      message: 'whole-status',
      name: 'whole-status',
      text: 'whole-status',
      className: 'whole-status',
      classes: 'whole-status',
      isInstance: 'whole-status',
      isHttpError: 'whole-status',
      keys: 'whole-status',
      members: 'whole-status',
    },
  },
  {
    name: 'a fraction',
    call: (createError) => createError(404.5, 'x'),
    differs: {
      status: 'whole-status',
      statusCode: 'whole-status',
      expose: 'whole-status',
      name: 'whole-status',
      text: 'whole-status',
      className: 'whole-status',
      classes: 'whole-status',
      keys: 'whole-status',
      members: 'whole-status',
    },
  },

  {
    name: 'undefined',
    call: (createError) => createError(404, undefined),
    differs: { refusal: 'own-words' },
  },
  { name: 'a boolean', call: (createError) => createError(404, true), differs: { refusal: 'own-words' } },
  { name: 'a function', call: (createError) => createError(() => {}), differs: { refusal: 'own-words' } },
  {
    name: 'a symbol',
    call: (createError) => createError(Symbol.iterator),
    differs: { refusal: 'own-words' },
  },
  { name: 'a bigint', call: (createError) => createError(404n), differs: { refusal: 'own-words' } },
  {
    name: 'the status second',
    call: (createError) => createError('x', 404),
    differs: { refusal: 'own-words' },
  },
  { name: 'two statuses', call: (createError) => createError(404, 500), differs: { refusal: 'own-words' } },

  {
    name: 'an error',
    given: error('Broken'),
    call: (createError, given) => createError(given),
    differs: WRAPPED,
  },
  {
    name: 'an error without a message',
    given: error(''),
    call: (createError, given) => createError(given),
    differs: WRAPPED,
  },
  {
    name: 'an error with a status',
    given: error('No such note', { status: 404 }),
    call: (createError, given) => createError(given),
    differs: WRAPPED,
  },
  {
    name: 'an error with a statusCode',
    given: error('No such note', { statusCode: 404 }),
    call: (createError, given) => createError(given),
    differs: WRAPPED,
  },
  {
    name: 'an error with a status that is a word',
    given: error('x', { status: 'ENOENT' }),
    call: (createError, given) => createError(given),
    differs: WRAPPED,
  },
  {
    name: 'an error with a status that is none',
    given: error('x', { status: -1 }),
    call: (createError, given) => createError(given),
    differs: { ...WRAPPED, notices: 'no-notice' },
  },
  {
    name: 'an error with a status of success',
    given: error('x', { status: 200 }),
    call: (createError, given) => createError(given),
    differs: { cause: 'new-error', isTheGiven: 'new-error', given: 'new-error', notices: 'no-notice' },
  },
  {
    name: 'a status and an error',
    given: error('Broken'),
    call: (createError, given) => createError(404, given),
    differs: WRAPPED,
  },
  {
    name: 'a status, an error and properties',
    given: error('no such file /srv/a', { code: 'ENOENT', path: '/srv/a' }),
    call: (createError, given) => createError(404, given, { expose: false }),
    differs: WRAPPED,
  },
  {
    name: 'a status, an error and a message, which is ignored',
    given: error('Broken'),
    call: (createError, given) => createError(404, given, 'Shown?'),
    differs: WRAPPED,
  },
  {
    name: 'an error of another class',
    given: () => new SyntaxError('Unexpected end'),
    call: (createError, given) => createError(400, given),
    differs: WRAPPED,
  },
  {
    name: 'an error that carries fields',
    given: error('x', { headers: { 'retry-after': '5' } }),
    call: (createError, given) => createError(503, given),
    differs: { ...WRAPPED, headers: 'foreign-fields', keys: 'foreign-fields', members: 'foreign-fields' },
  },
  {
    name: 'two errors: the later one',
    given: error('first', { status: 404 }),
    call: (createError, given) => createError(given, new Error('second')),
    differs: {
      name: 'new-error',
      text: 'new-error',
      className: 'new-error',
      classes: 'new-error',
      isInstance: 'new-error',
      cause: 'new-error',
    },
  },
  {
    name: 'a status that the error contradicts',
    given: error('x', { status: 401, statusCode: 401 }),
    call: (createError, given) => createError(502, given),
    differs: {
      ...WRAPPED,
      status: 'status-wins',
      statusCode: 'status-wins',
      expose: 'status-wins',
      members: 'status-wins',
    },
  },
  {
    name: 'a status that the error of an HTTP client contradicts',
    given: upstream,
    call: (createError, given) => createError(502, given),
    differs: {
      ...WRAPPED,
      status: 'status-wins',
      statusCode: 'status-wins',
      expose: 'status-wins',
      keys: 'upstream',
      members: 'upstream',
    },
  },
  {
    name: 'the error of an HTTP client alone',
    given: upstream,
    call: (createError, given) => createError(given),
    differs: {
      ...WRAPPED,
      status: 'upstream',
      statusCode: 'upstream',
      expose: 'upstream',
      keys: 'upstream',
      members: 'upstream',
    },
  },
  {
    name: 'a frozen error',
    given: () => Object.freeze(new Error('x')),
    call: (createError, given) => createError(404, given),
    differs: { outcome: 'new-error' },
  },
  {
    name: 'an error of another realm',
    given: () => vm.runInNewContext("new Error('from afar')") as object,
    call: (createError, given) => createError(404, given),
    differs: {
      message: 'other-realm',
      text: 'other-realm',
      cause: 'other-realm',
      keys: 'other-realm',
      members: 'other-realm',
    },
  },
  {
    name: 'an HttpError again',
    call: (createError) => {
      const first = createError(404, 'x');
      return createError(first) === first;
    },
  },
  {
    name: 'an HttpError again, with the same status',
    call: (createError) => {
      const first = createError(404, 'x');
      return createError(404, first) === first;
    },
  },
  {
    name: 'an HttpError and properties',
    call: (createError) => createError(createError(404, 'x', { expose: false }), { code: 'E' }),
    differs: { cause: 'new-error' },
  },
  {
    name: 'an HttpError and another status',
    call: (createError) => createError(500, createError(404, 'x')),
    differs: {
      status: 'status-wins',
      statusCode: 'status-wins',
      expose: 'status-wins',
      name: 'status-wins',
      text: 'status-wins',
      className: 'status-wins',
      classes: 'status-wins',
      keys: 'status-wins',
      members: 'status-wins',
      cause: 'new-error',
    },
  },
  {
    name: 'an error that hides its message',
    given: error('secret', { status: 404, statusCode: 404, expose: false }),
    call: (createError, given) => createError(given),
    differs: { ...WRAPPED, expose: 'expose-kept', members: 'expose-kept' },
  },

  { name: 'new by name', call: ({ NotFound }) => NotFound && new NotFound() },
  { name: 'new by name, a message', call: ({ NotFound }) => NotFound && new NotFound('x') },
  { name: 'new by name, an empty message', call: ({ NotFound }) => NotFound && new NotFound('') },
  { name: 'new by name, null', call: ({ NotFound }) => NotFound && new NotFound(null) },
  { name: 'new by name, a number', call: ({ NotFound }) => NotFound && new NotFound(12) },
  { name: 'new by name, an object', call: ({ NotFound }) => NotFound && new NotFound({ a: 1 }) },
  { name: 'new by name, a symbol', call: ({ NotFound }) => NotFound && new NotFound(Symbol.iterator) },
  { name: 'new by number', call: (createError) => createError['409'] && new createError['409']('x') },
  { name: 'by name without new', call: (createError) => createError['Gone']?.('x') },
  { name: 'new of a 5xx', call: ({ BadGateway }) => BadGateway && new BadGateway('x') },
  { name: 'an old name', call: ({ PayloadTooLarge }) => PayloadTooLarge && new PayloadTooLarge() },
  { name: 'another old name', call: ({ UnprocessableEntity }) => UnprocessableEntity?.() },
  { name: 'an odd name', call: ({ ImATeapot }) => ImATeapot && new ImATeapot() },
  {
    name: 'the name with Error',
    call: ({ InternalServerError }) => InternalServerError && new InternalServerError(),
  },
  {
    name: 'the abstract one',
    call: (createError) => new createError.HttpError(),
    differs: { refusal: 'own-words' },
  },
  {
    name: 'the abstract one without new',
    call: (createError) => createError.HttpError(),
    differs: { refusal: 'own-words' },
  },
  {
    name: 'a name of http-errors 1',
    call: ({ UnorderedCollection }) => typeof UnorderedCollection,
    differs: { plain: 'old-names' },
  },
  {
    name: 'an odd name of http-errors 1',
    call: (createError) => typeof createError["I'mateapot"],
    differs: { plain: 'old-names' },
  },
  {
    name: 'a subclass',
    call: (createError) => {
      const { NotFound } = createError;
      if (NotFound === undefined) return undefined;
      class NoteNotFound extends NotFound {
        readonly id = 7;
        describe(): string {
          return 'note 7';
        }
      }
      const one = new NoteNotFound('x') as InstanceType<typeof NoteNotFound>;
      return [one instanceof NoteNotFound, one.describe?.(), one.id, String(one)].join();
    },
    differs: { plain: 'subclasses' },
  },

  { name: 'isHttpError of nothing', call: (createError) => createError.isHttpError(undefined) },
  { name: 'isHttpError of null', call: (createError) => createError.isHttpError(null) },
  { name: 'isHttpError of a string', call: (createError) => createError.isHttpError('x') },
  { name: 'isHttpError of an error', call: (createError) => createError.isHttpError(new Error('x')) },
  {
    name: 'isHttpError of an object of the shape',
    call: (createError) => createError.isHttpError({ status: 404, statusCode: 404, expose: true }),
  },
  {
    name: 'isHttpError of an error of the shape',
    call: (createError) =>
      createError.isHttpError(error('x', { status: 404, statusCode: 404, expose: true })()),
  },
  {
    name: 'isHttpError of an error that contradicts itself',
    call: (createError) =>
      createError.isHttpError(error('x', { status: 404, statusCode: 500, expose: true })()),
  },
  {
    name: 'isHttpError of an error without expose',
    call: (createError) => createError.isHttpError(error('x', { status: 404, statusCode: 404 })()),
  },
  { name: 'isHttpError of one of statuskit', call: (createError) => createError.isHttpError(new NotFound()) },
  {
    name: 'one of statuskit is an instance',
    call: (createError) => new BadGateway() instanceof createError.HttpError,
    differs: { plain: 'statuskit-classes' },
  },
  {
    name: 'one of statuskit is an instance of the class of its status',
    call: ({ TooManyRequests: Theirs }) => Theirs && new TooManyRequests('unknown') instanceof Theirs,
    differs: { plain: 'statuskit-classes' },
  },
  {
    name: 'an instance of no other class',
    call: ({ Gone }) => Gone && new NotFound() instanceof Gone,
  },
];
