import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/problem/text.ts';

const problem = { type: 'about:blank', title: 'Not Found', status: 404 };

describe('the text for a terminal', () => {
  it.each([
    [problem, '404 Not Found\n'],
    [{ ...problem, detail: 'No such airport.' }, '404 Not Found\nNo such airport.\n'],
    [{ ...problem, detail: 'd', instance: 'urn:x' }, '404 Not Found\nd\nurn:x\n'],
    [{ ...problem, instance: 'urn:x' }, '404 Not Found\nurn:x\n'],
    [{ ...problem, balance: 'hidden' }, '404 Not Found\n'],
  ])('%j', (document, text) => {
    expect(textOf(document)).toBe(text);
  });

  it('lets no control character drive the terminal', () => {
    const all = Array.from({ length: 0xa0 }, (_none, code) => String.fromCharCode(code)).join('');
    for (const member of ['title', 'detail', 'instance']) {
      const text = textOf({ ...problem, [member]: all });
      expect([...text].filter((one) => one < ' ' && one !== '\n' && one !== '\t')).toEqual([]);
      expect([...text].filter((one) => one >= '\x7f' && one <= '\x9f')).toEqual([]);
    }
    expect(textOf({ ...problem, detail: '\x1b[31mred\x1b[0m' })).toContain('\ufffd[31mred\ufffd[0m');
  });

  it('keeps tabs, line feeds and letters of any script', () => {
    expect(textOf({ ...problem, detail: 'a\tb\nc é 日本 😀' })).toContain('a\tb\nc é 日本 😀');
  });
});
