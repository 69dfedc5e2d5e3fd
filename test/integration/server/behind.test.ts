// A restart behind a proxy that does not repeat a request. `npm run soak -- restart --behind nginx` is the whole run.
import { describe, expect, it } from 'vitest';
import { describeWith } from '../../setup/describe-with.ts';
import { PROXIES, startProxy } from '../../soak/restart/proxies.ts';
import { restart } from '../../soak/restart/run.ts';

describe.each(PROXIES)('behind %s', (name) => {
  describeWith([name], 'a restart', () => {
    it('loses no request of clients that keep their connections', async () => {
      const behind = await startProxy(name);
      try {
        const smaller = { restarts: 1, clients: 20, betweenMs: 300, least: 100 };
        const result = await restart('statuskit', { behind, ...smaller });
        expect(result).toMatchObject({ failed: 0, errors: {} });
        expect(result.goneSeconds).toBeLessThan(5);
        expect(result.requests).toBeGreaterThan(100);
      } finally {
        await behind.stop();
      }
    }, 60_000); // it starts three processes
  });
});
