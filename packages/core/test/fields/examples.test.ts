import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as fields from '../../src/fields/index.ts';

const folder = new URL('../../src/fields/', import.meta.url);

/** Each line of the form `call(); // what it gives` in the doc comments of this folder that calls a public function. */
const examples = readdirSync(folder).flatMap((file) =>
  [
    ...readFileSync(new URL(file, folder), 'utf8').matchAll(/^ \* (([a-zA-Z]+)\(.*\).*?); \/\/ (.+)$/gm),
  ].flatMap(([, call = '', name = '', result = '']) => (name in fields ? [{ file, call, result }] : [])),
);

it('are there', () => {
  expect(examples.length).toBeGreaterThan(30);
});

it.each(examples)('$file: $call', ({ call, result }) => {
  const evaluate = (code: string): unknown =>
    new Function(...Object.keys(fields), `return (${code})`)(...Object.values(fields));
  expect(evaluate(call)).toEqual(evaluate(result));
});
