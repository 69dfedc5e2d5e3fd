import { connect } from 'node:net';
import { ContentTooLarge, type Report, TooManyRequests, Unauthorized } from '@statuskit/core';
import { describe, expect, it } from 'vitest';
import { type Exchange, FRAMEWORKS } from '../setup/frameworks.ts';
import { serveHere } from '../setup/here.ts';
import { request, talk } from '../setup/raw.ts';

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

const LENGTH = 200_000;
const CONTENT = 'x'.repeat(LENGTH);
const UPLOADS: Readonly<Record<string, string>> = {
  'of known length': `Content-Length: ${LENGTH}\r\n\r\n${CONTENT}`,
  'in one chunk': `Transfer-Encoding: chunked\r\n\r\n${LENGTH.toString(16)}\r\n${CONTENT}\r\n0\r\n\r\n`,
  'in many chunks': `Transfer-Encoding: chunked\r\n\r\n${`3e8\r\n${'x'.repeat(1000)}\r\n`.repeat(200)}0\r\n\r\n`,
  'with Expect': `Expect: 100-continue\r\nContent-Length: ${LENGTH}\r\n\r\n${CONTENT}`,
};
const REFUSALS: Readonly<Record<string, () => Error>> = {
  413: () => new ContentTooLarge(),
  401: () => new Unauthorized({ scheme: 'Bearer' }),
  429: () => new TooManyRequests({ seconds: 1 }),
  500: () => new Error('x'),
};

// RFC 9112 §9.6: a request behind a refused upload ran although the refusal said that the connection closes. Its response was
// never sent, so the client repeated it.
describe.each(FRAMEWORKS)('%s: behind an upload that is refused', (framework) => {
  it.each(Object.entries(UPLOADS))('%s, no request runs', async (_how, upload) => {
    for (const [status, make] of Object.entries(REFUSALS)) {
      let ran = 0;
      const { port } = await serveHere(framework, {
        'POST /refuse': () => {
          throw make();
        },
        'POST /transfer': () => {
          ran++;
          return 'done';
        },
      });
      const transfer = 'POST /transfer HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n';
      const { bytes } = await talk(
        port,
        `POST /refuse HTTP/1.1\r\nHost: a\r\n${upload}${transfer.repeat(2)}`,
      );
      expect(bytes).toMatch(new RegExp(`HTTP/1\\.1 ${status} [^]*\r\nconnection: close\r\n`, 'i'));
      expect(bytes).not.toContain('done');
      expect(ran).toBe(0);
    }
  });
});
