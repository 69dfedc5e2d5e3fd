import type { Cost } from './costs.ts';

const WIDTH = 760;
const ROW = 40;
const [LEFT, RIGHT, TOP, BOTTOM] = [250, 60, 68, 12];
const [OURS, PEER] = ['#175cd3', '#98a2b3'];

function text(x: number, y: number, content: string, more = ''): string {
  const safe = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${more}>${safe}</text>`;
}

/** The costs as bars on a white ground, which can be read on a dark page too. */
export function costPlot(costs: readonly Cost[]): string {
  const most = Math.max(2, ...costs.flatMap(({ ours, peer }) => [ours, peer?.ratio ?? 0]));
  const x = (ratio: number): number => LEFT + (ratio / most) * (WIDTH - LEFT - RIGHT);
  const height = TOP + costs.length * ROW + BOTTOM;
  const bar = (y: number, ratio: number, fill: string): string[] => [
    `<rect x="${LEFT}" y="${y}" width="${(x(ratio) - LEFT).toFixed(1)}" height="12" fill="${fill}"/>`,
    text(x(ratio) + 5, y + 10.5, ratio.toFixed(2), ' font-size="11"'),
  ];
  const title = 'What it costs, in times of the same written by hand';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="13" fill="#344054">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(16, 24, title, ' font-weight="bold"'),
    `<rect x="16" y="36" width="12" height="12" fill="${OURS}"/>`,
    text(34, 46.5, 'statuskit'),
    `<rect x="112" y="36" width="12" height="12" fill="${PEER}"/>`,
    text(130, 46.5, 'the best other package'),
    ...costs.flatMap(({ what, ours, peer }, at) => {
      const y = TOP + at * ROW;
      const bars = [...bar(peer === undefined ? y + 10 : y + 4, ours, OURS)];
      if (peer !== undefined) bars.push(...bar(y + 18, peer.ratio, PEER));
      return [text(LEFT - 10, y + 20, what, ' text-anchor="end"'), ...bars];
    }),
    `<path d="M${x(1).toFixed(1)} ${TOP - 6}V${height - BOTTOM}" stroke="#344054" stroke-dasharray="3 3"/>`,
    '</svg>',
    '',
  ].join('\n');
}
