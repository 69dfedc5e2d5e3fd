import { connect } from 'node:net';
import type { Report } from '@statuskit/core';
import { describe, expect, it } from 'vitest';
import { type Exchange, FRAMEWORKS } from '../setup/frameworks.ts';
import { serveHere } from '../setup/here.ts';
import { request } from '../setup/raw.ts';

// Node 24 destroys a response that waits for its turn with an error, which looks like our own doing. Any client can make one.

describe.each(FRAMEWORKS)('%s: a client leaves behind requests that it has pipelined', (framework) => {
  it.each([1, 2, 3])('%d of them: no report is more than info', async (count) => {
    const reports: Report[] = [];
    const closed: Promise<void>[] = [];
    let allHere = (): void => {};
    const here = new Promise<void>((resolve) => {
      allHere = resolve;
    });
    const wait = ({ response }: Exchange): Promise<never> => {
      const failing = new Promise<never>((_resolve, reject) => {
        response.once('close', () => reject(new Error('late')));
      });
      closed.push(failing.catch(() => {}));
      if (closed.length === count) allHere();
      return failing;
    };
    const { port } = await serveHere(
      framework,
      { 'GET /': wait, 'GET /other': () => 'other' },
      { errors: { report: (one) => void reports.push(one) } },
    );
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n'.repeat(count));
    await here;
    socket.resetAndDestroy();
    // Node 20 emits `close` on the first response only; the next request is answered after all that are told.
    await Promise.race(closed);
    expect((await request(port, 'GET', '/other')).body).toBe('other');
    expect(reports.filter(({ sent }) => sent !== 'aborted')).toEqual([]);
    expect(reports.map(({ level }) => level).filter((level) => level !== 'info')).toEqual([]);
  });
});
