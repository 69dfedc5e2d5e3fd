import { expected } from '../arguments.ts';
import { isDigit } from './scan.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HALF_CENTURY = 50;

/**
 * Formats a date as IMF-fixdate, the only form that may be sent (RFC 9110 §5.6.7). Milliseconds are cut off.
 *
 * @throws {TypeError} If the value is not a Date.
 * @throws {RangeError} If the date is invalid, or outside the years 0 to 9999.
 *
 * @example
 * ```ts
 * formatHttpDate(new Date(784111777000)); // 'Sun, 06 Nov 1994 08:49:37 GMT'
 * ```
 */
export function formatHttpDate(date: Date): string {
  const ms = timeOf(date);
  if (ms === undefined) throw new TypeError(expected('date', 'a Date', date));
  const own = new Date(ms);
  const year = own.getUTCFullYear();
  if (!(year >= 0 && year <= 9999))
    throw new RangeError(`${expected('date', 'a valid date in the years 0 to 9999', ms)} ms`);
  // ECMAScript fixes this form, and it is IMF-fixdate for years of four digits.
  return own.toUTCString();
}

/**
 * Parses a date in any of the three forms of RFC 9110 §5.6.7. Returns undefined if the text has none of these forms, the day
 * does not exist, or the weekday is not that of the day.
 *
 * A leap second is the second after it.
 *
 * @param nowMs The clock, in milliseconds since 1970. It decides the century of a year of two digits. Default: the clock of the
 * system.
 *
 * @example
 * ```ts
 * parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT')?.getTime(); // 784111777000
 * parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT')?.getTime(); // 784111777000
 * parseHttpDate('Sun Nov  6 08:49:37 1994')?.getTime(); // 784111777000
 * parseHttpDate('Mon, 06 Nov 1994 08:49:37 GMT'); // undefined
 * ```
 */
export function parseHttpDate(text: string | null | undefined, nowMs: number = Date.now()): Date | undefined {
  if (text === null || text === undefined) return undefined;
  // The fourth character distinguishes the forms: "Sun,", "Sun " and "Sund".
  switch (text.charAt(3)) {
    case ',':
      return parseImfFixdate(text);
    case ' ':
      return parseAsctime(text);
    default:
      return parseRfc850(text, nowMs);
  }
}

/** Returns the time of a Date of any realm, which is NaN if the date is invalid, and undefined for any other value. */
export function timeOf(value: unknown): number | undefined {
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return undefined;
  }
}

interface Calendar {
  readonly weekday: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Seconds of the day; undefined if the text has no valid time. */
  readonly seconds: number | undefined;
}

function parseImfFixdate(text: string): Date | undefined {
  if (
    text.length !== 29 ||
    !has(text, 3, ', ') ||
    !has(text, 7, ' ') ||
    !has(text, 11, ' ') ||
    !has(text, 16, ' ')
  ) {
    return undefined;
  }
  if (!has(text, 25, ' GMT')) return undefined;
  return toDate({
    weekday: shortDay(text),
    day: digits(text, 5, 2),
    month: MONTHS.indexOf(text.slice(8, 11)),
    year: digits(text, 12, 4),
    seconds: timeOfDay(text, 17),
  });
}

function parseAsctime(text: string): Date | undefined {
  if (text.length !== 24 || !has(text, 7, ' ') || !has(text, 10, ' ') || !has(text, 19, ' '))
    return undefined;
  return toDate({
    weekday: shortDay(text),
    month: MONTHS.indexOf(text.slice(4, 7)),
    // asctime pads the day with a space, not with a zero.
    day: has(text, 8, ' ') ? digits(text, 9, 1) : digits(text, 8, 2),
    seconds: timeOfDay(text, 11),
    year: digits(text, 20, 4),
  });
}

function parseRfc850(text: string, nowMs: number): Date | undefined {
  const weekday = DAYS.findIndex((name) => text.startsWith(`${name}, `));
  const at = (DAYS[weekday]?.length ?? 0) + 2;
  if (text.length !== at + 22) return undefined;
  if (
    !has(text, at + 2, '-') ||
    !has(text, at + 6, '-') ||
    !has(text, at + 9, ' ') ||
    !has(text, at + 18, ' GMT')
  ) {
    return undefined;
  }
  const month = MONTHS.indexOf(text.slice(at + 3, at + 6));
  const day = digits(text, at, 2);
  const seconds = timeOfDay(text, at + 10);
  const shortYear = digits(text, at + 7, 2);
  if (shortYear < 0 || seconds === undefined) return undefined;

  // RFC 9110 §5.6.7: what appears to be more than 50 years ahead is the latest such year in the past.
  const limit = new Date(nowMs);
  limit.setUTCFullYear(limit.getUTCFullYear() + HALF_CENTURY);
  const century = Math.floor(limit.getUTCFullYear() / 100) * 100;
  const year = century + shortYear;
  const tooLate = midnight(year, month, day) + seconds * 1000 > limit.getTime();
  return toDate({ weekday, day, month, seconds, year: tooLate ? year - 100 : year });
}

function toDate({ weekday, year, month, day, seconds }: Calendar): Date | undefined {
  if (year < 0 || month < 0 || seconds === undefined) return undefined;
  const start = new Date(midnight(year, month, day));
  // A day past the end of its month has rolled over into the next, and day 0 or none into the one before.
  if (start.getUTCDate() !== day || start.getUTCDay() !== weekday) return undefined;
  return new Date(start.getTime() + seconds * 1000);
}

function midnight(year: number, month: number, day: number): number {
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  return new Date(0).setUTCFullYear(year, month, day);
}

function timeOfDay(text: string, at: number): number | undefined {
  const hours = digits(text, at, 2);
  const minutes = digits(text, at + 3, 2);
  const seconds = digits(text, at + 6, 2);
  if (!has(text, at + 2, ':') || !has(text, at + 5, ':') || hours < 0 || minutes < 0 || seconds < 0)
    return undefined;
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined; // 60: a leap second
  return (hours * 60 + minutes) * 60 + seconds;
}

function shortDay(text: string): number {
  const short = text.slice(0, 3);
  return DAYS.findIndex((name) => name.slice(0, 3) === short);
}

/** Returns the number in exactly `count` digits, or -1. */
function digits(text: string, at: number, count: number): number {
  let number = 0;
  for (let next = at; next < at + count; next++) {
    const code = text.charCodeAt(next);
    if (!isDigit(code)) return -1;
    number = number * 10 + code - 0x30;
  }
  return number;
}

function has(text: string, at: number, part: string): boolean {
  return text.startsWith(part, at);
}
