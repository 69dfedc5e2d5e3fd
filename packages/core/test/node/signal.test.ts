import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NodeRequest, NodeResponse } from '../../src/node/exchange.ts';
import { clearDeadline, setDeadline } from '../../src/node/signal.ts';

const exchange = (): [NodeRequest, NodeResponse] => [
  {} as NodeRequest,
  Object.assign(new EventEmitter(), { headersSent: false, writableEnded: false }) as unknown as NodeResponse,
];

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** How many timers keep the process running. */
const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('deadlines', () => {
  it('pass one after another, each in its time, over several times their length', async () => {
    const startedMs = performance.now();
    const passed: number[] = [];
    for (let at = 0; at < 6; at++) {
      setDeadline(
        ...exchange(),
        50,
        () => 'late',
        () => void passed.push(performance.now() - startedMs - at * 25),
      );
      await pause(25);
    }
    while (passed.length < 6) await pause(5);
    expect(Math.min(...passed)).toBeGreaterThan(48);
  });

  it('leave no timer that keeps the process running, once they are cleared', () => {
    const before = timers();
    const [request, response] = exchange();
    setDeadline(
      request,
      response,
      60_000,
      () => 'late',
      () => {},
    );
    expect(timers()).toBe(before + 1);
    clearDeadline(request);
    expect(timers()).toBe(before);
  });
});

describe('what a deadline leaves behind', () => {
  function begun(ms: number): void {
    const [request, response] = exchange();
    setDeadline(
      request,
      response,
      ms,
      () => 'late',
      () => {},
    );
    clearDeadline(request);
  }

  it('is a few timers, whatever the durations', () => {
    let made = 0;
    const hook = createHook({
      init(_id, type) {
        if (type === 'Timeout') made++;
      },
    }).enable();
    for (let at = 0; at < 200; at++) begun(300_000 + at);
    hook.disable();
    expect(made).toBeLessThanOrEqual(216);
  });

  it('is nothing of the AsyncLocalStorage of a request', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const storage = new AsyncLocalStorage<object>();
    const stores = [400_001, 400_002, 400_001].map((ms) => {
      const store = { user: 'ada' };
      storage.run(store, begun, ms);
      return new WeakRef(store);
    });
    for (let turn = 0; turn < 50 && stores.some((store) => store.deref() !== undefined); turn++) {
      await pause(10);
      collect();
    }
    expect(stores.filter((store) => store.deref() !== undefined)).toHaveLength(0);
  });
});

describe('a deadline in fake time', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('passes when that time has come, and is the only timer', () => {
    const fail = vi.fn();
    setDeadline(...exchange(), 60_000, () => 'late', fail);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(59_999);
    expect(fail).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fail).toHaveBeenCalledWith('late');
  });
});
