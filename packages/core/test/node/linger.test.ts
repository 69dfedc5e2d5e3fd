import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { linger, lingerOnClose } from '../../src/node/linger.ts';

class FakeSocket extends EventEmitter {
  destroyed = false;
  bytesRead = 0;
  readonly written: unknown[] = [];
  end(last?: string): void {
    this.written.push(last);
  }
  resume(): void {}
  destroySoon(): void {
    this.destroy();
  }
  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Lets bytes arrive twice a second, and returns after how many seconds the socket was destroyed. */
function secondsOf(socket: FakeSocket, writes: number): number {
  for (let at = 1; at <= 60; at++) {
    vi.advanceTimersByTime(500);
    if (socket.destroyed) return at / 2;
    if (at <= writes) socket.bytesRead += 1000;
  }
  return Number.POSITIVE_INFINITY;
}

describe.each<[string, (socket: FakeSocket) => void]>([
  ['linger', (socket) => linger(socket, 'last')],
  [
    'lingerOnClose',
    (socket) => {
      lingerOnClose(socket, () => ({ complete: false, once() {} }));
      socket.destroySoon();
    },
  ],
])('%s', (_name, begin) => {
  it.each([
    [0, 1],
    [1, 2],
    [60, 2],
  ])('bytes arrive %i times, twice a second: closed after %d s', (writes, seconds) => {
    const socket = new FakeSocket();
    begin(socket);
    expect(socket.written).toHaveLength(1);
    expect(secondsOf(socket, writes)).toBe(seconds);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('a client that closes leaves no timer', () => {
    const socket = new FakeSocket();
    begin(socket);
    socket.emit('close');
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('a request that has arrived is not waited for', () => {
  const socket = new FakeSocket();
  lingerOnClose(socket, () => ({ complete: true, once() {} }));
  socket.destroySoon();
  expect([socket.destroyed, socket.written]).toEqual([true, []]);
});
