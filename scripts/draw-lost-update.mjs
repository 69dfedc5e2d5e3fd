// Draws docs/guides/images/lost-update.svg: two writers, without and with a condition. Run: node scripts/draw-lost-update.mjs
import { writeFileSync } from 'node:fs';

const INK = '#1f2933';
const FAINT = '#9aa5b1';
const BAD = '#b42318';
const GOOD = '#067647';
const WIDTH = 880;
const HEIGHT = 452;

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

function text(x, y, value, { anchor = 'middle', fill = INK, weight = 400, size = 13, mono = false } = {}) {
  const font = mono
    ? 'ui-monospace, Menlo, Consolas, monospace'
    : 'system-ui, Segoe UI, Helvetica, Arial, sans-serif';
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" font-family="${font}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escaped(value)}</text>`;
}

/** An arrow with its label above it. */
function arrow(from, to, y, label, { colour = INK, mono = true } = {}) {
  const tip = to > from ? -7 : 7;
  return [
    `<line x1="${from}" y1="${y}" x2="${to + tip / 2}" y2="${y}" stroke="${colour}" stroke-width="1.5"/>`,
    `<path d="M${to} ${y} l${tip} -4 v8 z" fill="${colour}"/>`,
    text((from + to) / 2, y - 6, label, { fill: colour, mono, size: 12 }),
  ].join('');
}

function panel(left, title, { anna, server, ben }, steps, verdict, colour) {
  const [a, s, b] = [left + 40, left + 210, left + 380];
  const bottom = 394;
  const parts = [text(left + 210, 28, title, { weight: 600, size: 15 })];
  for (const [x, name] of [
    [a, anna],
    [s, server],
    [b, ben],
  ]) {
    parts.push(text(x, 58, name, { weight: 600 }));
    parts.push(`<line x1="${x}" y1="68" x2="${x}" y2="${bottom}" stroke="${FAINT}" stroke-dasharray="3 4"/>`);
  }
  for (const [at, step] of steps.entries()) {
    const y = 98 + at * 38;
    const { from, to, label, tone } = step;
    const place = { a, s, b };
    parts.push(arrow(place[from], place[to], y, label, { colour: tone ?? INK }));
  }
  parts.push(text(left + 210, 424, verdict, { fill: colour, weight: 600, size: 14 }));
  return parts.join('\n');
}

const names = { anna: 'Anna', server: 'the note', ben: 'Ben' };
const without = [
  { from: 'a', to: 's', label: 'GET' },
  { from: 's', to: 'a', label: '200  ETag "3"' },
  { from: 'b', to: 's', label: 'GET' },
  { from: 's', to: 'b', label: '200  ETag "3"' },
  { from: 'b', to: 's', label: 'PUT  gate B12' },
  { from: 's', to: 'b', label: '200' },
  { from: 'a', to: 's', label: 'PUT  closed', tone: BAD },
  { from: 's', to: 'a', label: '200', tone: BAD },
];
const withCondition = [
  ...without.slice(0, 4),
  { from: 'b', to: 's', label: 'PUT  If-Match "3"' },
  { from: 's', to: 'b', label: '200  ETag "4"' },
  { from: 'a', to: 's', label: 'PUT  If-Match "3"', tone: GOOD },
  { from: 's', to: 'a', label: '412  with "4"', tone: GOOD },
];

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title desc">
<title id="title">A lost update, and how If-Match prevents it</title>
<desc id="desc">Anna and Ben both read version 3 of a note. Without a condition Ben's change is overwritten by Anna's, and nobody is told. With If-Match Anna's write is refused with 412 and shows her version 4.</desc>
<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#ffffff"/>
${panel(10, 'without a condition', names, without, "Ben's gate is gone, and nobody was told", BAD)}
<line x1="440" y1="16" x2="440" y2="${HEIGHT - 16}" stroke="${FAINT}"/>
${panel(450, 'with If-Match', names, withCondition, "Anna sees Ben's gate before she decides", GOOD)}
</svg>
`;

writeFileSync(new URL('../docs/guides/images/lost-update.svg', import.meta.url), svg);
