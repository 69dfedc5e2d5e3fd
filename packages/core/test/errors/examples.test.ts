import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as core from '../../src/index.ts';
import { HttpError } from '../../src/index.ts';

const folder = new URL('../../src/errors/', import.meta.url);

/** Each `throw new …;` on a line of its own in the doc comments of this folder. */
const examples = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^ \* (throw new (\w+)\(.*\);)$/gm)].map(
      ([, code = '', name = '']) => ({ file, code, name }),
    ),
  );

/** What the examples take for granted. */
const around = {
  cause: new Error('behind it'),
  config: { requiredFields: ['If-Match'] },
  file: { size: 1234 },
  maintenance: { end: new Date(Date.now() + 60_000) },
  note: { id: 7, text: 'hello' },
};

it('are there, one for each class', () => {
  const classes = Object.values(core).filter(
    (value) => typeof value === 'function' && Object.hasOwn(value, 'tag') && value !== HttpError,
  );
  const shown = new Set(examples.map(({ name }) => name));
  expect(classes.map((one) => (one as { name: string }).name).filter((name) => !shown.has(name))).toEqual([]);
});

it.each(examples)('$file: $code', ({ code, name }) => {
  const scope = { ...core, ...around };
  const run = new Function(...Object.keys(scope), code);
  let thrown: unknown;
  try {
    run(...Object.values(scope));
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(HttpError);
  expect((thrown as HttpError).name).toBe(name);
});
