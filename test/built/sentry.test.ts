import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('probe/sentry.mjs', import.meta.url));

// In a process of its own: Sentry patches what is loaded after it.
it.each(['express', 'koa'])(
  'Sentry hears of each 5xx once, and of no 4xx: %s',
  { timeout: 60_000 },
  (framework) => {
    const { stdout, stderr } = spawnSync(process.execPath, [program, framework], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      statuses: [500, 502, 404, 422, 404],
      sent: ['a bug', 'refused'],
    });
  },
);
