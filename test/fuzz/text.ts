/** A generator of numbers from 0 to 1 that repeats itself for the same seed (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed of its own for each target and round, so that one round can be repeated without those before it (FNV-1a). */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const char of parts.join(' ')) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return hash;
}

const below = (random: Random, limit: number): number => Math.floor(random() * limit);

function one<T>(random: Random, list: readonly T[]): T {
  const chosen = list[below(random, list.length)];
  if (chosen === undefined) throw new Error('an empty list');
  return chosen;
}

/** What means something to a parser, and what means nothing to any. */
const PIECES = [
  ...',;"\\ \t=<>/*:?-.%&#@[](){}~_0919azAZ',
  ...['\0', '\r\n', '\r', '\n', '\x7f', 'é', '\u00ff', '\u2028', '😀', '\ud800', '\udc00'],
  ...[
    'q=',
    'q=0.5',
    'q=1.0000',
    'W/"',
    '""',
    '\\"',
    '%00',
    '%2e%2e',
    '//',
    '/../',
    'http://a@b',
    'bytes=',
    'GMT',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'undefined',
    'null',
    'NaN',
    '1e999',
    '-0',
    '0x10',
    '9'.repeat(20),
  ],
];

function anything(random: Random): string {
  return Array.from({ length: below(random, 12) }, () =>
    random() < 0.8 ? one(random, PIECES) : String.fromCharCode(below(random, 0x10000)),
  ).join('');
}

const cut = (text: string, from: number, to: number, put = ''): string =>
  text.slice(0, from) + put + text.slice(to);

/** One change of a text: a piece goes, comes, moves in from another value, or is repeated. */
function mutate(random: Random, text: string, corpus: readonly string[]): string {
  const from = below(random, text.length + 1);
  const to = Math.min(text.length, from + below(random, 6));
  const kind = below(random, 6);
  if (kind === 0) return cut(text, from, to);
  if (kind === 1) return cut(text, from, from, one(random, PIECES));
  if (kind === 2) return cut(text, from, to, one(random, PIECES));
  if (kind === 3) return cut(text, from, from, text.slice(from, to).repeat(below(random, 5)));
  if (kind === 4) return text.slice(0, from) + one(random, corpus).slice(below(random, 10));
  const at = text.charCodeAt(from);
  return Number.isNaN(at)
    ? text
    : cut(text, from, from + 1, String.fromCharCode(at ^ (1 << below(random, 8))));
}

/** A text for a round: mostly a valid value that was changed a few times, else random. */
export function textOf(random: Random, corpus: readonly string[]): string {
  if (random() < 0.15) return anything(random);
  let text = one(random, corpus);
  for (let left = below(random, 5); left > 0; left--) text = mutate(random, text, corpus);
  return text;
}

/** A text of a length that only an attacker sends: something short, repeated, after the beginning of a valid value. */
export function longText(random: Random, corpus: readonly string[], length: number): string {
  const value = one(random, corpus);
  const from = below(random, value.length);
  const unit = random() < 0.5 ? anything(random) : value.slice(from, from + 1 + below(random, 12));
  const head = random() < 0.5 ? value : '';
  return head + (unit || ',').repeat(Math.ceil(length / (unit.length || 1))).slice(0, length);
}
