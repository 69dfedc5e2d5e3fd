import { describe, expect, it } from 'vitest';
import { preconnect, preload } from '../../src/index.ts';
import { sendEarlyHints } from '../../src/middleware/index.ts';

const STYLE = preload('/style.css', 'style');

function response(more: object = {}): {
  readonly sent: unknown[];
  readonly response: Parameters<typeof sendEarlyHints>[2];
} {
  const sent: unknown[] = [];
  const writeEarlyHints = (hints: unknown): void => void sent.push(hints);
  return {
    sent,
    response: { headersSent: false, destroyed: false, writableEnded: false, writeEarlyHints, ...more },
  };
}

describe('a link', () => {
  it.each([
    [preload('/style.css', 'style'), '</style.css>; rel="preload"; as="style"'],
    [preload('/a.woff2', 'font'), '</a.woff2>; rel="preload"; as="font"; crossorigin="anonymous"'],
    [preload('/a.json', 'fetch'), '</a.json>; rel="preload"; as="fetch"; crossorigin="anonymous"'],
    [
      preload('/a.json', 'fetch', { crossOrigin: 'use-credentials' }),
      '</a.json>; rel="preload"; as="fetch"; crossorigin="use-credentials"',
    ],
    [
      preload('/é.avif', 'image', { type: 'image/avif', fetchPriority: 'high', media: '(min-width: 40em)' }),
      '</%C3%A9.avif>; rel="preload"; as="image"; type="image/avif"; media="(min-width: 40em)"; fetchpriority="high"',
    ],
    [
      preload(new URL('https://cdn.example/a.js'), 'script', { integrity: 'sha256-x' }),
      '<https://cdn.example/a.js>; rel="preload"; as="script"; integrity="sha256-x"',
    ],
    [preconnect('https://cdn.example'), '<https://cdn.example>; rel="preconnect"'],
    [
      preconnect('https://cdn.example', { crossOrigin: 'anonymous' }),
      '<https://cdn.example>; rel="preconnect"; crossorigin="anonymous"',
    ],
  ])('is written as browsers read it: %s', (link, written) => {
    expect(link).toBe(written);
  });

  it.each([
    ['no destination', () => preload('/a', undefined as never)],
    ['a destination that is none', () => preload('/a', 'stylesheet' as never)],
    ['no URL', () => preload(undefined as never, 'style')],
    ['a line break', () => preload('/a\r\nX: y', 'style')],
  ])('is refused with %s', (_what, make) => {
    expect(make).toThrow(TypeError);
  });
});

describe('early hints', () => {
  it('are sent with all links', () => {
    const { sent, response: to } = response();
    expect(sendEarlyHints([STYLE, preload('/a.js', 'script')], {}, to)).toBe(true);
    expect(sendEarlyHints(STYLE, { httpVersionMajor: 2, httpVersionMinor: 0 }, to)).toBe(true);
    expect(sent).toEqual([{ link: [STYLE, '</a.js>; rel="preload"; as="script"'] }, { link: [STYLE] }]);
  });

  it.each([
    ['without links', [], {}, {}],
    ['after the head', [STYLE], {}, { headersSent: true }],
    ['after the end', [STYLE], {}, { writableEnded: true }],
    ['on a closed connection', [STYLE], {}, { destroyed: true }],
    ['to HTTP/1.0', [STYLE], { httpVersionMajor: 1, httpVersionMinor: 0 }, {}],
    ['to HTTP/0.9', [STYLE], { httpVersionMajor: 0, httpVersionMinor: 9 }, {}],
    ['by what cannot', [STYLE], {}, { writeEarlyHints: undefined }],
  ])('are not sent %s', (_when, links, request, more) => {
    const { sent, response: to } = response(more);
    expect(sendEarlyHints(links, request, to)).toBe(false);
    expect(sent).toEqual([]);
  });

  it('do not fail a request whose stream has closed meanwhile', () => {
    const writeEarlyHints = (): void => {
      throw new Error('ERR_HTTP2_INVALID_STREAM');
    };
    expect(sendEarlyHints([STYLE], {}, response({ writeEarlyHints }).response)).toBe(false);
  });

  it.each([['/style.css'], [''], [7], ['</a>; rel="preload", </b>; rel="preload"'], ['</a>\r\nX: y']])(
    'refuse %j, which is no link',
    (link) => {
      expect(() => sendEarlyHints([link as string], {}, response().response)).toThrow(TypeError);
    },
  );
});
