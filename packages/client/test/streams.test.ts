// Content that is a stream of Node, which the file for browsers does not know.
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { chunksOf } from '../src/content.ts';
import { type ForeignResponse, revive } from '../src/revive.ts';
import { readerOf as readerForBrowsers } from '../src/streams.browser.ts';
import { type Reader, readerOf } from '../src/streams.ts';

const text = JSON.stringify({ type: 'https://e.example/x', title: 'X', detail: 'No' });
const headers = { 'content-type': 'application/problem+json' };
const bytes = new TextEncoder().encode(text);

const textStream = (): ReadableStream<string> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(text);
      controller.close();
    },
  });

describe('a stream of Node', () => {
  const SHAPES: readonly (readonly [string, ForeignResponse])[] = [
    ['axios', { status: 404, headers, data: Readable.from([bytes]) }],
    ['undici', { statusCode: 404, headers, body: Readable.from([Buffer.from(text)]) }],
    ['Node', Object.assign(Readable.from([text]), { statusCode: 404, headers })],
    ['text of the web', { status: 404, headers, body: textStream() }],
    ['chunks of text', { status: 404, headers, data: Readable.from([text.slice(0, 9), text.slice(9)]) }],
  ];

  it.each(SHAPES)('%s', async (_what, response) => {
    expect(await revive(response)).toMatchObject({ status: 404, detail: 'No' });
  });

  it('that is late is destroyed', async () => {
    const node = new Readable({ read() {} });
    const error = await revive({ statusCode: 404, headers: {}, body: node }, { timeoutMs: 5 });
    expect(error?.remote.text).toBeUndefined();
    expect(node.destroyed).toBe(true);
  });
});

it('a stream of text of the web is content in every file, and its bound is kept', async () => {
  for (const read of [readerOf, readerForBrowsers]) {
    const { chunks, isWhole } = await chunksOf(read(textStream()) as Reader, 9, 5000);
    expect({ chunks, isWhole }).toEqual({ chunks: [text.slice(0, 9)], isWhole: false });
  }
});

it('for browsers, only streams of the web are streams', async () => {
  expect(readerForBrowsers(Readable.from(['x']))).toBeUndefined();
  expect(readerForBrowsers(undefined)).toBeUndefined();
  const { done, value } = (await readerForBrowsers(new Blob(['x']).stream())?.read()) ?? {};
  expect({ done, value }).toEqual({ done: false, value: new Uint8Array([120]) });
});
