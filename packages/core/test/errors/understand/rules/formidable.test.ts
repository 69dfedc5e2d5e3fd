import { describe } from 'vitest';
import { formidable } from '../../../../src/errors/understand/rules/formidable.ts';
import { type Case, itAnswers, thrown, WITH_CONTENT, WITHOUT } from './cases.ts';

const error = (code: unknown, httpCode: unknown = 400) => thrown({ code, httpCode });
const large = (detail: string) => ({ status: 413, detail });
const bad = (detail: string) => ({ status: 400, detail });
const MALFORMED = bad('The form cannot be read.');

// The codes are those of formidable's FormidableError.js.
const CODES: readonly (readonly [number, object | undefined])[] = [
  [1000, undefined],
  [1002, undefined],
  [1003, MALFORMED],
  [1004, undefined],
  [1005, undefined],
  [1006, large('The value of a field is too long.')],
  [1007, large('The form has too many fields.')],
  [1008, bad('A file is empty, or too small.')],
  [1009, large('A file is too large.')],
  [1010, bad('A file is empty, or too small.')],
  [1011, MALFORMED],
  [1012, MALFORMED],
  [1013, MALFORMED],
  [1014, MALFORMED],
  [1015, large('The form has too many files.')],
  [1016, large('A file is too large.')],
  [1017, undefined],
];

describe('an error of formidable, by its code', () => {
  itAnswers(formidable, [
    ...CODES.flatMap(([code, answer]): Case[] => [
      [`${code}`, error(code), answer, WITH_CONTENT],
      [`${code}, where nothing is known`, error(code, 413), answer],
      [`${code} of a request without content`, error(code), undefined, WITHOUT],
    ]),
    ['another status is kept', error(1011, 415), { status: 415 }, WITH_CONTENT],
    ['a code that is text', error('1011'), undefined, WITH_CONTENT],
    ['no status', error(1011, null), undefined, WITH_CONTENT],
    ['parsed JSON', { code: 1011, httpCode: 400 }, undefined, WITH_CONTENT],
  ]);
});

describe('an upload that breaks off because the client has gone away is a 499', () => {
  itAnswers(formidable, [
    ['1002', error(1002), { status: 499 }, { aborted: true }],
    ['1002 with an open request', error(1002), undefined, { aborted: false }],
    ['another code', error(1011), MALFORMED, { aborted: true }],
  ]);
});
