import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHttpDate, parseHttpDate } from '../../src/fields/http-date.ts';

const NOW = Date.UTC(2026, 5, 1);

describe('HTTP-date (RFC 9110 §5.6.7)', () => {
  it.each([
    ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
    ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
    ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37.000Z'],
    ['Wed Nov 16 08:49:37 1994', '1994-11-16T08:49:37.000Z'],
    ['Thu, 29 Feb 2024 00:00:00 GMT', '2024-02-29T00:00:00.000Z'],
    ['Sat, 31 Dec 2016 23:59:60 GMT', '2017-01-01T00:00:00.000Z'],
    ['Sat, 01 Jan 0000 00:00:00 GMT', '0000-01-01T00:00:00.000Z'],
    ['Fri, 31 Dec 9999 23:59:59 GMT', '9999-12-31T23:59:59.000Z'],
  ])('%s', (text, iso) => {
    expect(parseHttpDate(text, NOW)?.toISOString()).toBe(iso);
  });

  it.each([
    ['', 'nothing'],
    ['0', 'a number, as Expires has it'],
    ['2024-02-29T00:00:00Z', 'ISO 8601'],
    ['sun, 06 Nov 1994 08:49:37 GMT', 'lower case'],
    ['Sun, 06 NOV 1994 08:49:37 GMT', 'upper case'],
    ['Sun, 06 Nov 1994 08:49:37 gmt', 'lower-case zone'],
    ['Sun, 06 Nov 1994 08:49:37 UTC', 'another zone'],
    ['Sun, 06 Nov 1994 08:49:37 +0000', 'an offset'],
    ['Mon, 06 Nov 1994 08:49:37 GMT', 'the wrong weekday'],
    ['Sun, 6 Nov 1994 08:49:37 GMT', 'a day of one digit'],
    ['Sun, 06 Nov 94 08:49:37 GMT', 'a year of two digits'],
    ['Fri, 30 Feb 2024 00:00:00 GMT', 'a day that does not exist'],
    ['Wed, 29 Feb 2023 00:00:00 GMT', 'no leap year'],
    ['Thu, 00 Nov 1994 08:49:37 GMT', 'day 0'],
    ['Sun, 06 Nov 1994 24:00:00 GMT', 'hour 24'],
    ['Sun, 06 Nov 1994 08:60:37 GMT', 'minute 60'],
    ['Sun, 06 Nov 1994 08:49:61 GMT', 'second 61'],
    ['Sun, 06 Nov 1994  8:49:37 GMT', 'a padded hour'],
    ['Sun, 06 Nov 1994 08:49:37 GMT ', 'something behind'],
    ['Sun,  6 Nov 1994 08:49:37 GMT', 'a padded day'],
    ['Sunday, 06-Nov-94 08:49:37 GMT ', 'something behind the form of RFC 850'],
    ['Sunday, 06-Nov-1994 08:49:37 GMT', 'four digits where two belong'],
    ['Sun, 06-Nov-94 08:49:37 GMT', 'forms mixed'],
    ['Sun Nov 06 08:49:37 1994 GMT', 'asctime with a zone'],
    ['Mon Nov  6 08:49:37 1994', 'the wrong weekday in asctime'],
    ['Sun Nov  0 08:49:37 1994', 'day 0 in asctime'],
    ['Sun, +6 Nov 1994 08:49:37 GMT', 'a sign'],
    ['Sun, \u0660\u0666 Nov 1994 08:49:37 GMT', 'digits that are not ASCII'],
  ])('%j is refused: %s', (text) => {
    expect(parseHttpDate(text, NOW)).toBeUndefined();
  });

  it.each([
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    'Wed Nov 16 08:49:37 1994',
  ])('%s is refused with any one character replaced, whatever the weekday', (text) => {
    const weekday = /^[A-Za-z]+/.exec(text)?.[0] ?? '';
    const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
    for (let at = weekday.length; at < text.length; at++) {
      const spoilt = `${text.slice(0, at)}x${text.slice(at + 1)}`;
      for (const day of days) {
        const other = spoilt.replace(weekday, day.slice(0, weekday.length === 3 ? 3 : undefined));
        expect(parseHttpDate(other, NOW), other).toBeUndefined();
      }
    }
    expect(parseHttpDate(`x${text.slice(1)}`, NOW)).toBeUndefined();
  });

  it.each([
    // A day up to 50 years ahead of the clock is in the future, a later one in the past.
    ['Monday, 01-Jun-76 00:00:00 GMT', NOW, 2076],
    ['Tuesday, 01-Jun-76 00:00:01 GMT', NOW, 1976],
    ['Wednesday, 02-Jun-76 00:00:00 GMT', NOW, 1976],
    ['Monday, 01-Jun-76 00:00:30 GMT', NOW + 30_000, 2076],
    ['Tuesday, 01-Jun-76 00:00:31 GMT', NOW + 30_000, 1976],
    ['Saturday, 01-Jan-00 00:00:00 GMT', NOW, 2000],
    ['Friday, 01-Jan-10 00:00:00 GMT', Date.UTC(2099, 0, 1), 2110],
    ['Wednesday, 01-Jan-10 00:00:00 GMT', Date.UTC(2099, 0, 1), 2110],
  ])('%s, read at %i, is in %i or nowhere', (text, nowMs, year) => {
    const date = parseHttpDate(text, nowMs);
    const weekday = new Date(
      Date.UTC(year, Number(text.includes('Jun')) * 5, text.includes('02-') ? 2 : 1),
    ).getUTCDay();
    const named =
      ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'][weekday] ?? '';
    expect(date?.getUTCFullYear()).toBe(text.startsWith(named) ? year : undefined);
  });

  it('gives back each second that it wrote, in all three forms', () => {
    const seconds = fc.date({
      min: new Date('0000-01-01'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(seconds, (date) => {
        const whole = Math.floor(date.getTime() / 1000) * 1000;
        const text = formatHttpDate(date);
        expect(text).toHaveLength(29);
        expect(parseHttpDate(text, NOW)?.getTime()).toBe(whole);
        const [weekday, day = '', month, year, time] = text.split(' ');
        const asctime = `${weekday?.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`;
        expect(parseHttpDate(asctime, NOW)?.getTime()).toBe(whole);
      }),
    );
  });

  it('reads each day of the hundred years around the clock in the form of RFC 850', () => {
    const from = Date.UTC(1976, 5, 2);
    for (let ms = from; ms <= Date.UTC(2076, 5, 1); ms += 86_400_000) {
      const [, day, month, year] = formatHttpDate(new Date(ms)).split(' ');
      const weekday = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'][
        new Date(ms).getUTCDay()
      ];
      if (
        parseHttpDate(`${weekday}, ${day}-${month}-${year?.slice(2)} 00:00:00 GMT`, NOW)?.getTime() !== ms
      ) {
        expect.fail(new Date(ms).toISOString());
      }
    }
  });

  it('refuses to write what has no form', () => {
    for (const ms of [Number.NaN, 8.64e15, Date.UTC(10_000, 0, 1), -62_167_219_200_001]) {
      expect(() => formatHttpDate(new Date(ms))).toThrow(RangeError);
    }
    // @ts-expect-error a number is no Date
    expect(() => formatHttpDate(0)).toThrow(new TypeError('date: expected a Date, got 0'));
    expect(() => formatHttpDate(new Date(Number.NaN))).toThrow(
      'date: expected a valid date in the years 0 to 9999, got NaN ms',
    );
  });

  it('writes a Date of another realm', () => {
    expect(formatHttpDate(runInNewContext('new Date(0)'))).toBe('Thu, 01 Jan 1970 00:00:00 GMT');
  });
});
