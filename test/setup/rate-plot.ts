// The plot of docs/guides/rate-limits.md: what each algorithm lets through, asked of the real limiter. `pnpm run docs` writes
// it; a test compares it.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type RateAlgorithm, rateLimiter } from '@statuskit/core/rate-limit';

const QUOTA = 20;
const WINDOW_SECONDS = 60;
const END_SECONDS = 180;
const STEP_MS = 250;

/** Where the client begins to knock four times a second; before that it has come once, at 0. */
const BUSY_FROM_SECONDS = 50;

const LINES: readonly (readonly [algorithm: RateAlgorithm, colour: string, dashes: string])[] = [
  ['fixed-window', '#b42318', '7 3'],
  ['gcra', '#175cd3', ''],
  ['strict', '#067647', '2 3'],
];

/** When a request was admitted, in seconds. */
export function admittedAt(algorithm: RateAlgorithm): number[] {
  let nowMs = 0;
  const limiter = rateLimiter({
    policies: [{ name: 'plot', quota: QUOTA, windowSeconds: WINDOW_SECONDS, algorithm }],
    now: () => nowMs,
  });
  const admitted: number[] = [];
  for (; nowMs < END_SECONDS * 1000; nowMs += STEP_MS) {
    const knocks = nowMs === 0 || nowMs >= BUSY_FROM_SECONDS * 1000;
    if (knocks && limiter.consume('client').kind === 'allowed') admitted.push(nowMs / 1000);
  }
  return admitted;
}

const WIDTH = 760;
const HEIGHT = 400;
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 112, 44, 48];
const MOST = 80;

const x = (seconds: number): number => LEFT + (seconds / END_SECONDS) * (WIDTH - LEFT - RIGHT);
const y = (count: number): number => HEIGHT - BOTTOM - (count / MOST) * (HEIGHT - TOP - BOTTOM);
const round = (value: number): string => String(Math.round(value * 10) / 10);

function text(at: readonly [number, number], content: string, more = ''): string {
  return `<text x="${round(at[0])}" y="${round(at[1])}"${more}>${content}</text>`;
}

function axes(): string[] {
  const marks: string[] = [];
  for (let count = 0; count <= MOST; count += 20) {
    marks.push(`<path d="M${LEFT} ${round(y(count))}H${WIDTH - RIGHT}" stroke="#d0d5dd"/>`);
    marks.push(text([LEFT - 8, y(count) + 4], String(count), ' text-anchor="end"'));
  }
  for (let seconds = 0; seconds <= END_SECONDS; seconds += 30) {
    marks.push(text([x(seconds), HEIGHT - BOTTOM + 20], `${seconds} s`, ' text-anchor="middle"'));
  }
  return marks;
}

function line([algorithm, colour, dashes]: (typeof LINES)[number]): string[] {
  const admitted = admittedAt(algorithm);
  const steps = admitted.map((seconds, at) => `H${round(x(seconds))}V${round(y(at + 1))}`);
  const path = `M${round(x(0))} ${round(y(0))}${steps.join('')}H${round(x(END_SECONDS))}`;
  return [
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2.5" stroke-dasharray="${dashes}"/>`,
    text([x(END_SECONDS) + 8, y(admitted.length) + 4], algorithm, ` fill="${colour}" font-weight="bold"`),
  ];
}

/** The plot, as an SVG. */
export function ratePlot(): string {
  const title = `Requests admitted so far: ${QUOTA} in ${WINDOW_SECONDS} s, one request at 0 s, four each second from ${BUSY_FROM_SECONDS} s`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" fill="#344054">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text([LEFT, 24], title),
    ...axes(),
    ...LINES.flatMap(line),
    '</svg>',
    '',
  ].join('\n');
}

/** Where the plot is kept. */
export const RATE_PLOT = new URL('../../docs/guides/rate-limits.svg', import.meta.url);

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(RATE_PLOT, ratePlot());
