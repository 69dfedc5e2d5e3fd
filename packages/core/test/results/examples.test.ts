import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as core from '../../src/index.ts';

const folder = new URL('../../src/results/', import.meta.url);

/** Each line of the examples in the doc comments of this folder. */
const examples = readdirSync(folder).flatMap((file) =>
  [...readFileSync(new URL(file, folder), 'utf8').matchAll(/@example\n((?:\s+\* .*\n)+)/g)].flatMap(
    ([, lines = '']) =>
      lines
        .split('\n')
        .map((line) => line.replace(/^\s+\* ?/, ''))
        .filter((line) => line !== '' && line !== '```ts' && line !== '```')
        .map((code) => ({ file, code })),
  ),
);

/** What the examples take for granted. */
const around = {
  job: { id: 1 },
  note: { id: 7, text: 'hello' },
  request: { query: { next: '//evil.example' } },
};

it('are there, one for each function', () => {
  const shown = examples.map(({ code }) => code).join('\n');
  for (const name of [
    'ok',
    'created',
    'created.here',
    'accepted',
    'jobStatus',
    'noContent',
    'resetContent',
    'notModified',
    'multiStatus',
    'batch',
    'page',
    'pageQuery',
    'cursorQuery',
    'encodeCursor',
    'decodeCursor',
    'seeOther',
    'found',
    'moved.permanently',
    'moved.temporarily',
    'redirect',
    'relocator',
    'preload',
    'preconnect',
    'isResult',
    'toReply',
  ]) {
    expect(shown).toContain(`${name}(`);
  }
});

it.each(examples)('$file: $code', ({ code }) => {
  const scope = { ...core, ...around };
  const [, expression = '', shown] = /^(.*?);(?: \/\/ (.*))?$/.exec(code) ?? [];
  const value: unknown = new Function(...Object.keys(scope), `return ${expression}`)(...Object.values(scope));
  if (shown === undefined || shown === '') return;
  if (/^\d+$/.test(shown) && core.isResult(value)) expect(String(value.status)).toBe(shown);
  else expect(value).toEqual(new Function(`return ${shown}`)());
});
