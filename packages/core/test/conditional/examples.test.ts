import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as conditional from '../../src/conditional/index.ts';

const folder = new URL('../../src/conditional/', import.meta.url);

/** Each line of the form `call(); // what it gives` in the doc comments of this folder. */
const examples = readdirSync(folder).flatMap((file) =>
  [
    ...readFileSync(new URL(file, folder), 'utf8').matchAll(/^ +\* ((\w+)(?:\.\w+)?\(.*\).*?); \/\/ (.+)$/gm),
  ].map(([, call = '', name = '', result = '']) => ({ file, call, name, result })),
);

it('are there, one for each function at least', () => {
  const shown = new Set(examples.flatMap(({ call, name }) => [name, /^etag\.(\w+)/.exec(call)?.[1]]));
  const functions = [...Object.keys(conditional), ...Object.keys(conditional.etag)];
  // What throws and what is a class has its example where it is used.
  expect(functions.filter((name) => /^[a-z]/.test(name) && !shown.has(name))).toEqual([]);
});

it.each(examples)('$file: $call', ({ call, result }) => {
  const evaluate = (code: string): unknown =>
    new Function(...Object.keys(conditional), `return (${code})`)(...Object.values(conditional));
  expect(evaluate(call)).toEqual(evaluate(result));
});
