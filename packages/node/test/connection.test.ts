import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { Connection } from '../src/connection.ts';

// Each request looked at every response before it: 20,000 pipelined ones, 540 kB, took 5 s in which nothing else was served.
it('looks at responses that are pending a few times, however many there are', () => {
  let looks = 0;
  const over = new Set<number>();
  const responseOf = (at: number): ServerResponse =>
    ({
      at,
      get destroyed() {
        looks++;
        return over.has(at);
      },
    }) as unknown as ServerResponse;
  const connection = new Connection({ bytesRead: 0 } as Socket, 0);
  const request = { method: 'GET', headers: {}, complete: true } as unknown as IncomingMessage;
  const count = 500;
  for (let at = 0; at < count; at++) connection.begin(request, responseOf(at));
  expect(looks).toBeLessThan(6 * count);
  expect(connection.pending).toHaveLength(count);

  for (let at = 0; at < count; at++) over.add(at);
  for (let at = count; at < 3 * count; at++) {
    connection.begin(request, responseOf(at));
    over.add(at - 1);
    expect(connection.pending).toHaveLength(1);
  }
  expect(connection.earlier.length).toBeLessThan(20);
});
