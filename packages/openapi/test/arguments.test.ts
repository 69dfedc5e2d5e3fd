import { Conflict, HttpError, InternalServerError, NotFound, TooManyRequests } from '@statuskit/core';
import { describe, expect, it } from 'vitest';
import {
  conditionalParameters,
  idempotencyKeyParameter,
  problemComponents,
  rateLimitHeaders,
  responsesOf,
} from '../src/index.ts';

class SoldOut extends HttpError<409> {
  constructor(sku: string) {
    super(409, `${sku} is sold out`);
  }
}
class Busy extends TooManyRequests {
  constructor() {
    super({ seconds: 1 }, { type: 'https://example.org/busy', title: 'Busy' });
  }
}

const cycle: { self?: unknown } = {};
cycle.self = cycle;

const validator = { '~standard': { version: 1, vendor: 'mine', validate() {} } };

// Each with what the message has to say.
const ENTRIES: readonly (readonly [what: string, entries: unknown, message: RegExp])[] = [
  ['no list', NotFound, /^entries: expected a list, got a function$/],
  ['an error', [new NotFound()], /^entries\[0\]\.error: expected a class of errors such as NotFound/],
  ['a class of something else', [Date], /^entries\[0\]: expected a class of errors/],
  ['the base class', [HttpError], /^entries\[0\]: expected a class of errors/],
  ['null', [null], /^entries\[0\]: expected a class of errors, or \{ error \}, got null$/],
  [
    'a name that is no component',
    [{ error: NotFound, name: 'not found' }],
    /^entries\[0\]\.name: expected letters/,
  ],
  [
    'a text of the wrong type',
    [{ error: NotFound, description: 7 }],
    /^entries\[0\]\.description: expected a non-empty string, got 7$/,
  ],
  [
    'a state of a class that shows none',
    [{ error: NotFound, current: {} }],
    /^entries\[0\]\.error: expected Conflict or PreconditionFailed/,
  ],
  [
    'a schema that is text',
    [{ error: Conflict, current: 'Note' }],
    /^entries\[0\]\.current: expected a JSON Schema, an object, got "Note"$/,
  ],
  [
    'a schema that is a list',
    [{ error: Conflict, current: [] }],
    /^entries\[0\]\.current: expected a JSON Schema/,
  ],
  [
    'a schema without a JSON form',
    [{ error: Conflict, current: cycle }],
    /^entries\[0\]\.current: expected a JSON Schema, got an object without a JSON form$/,
  ],
  [
    'a validator',
    [{ error: Conflict, current: validator }],
    /got a validator of mine; write .* z\.toJSONSchema\(schema\)/,
  ],
  [
    'an anchor',
    [{ error: Conflict, current: { properties: { a: { $ref: '#a' } } } }],
    /references of the form #\/\$defs\/NAME, got "#a"$/,
  ],
  [
    'extension members of another type',
    [{ error: NotFound, extensions: { type: 'string' } }],
    /^entries\[0\]\.extensions: expected the schema of an object/,
  ],
  [
    'a member of RFC 9457',
    [{ error: NotFound, extensions: { properties: { status: {} } } }],
    /RFC 9457 §3\.1, got "status"$/,
  ],
  [
    'members of a 500',
    [{ error: InternalServerError, extensions: { properties: { a: {} } } }],
    /^entries\[0\]\.extensions: expected none/,
  ],
  ['a class that only you can build', [SoldOut], /write \{ error: SoldOut, example: new SoldOut\(…\) \}$/],
  [
    'an example of another class',
    [{ error: NotFound, example: new Conflict('x') }],
    /^entries\[0\]\.example: expected an error of the class NotFound/,
  ],
  [
    'no example in a list',
    [{ error: NotFound, example: [] }],
    /^entries\[0\]\.example: expected at least one error/,
  ],
  [
    'two of one name',
    [Conflict, { error: Conflict, current: {} }],
    /two different components named Conflict; write \{ error, name \}$/,
  ],
  [
    'the name of any other error',
    [{ error: NotFound, name: 'Problem' }],
    /two different components named Problem/,
  ],
];

describe('entries that are not valid', () => {
  it.each(ENTRIES)('%s', (_what, entries, message) => {
    for (const make of [problemComponents, responsesOf] as const) {
      expect(() => make(entries as never)).toThrow(TypeError);
      expect(() => make(entries as never)).toThrow(message);
    }
  });

  it('the same entry twice is one', () => {
    expect(problemComponents([NotFound, { error: NotFound }])).toEqual(problemComponents([NotFound]));
    expect(responsesOf([NotFound, NotFound])).toEqual(responsesOf([NotFound]));
  });

  it('a class without parameters is built, and has the type that it sets', () => {
    const { responses, schemas } = problemComponents([Busy]);
    expect(responses['Busy']?.content['application/problem+json']?.example).toMatchObject({
      title: 'Busy',
      retryAfter: 1,
    });
    expect(schemas['Busy']).toMatchObject({ properties: { type: { const: 'https://example.org/busy' } } });
  });
});

const OPTIONS: readonly (readonly [
  what: string,
  run: () => unknown,
  type: typeof TypeError,
  message: RegExp,
])[] = [
  [
    'options',
    () => problemComponents([], null as never),
    TypeError,
    /^options: expected an object, got null$/,
  ],
  [
    'version',
    () => problemComponents([], { version: '2.0' as never }),
    TypeError,
    /^options\.version: expected '3\.0' or '3\.1', got "2\.0"$/,
  ],
  [
    'version of an operation',
    () => responsesOf([], { version: 3.1 as never }),
    TypeError,
    /^options\.version/,
  ],
  [
    'default',
    () => responsesOf([], { default: 'yes' as never }),
    TypeError,
    /^options\.default: expected a boolean, got "yes"$/,
  ],
  [
    'fields',
    () => conditionalParameters({ fields: ['Accept' as never] }),
    TypeError,
    /^options\.fields: expected names among If-Match/,
  ],
  [
    'fields as text',
    () => conditionalParameters({ fields: 'If-Match' as never }),
    TypeError,
    /^options\.fields: expected a list/,
  ],
  ['required', () => conditionalParameters({ required: [true as never] }), TypeError, /^options\.required/],
  [
    'ranges',
    () => conditionalParameters({ ranges: 1 as never }),
    TypeError,
    /^options\.ranges: expected a boolean/,
  ],
  [
    'version of parameters',
    () => conditionalParameters({ version: '3' as never }),
    TypeError,
    /^options\.version/,
  ],
  [
    'field of the key',
    () => idempotencyKeyParameter({ field: 'a b' }),
    TypeError,
    /^options\.field: expected a field name/,
  ],
  ['required key', () => idempotencyKeyParameter({ required: 1 as never }), TypeError, /^options\.required/],
  [
    'length as text',
    () => idempotencyKeyParameter({ maxKeyLength: '9' as never }),
    TypeError,
    /^options\.maxKeyLength/,
  ],
  [
    'length',
    () => idempotencyKeyParameter({ maxKeyLength: 0 }),
    RangeError,
    /^options\.maxKeyLength: expected an integer of at least 1, got 0$/,
  ],
  ['policies', () => rateLimitHeaders([]), TypeError, /^policies: expected a list of 1 to 16 policies/],
  [
    'quota',
    () => rateLimitHeaders([{ name: 'a', quota: -1, windowSeconds: 1 }]),
    RangeError,
    /quota: expected an integer/,
  ],
  [
    'form',
    () => rateLimitHeaders(undefined, { form: 'draft-1' as never }),
    TypeError,
    /^fields: expected one of/,
  ],
  [
    'version of headers',
    () => rateLimitHeaders(undefined, { version: '' as never }),
    TypeError,
    /^options\.version/,
  ],
];

describe('options that are not valid', () => {
  it.each(OPTIONS)('%s', (_what, run, type, message) => {
    expect(run).toThrow(type);
    expect(run).toThrow(message);
  });
});
