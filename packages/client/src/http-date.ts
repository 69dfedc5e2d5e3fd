/*
 * The dates of HTTP, small. Core's parser of the same forms is three times as fast, since servers read dates with each request,
 * and five times as large. A test compares the two.
 *
 * The older forms are rewritten as an IMF-fixdate. The platform parses that, and much else, so a date is valid only if the platform
 * writes it in the same way.
 */

const OLD = /^(Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day, (\d+)-(\w+)-(\d\d) /;

/**
 * Returns the time of a date in any of the three forms of RFC 9110 §5.6.7; NaN if the text is not a valid date from the year 100
 * on.
 */
export function timeOfDate(text: string, nowMs: number): number {
  // A year of two digits is the latest of these that is not more than 50 years ahead.
  const last = new Date(nowMs).getUTCFullYear() + 50;
  const imf = text
    .replace(
      OLD,
      (_, weekday, day, month, year) =>
        `${weekday.slice(0, 3)}, ${day} ${month} ${last - ((last - year) % 100)} `,
    )
    .replace(/^(\w+ \w+ ) (?=\d )/, '$10')
    .replace(/^(\w+) (\w+) (\d+) (\S+) (\d{4})$/, '$1, $3 $2 $5 $4 GMT');
  // A leap second is the second after it.
  const plain = imf.replace(':60 GMT', ':59 GMT');
  const time = Date.parse(plain);
  if (new Date(time).toUTCString() !== plain) return Number.NaN;
  return plain === imf ? time : time + 1000;
}
