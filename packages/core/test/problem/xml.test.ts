import { describe, expect, it } from 'vitest';
import { xmlOf } from '../../src/problem/xml.ts';

const document = { type: 'about:blank', title: 'Conflict', status: 409 };
const inside = (members: Record<string, unknown>): string =>
  /<status>409<\/status>(.*)<\/problem>\n$/s.exec(xmlOf({ ...document, ...members } as never))?.[1] ??
  'no match';

describe('a problem document as XML (RFC 9457 appendix B)', () => {
  it('has the namespace that the RFC kept', () => {
    expect(xmlOf(document)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<problem xmlns="urn:ietf:rfc:7807">' +
        '<type>about:blank</type><title>Conflict</title><status>409</status></problem>\n',
    );
  });

  it.each([
    [
      'text with markup',
      { detail: '<b>&amp;</b> ]]>' },
      '<detail>&lt;b&gt;&amp;amp;&lt;/b&gt; ]]&gt;</detail>',
    ],
    ['a list, with <i> for each element', { errors: [1, 'a'] }, '<errors><i>1</i><i>a</i></errors>'],
    ['a list of lists', { a1: [[1], []] }, '<a1><i><i>1</i></i><i></i></a1>'],
    ['members of members', { current: { id: 7, ok: true } }, '<current><id>7</id><ok>true</ok></current>'],
    ['a date, as JSON has it', { since: new Date(0) }, '<since>1970-01-01T00:00:00.000Z</since>'],
    ['null, which has no form', { current: null }, ''],
    [
      'what XML 1.0 cannot hold, not even escaped',
      { detail: 'a\u0000b\u001bc\ud800d\uffff' },
      '<detail>a\ufffdb\ufffdc\ufffdd\ufffd</detail>',
    ],
    ['a carriage return, which a parser would normalise', { detail: 'a\r\nb' }, '<detail>a&#13;\nb</detail>'],
    ['letters beyond ASCII', { größe: 'ä' }, '<größe>ä</größe>'],
  ])('holds %s', (_what, members, expected) => {
    expect(inside(members)).toBe(expected);
  });

  it.each(['1st', '-x', 'a b', 'a:b', 'a><b', '', 'a=b', '.x'])(
    'leaves out a member named %j, which is no XML name',
    (name) => {
      expect(inside({ [name]: 'x' })).toBe('');
    },
  );
});
