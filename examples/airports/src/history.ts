/** What became of a code that is no longer in use. */
export type Retired = {
  /** The story in one sentence, for people. */
  readonly story: string;
  /** The day from which the code was of no more use, ISO 8601. */
  readonly since: string;
  /** The code that took its place, where one and the same airport goes on under it. */
  readonly successor?: string;
};

/** True stories, each with its source. */
export const retired: ReadonlyMap<string, Retired> = new Map<string, Retired>([
  [
    'TXL',
    {
      // https://www.berlin-airport.de/en/press/information-ber/portraet-ber/schliessung-txl/index.php: the last
      // departure, AF1235 to Paris, was on 8 November 2020.
      story: 'Berlin Tegel closed on 8 November 2020; Berlin flies from BER.',
      since: '2020-11-08',
    },
  ],
  [
    'THF',
    {
      // https://www.spiegel.de/international/germany/auf-wiedersehen-tempelhof-an-era-ends-with-closing-of-berlin-airport-a-587535.html
      // and https://reuters.screenocean.com/record/854706/media_id/847858: the last day was Thursday, 30 October 2008.
      story: 'Berlin Tempelhof closed on 30 October 2008; Berlin flies from BER.',
      since: '2008-10-30',
    },
  ],
  [
    'TSE',
    {
      // https://www.nur.kz/1859269-oficialno-smenilsa-kod-aeroporta-nur-sultana.html and
      // https://globtroter.info/kazachstan-zmiana-kodu-stolecznego-lotniska/: NQZ in place of TSE from 8 June 2020.
      story: 'The airport of the capital of Kazakhstan has had the code NQZ since 8 June 2020.',
      since: '2020-06-08',
      successor: 'NQZ',
    },
  ],
  [
    'SXF',
    {
      // https://www.aviation24.be/airports/berlin/sxf-becomes-ber-schonefeld-airport-is-now-ber-terminal-5/ and
      // https://aerotelegraph.com/sxf-ist-geschichte: on 25 October 2020 SXF became BER, the terminal its T5.
      story: 'Berlin Schönefeld became a part of Berlin Brandenburg, BER, on 25 October 2020.',
      since: '2020-10-25',
      successor: 'BER',
    },
  ],
]);

/** A code that nobody may be told about, and who says so. Both are invented for this demo. */
export const withheld: ReadonlyMap<string, string> = new Map([['QZX', 'https://airports.example/legal']]);

/** A code in each mixture of capital and small letters: those of airports are taken in any. */
function casings(code: string): string[] {
  const [first, ...rest] = code;
  if (first === undefined) return [''];
  const ends = casings(rest.join(''));
  return [first.toUpperCase(), first.toLowerCase()].flatMap((letter) => ends.map((end) => letter + end));
}

/** Where everything of an airport is that goes on under another code. */
export const relocated: Readonly<Record<string, string>> = Object.fromEntries(
  [...retired].flatMap(([code, { successor }]) =>
    successor === undefined
      ? []
      : casings(code).map((old) => [`/airports/${old}/*`, `/airports/${successor}/*`]),
  ),
);
