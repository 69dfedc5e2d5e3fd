// The small parsers of the client answer as core's do.
import {
  parseAllow as coreAllow,
  parseChallenges as coreChallenges,
  formatChallenge,
  formatLink,
  parseHttpDate,
  parseLink,
} from '@statuskit/core/fields';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextLink, parseAllow, parseChallenges } from '../src/fields.ts';
import { timeOfDate } from '../src/http-date.ts';

// What separates, opens and closes, so that few characters meet in many ways.
const PIECES = [
  'a',
  'Basic',
  'Digest',
  'realm',
  'x',
  'YWI=',
  '=',
  '==',
  '"',
  '\\',
  ',',
  ' ',
  '\t',
  ';',
  '<',
  '>',
  '\u00e9',
  '\u00a0',
  '\u0001',
  '\u{1f600}',
  'b-c',
  '/',
];
const junk = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((parts) => parts.join(''));
const latin1 = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 40,
});
const token = fc.constantFrom('realm', 'Charset', 'qop', 'a', 'rel', '__proto__', 'title');

describe('challenges', () => {
  const challenge = fc.oneof(
    fc.record({
      scheme: fc.constantFrom('Basic', 'Bearer'),
      params: fc
        .uniqueArray(fc.tuple(token, latin1), { selector: ([name]) => name.toLowerCase() })
        .map((all) => Object.fromEntries(all)),
    }),
    fc.record({
      scheme: fc.constant('Negotiate'),
      token68: fc.constantFrom('YWI=', 'a+b/c._~-==', '=a').filter((text) => text !== '=a'),
    }),
  );

  it('are those of core, for what servers write', () => {
    fc.assert(
      fc.property(fc.array(challenge, { maxLength: 4 }), (challenges) => {
        const value = challenges.map((one) => formatChallenge(one)).join(', ');
        expect(parseChallenges(value)).toEqual(coreChallenges(value));
      }),
    );
  });

  it('are those of core, for anything else', () => {
    fc.assert(
      fc.property(fc.oneof(junk, latin1), (value) => {
        expect(parseChallenges(value)).toEqual(coreChallenges(value));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    'Basic realm="a", , charset=x',
    'Basic ',
    'Basic \t',
    'Basic\trealm=x',
    'Basic realm = "a\\"b" , x="open, Digest y=z',
    'Basic realm="a\\',
    'a=b, Basic, c=d, e f, g=h',
    'Negotiate YWI= ',
    'Basic __proto__=x, realm=1, REALM=2',
  ])('%j', (value) => {
    expect(parseChallenges(value)).toEqual(coreChallenges(value));
  });
});

describe('Allow', () => {
  it('is that of core', () => {
    fc.assert(
      fc.property(fc.oneof(junk, latin1, fc.constantFrom('GET, HEAD', 'PUT,,GET ,GET', '', ' ')), (value) => {
        expect(parseAllow(value)).toEqual(coreAllow(value));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the next link', () => {
  const expected = (value: string): string | undefined =>
    parseLink(value).find(
      ({ params }) => /(^|\s)next(\s|$)/i.test(params['rel'] ?? '') && params['anchor'] === undefined,
    )?.target;

  it('is that of core, for what servers write', () => {
    const link = fc
      .tuple(
        fc.constantFrom('/a?b,c', '', 'https://e.example/?page=2', '/x;y'),
        fc.constantFrom('next', 'prev', 'NEXT last', 'nextish', 'first next'),
        fc.array(
          fc.tuple(
            fc.constantFrom('title', 'anchor', 'type'),
            fc.constantFrom('a, b', '<c>; rel="next"', 'say "hi"', ''),
          ),
          { maxLength: 2 },
        ),
      )
      .map(([target, rel, more]) => formatLink(target, { ...Object.fromEntries(more), rel }));
    fc.assert(
      fc.property(
        fc.array(link, { maxLength: 4 }),
        fc.constantFrom(', ', ',', ' ,\t', ',,'),
        (links, comma) => {
          const value = links.join(comma);
          expect(nextLink(value)).toBe(expected(value));
        },
      ),
    );
  });

  it.each([
    ['</a>; rel=next', '/a'],
    ['</a> ; rel = next ; type=text/html', '/a'],
    ['</a>;;rel="prev next";', '/a'],
    ['</a>; rel="next"; anchor="#x", </b>; rel=next', '/b'],
    ['</a>; rel=prev; rel=next', undefined],
    ['x </a>; rel=next', undefined],
    ['x="a, </b>; rel=next"', undefined],
    ['</a> junk; rel=next', undefined],
    ['</a>; title="x; rel=next', undefined],
    ['</a', undefined],
    ['', undefined],
  ])('%j', (value, target) => {
    expect(nextLink(value)).toBe(target);
    expect(expected(value)).toBe(target);
  });

  it('takes a hostile field in linear time', () => {
    const PIECES = [',', ' ', '"', '\\', '<', '<,', '; a', '; a=" ', '</a>; ', '\t;', 'a=', '=', '"\\'];
    for (const [piece, next] of PIECES.flatMap((one) => ['', '=', '"'].map((end) => [one, end] as const))) {
      const value = `a${piece.repeat(50_000)}${next.repeat(5)}`;
      const before = performance.now();
      nextLink(value);
      parseChallenges(value);
      parseAllow(value);
      expect(performance.now() - before).toBeLessThan(1000);
    }
  });
});

describe('dates', () => {
  const NOW = Date.UTC(2026, 5, 1);
  const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  const digits = (count: number) =>
    fc.integer({ min: 0, max: 10 ** count - 1 }).map((n) => String(n).padStart(count, '0'));

  it('are those of core, in all three forms, valid or not', () => {
    const date = fc.date({
      min: new Date('0100-01-01'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    const near = fc.date({ min: new Date('1960-01-01'), max: new Date('2110-01-01'), noInvalidDate: true });
    // One character of a valid date becomes another.
    const slip = fc.option(fc.tuple(fc.nat(30), fc.constantFrom('0', '6', '9', ' ', ':', 'x', '')), {
      nil: undefined,
    });
    fc.assert(
      fc.property(fc.oneof(date, near), slip, fc.constantFrom(0, 1, 2), (at, change, form) => {
        const imf = at.toUTCString();
        const [weekday = '', day = '', month, year = '', time] = imf.split(' ');
        const forms = [
          imf,
          `${weekday.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`,
          `${DAYS[at.getUTCDay()]}, ${day}-${month}-${year.slice(2)} ${time} GMT`,
        ];
        let text = forms[form] ?? '';
        if (change) text = text.slice(0, change[0]) + change[1] + text.slice(change[0] + 1);
        // Core knows which day of the year that is 50 years ahead is more than 50 years ahead.
        fc.pre(!text.includes('-76 '));
        const expected = parseHttpDate(text, NOW)?.getTime();
        // The platform takes the first hundred years for others.
        fc.pre(expected === undefined || expected > Date.UTC(100, 0, 1));
        expect(timeOfDate(text, NOW)).toBe(expected ?? Number.NaN);
      }),
      { numRuns: 5000 },
    );
  });

  it('of the form of RFC 850 are in the right century, whatever the clock: to the year', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DAYS),
        digits(2),
        fc.constantFrom('Jan', 'Feb', 'Jun', 'Dec', 'Foo'),
        digits(2),
        fc.integer({ min: 0, max: 9e12 }),
        (weekday, day, month, year, now) => {
          const text = `${weekday}, ${day}-${month}-${year} 00:00:00 GMT`;
          // Core knows which day of the year that is 50 years ahead is more than 50 years ahead.
          fc.pre((new Date(now).getUTCFullYear() + 50) % 100 !== Number(year));
          expect(timeOfDate(text, now)).toBe(parseHttpDate(text, now)?.getTime() ?? Number.NaN);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it.each([
    '',
    'Invalid Date',
    'Sat, 31 Dec 2016 23:59:60 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Mon, 07 Nov 1994 00:00:00 GMT',
    'Sun,  6 Nov 1994 08:49:37 GMT',
    'Sun Nov 06 08:49:37 1994',
    'Sun Nov  0 08:49:37 1994',
    'Sunday, 01-Jun-75 00:00:00 GMT',
    'Saturday, 01-Jun-75 00:00:00 GMT',
    'Tueday, 29-Feb-00 00:00:00 GMT',
    'Tuesday, 29-Feb-00 00:00:00 GMT',
  ])('%j', (text) => {
    for (const now of [NOW, Number.NaN, 8.64e15, Date.UTC(2060, 0, 1)]) {
      expect(timeOfDate(text, now)).toBe(parseHttpDate(text, now)?.getTime() ?? Number.NaN);
    }
  });
});
