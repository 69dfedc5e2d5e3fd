// What happens where the store of a limit does not answer.
import { MemoryStore, type RateLimitStore, type StoreAnswer } from '@statuskit/core/rate-limit';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { problemOf } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { hearWarnings } from '../../setup/warnings.ts';
import { OK, serveLimited, testClock } from './limited.ts';

const THREE = [{ name: 'minute', quota: 3, windowSeconds: 60 }];

/** A remote store that can be taken down. */
function remoteStore(down: () => Promise<never>): { store: RateLimitStore; setDown(isDown: boolean): void } {
  const inner = new MemoryStore({ capacity: 100 });
  let isDown = false;
  const remote = async <T>(call: () => T): Promise<T> => (isDown ? down() : call());
  return {
    setDown: (value) => {
      isDown = value;
    },
    store: {
      take: (...args) => remote((): StoreAnswer => inner.take(...args)),
      refund: (...args) => remote(() => inner.refund(...args)),
      forget: (...args) => remote(() => inner.forget(...args)),
    },
  };
}

const refuse = (): Promise<never> =>
  Promise.reject(Object.assign(new Error('ECONNREFUSED'), { retryAfterMs: 4001 }));

describe.each(FRAMEWORKS)('%s', (framework) => {
  let codes: () => unknown[];
  beforeEach(() => {
    codes = hearWarnings();
  });

  it('closed: a 503 with Retry-After, never a 500 or a 429', async () => {
    const { store, setDown } = remoteStore(refuse);
    const report = vi.fn<(report: { thrown: unknown }) => void>();
    const { port } = await serveLimited(framework, { policies: THREE, store, onStoreError: 'closed' }, OK, {
      errors: { report },
    });
    setDown(true);
    const response = await request(port, 'GET', '/');
    await expect(response).toHaveStatus(503);
    expect(response.fields['retry-after']).toEqual(['5']);
    expect(problemOf(response)).not.toHaveProperty('detail');
    expect(report.mock.calls[0]?.[0].thrown).toMatchObject({ cause: { message: 'ECONNREFUSED' } });
    setDown(false);
    await expect(await request(port, 'GET', '/')).toHaveStatus(200);
    expect(codes()).toEqual(['STATUSKIT_STORE_FAILED']);
  });

  it('open: all pass, without fields, and onDecision hears of it', async () => {
    const { store, setDown } = remoteStore(refuse);
    const kinds: string[] = [];
    const { port } = await serveLimited(framework, {
      policies: THREE,
      store,
      onStoreError: 'open',
      onDecision: ({ kind }) => void kinds.push(kind),
    });
    setDown(true);
    for (const _again of [1, 2, 3, 4, 5]) {
      const response = await request(port, 'GET', '/');
      expect([response.status, response.fields['ratelimit']]).toEqual([200, undefined]);
    }
    expect(new Set(kinds)).toEqual(new Set(['unknown']));
  });

  it('memory: this process goes on from what the store has said last', async () => {
    const clock = testClock();
    const { store, setDown } = remoteStore(refuse);
    const { port } = await serveLimited(framework, { policies: THREE, store, now: clock.now });
    await request(port, 'GET', '/');
    await request(port, 'GET', '/');
    setDown(true);
    const third = await request(port, 'GET', '/');
    expect([third.status, third.fields['ratelimit']]).toEqual([200, ['"minute";r=0;t=20']]);
    const fourth = await request(port, 'GET', '/');
    expect([fourth.status, fourth.fields['retry-after']]).toEqual([429, ['20']]);
    expect(problemOf(fourth)['violated-policies']).toEqual(['minute']);
  });
});
