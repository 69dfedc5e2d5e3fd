import { expect, it } from 'vitest';
import { toHttpError } from '../../../src/index.ts';

// With `allErrors`, a client made ajv find 100,000 errors. All were read, 0.4 seconds long, of which 100 are shown.
const COUNT = 5000;

/** An error of each validator that found the same thing many times, and how often one of them was read. */
function found(one: Readonly<Record<string, unknown>>): {
  readonly list: unknown[];
  readonly reads: () => number;
} {
  let reads = 0;
  const list = Array.from({ length: COUNT }, (_, at) => ({
    ...one,
    get message() {
      reads++;
      return `is wrong at ${at}`;
    },
  }));
  return { list, reads: () => reads };
}

const LISTS: Readonly<Record<string, readonly [object, (list: unknown[]) => unknown]>> = {
  ajv: [{ keyword: 'type', instancePath: '/3', schemaPath: '#/type', params: {} }, (list) => list],
  'ajv, thrown': [
    { keyword: 'type', instancePath: '/3', schemaPath: '#/type', params: {} },
    (errors) => Object.assign(new Error('validation failed'), { ajv: true, validation: true, errors }),
  ],
  'zod and others': [
    { path: [3] },
    (issues) => Object.assign(new Error('invalid'), { name: 'ZodError', issues }),
  ],
  joi: [
    { path: [3], type: 'any.only' },
    (details) => Object.assign(new Error('invalid'), { isJoi: true, details }),
  ],
};

it.each(Object.entries(LISTS))('%s: what is not shown is counted, not read', (_name, [one, thrown]) => {
  const { list, reads } = found(one as Readonly<Record<string, unknown>>);
  const error = toHttpError(thrown(list));
  expect(error.toJSON()).toMatchObject({ status: 422, more: COUNT - 100 });
  expect(error.toJSON()['errors']).toHaveLength(100);
  expect(reads()).toBeGreaterThanOrEqual(100);
  expect(reads()).toBeLessThanOrEqual(300);
});
