import { found, moved, type Report, redirect, seeOther } from '@statuskit/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTarget, originsOf } from '../../../packages/core/src/results/target.ts';
import { type Exchange, FRAMEWORKS } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { request, talk } from '../../setup/raw.ts';
import { OPEN_REDIRECTS } from './forms.ts';

const allowHosts = ['good.example'];

const HELPERS: readonly (readonly [name: string, to: (target: string) => unknown])[] = [
  ['seeOther', (target) => seeOther(target, { allowHosts })],
  ['found', (target) => found(target, { allowHosts })],
  ['moved.permanently', (target) => moved.permanently(target, { allowHosts })],
  ['moved.permanently as a 301', (target) => moved.permanently(target, { allowHosts, method: 'may-change' })],
  ['moved.temporarily', (target) => moved.temporarily(target, { allowHosts })],
  ['redirect', (target) => redirect(target, { allowHosts, keepMethod: true })],
];

it('there are enough of them, each once', () => {
  expect(OPEN_REDIRECTS.length).toBeGreaterThanOrEqual(100);
  expect(new Set(OPEN_REDIRECTS).size).toBe(OPEN_REDIRECTS.length);
});

it.each(HELPERS)('%s refuses each of them', (_name, to) => {
  const passed = OPEN_REDIRECTS.filter((form) => {
    try {
      to(form);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toMatch(/target: expected/);
      return false;
    }
  });
  expect(passed).toEqual([]);
});

// Half of a surrogate pair has no form in a URL, so that no client can send it.
const SENT = OPEN_REDIRECTS.filter((form) => !/\p{Cs}/u.test(form));

/** Asks for each on one connection, and gives the status and the Location of each answer. */
async function askAll(port: number): Promise<string[]> {
  const requests = SENT.map((form, at) => {
    const query = new URLSearchParams({ next: form }).toString();
    const last = at === SENT.length - 1 ? 'connection: close\r\n' : '';
    return `GET /?${query} HTTP/1.1\r\nhost: x\r\n${last}\r\n`;
  });
  const { bytes } = await talk(port, requests);
  return bytes.split(/(?=HTTP\/1\.1 )/).map((one) => {
    const location = /^location: (.*)$/im.exec(one)?.[1]?.trim();
    return [one.slice(9, 12), ...(location === undefined ? [] : [location])].join(' ');
  });
}

const nextOf = ({ request }: Exchange): string =>
  new URL(request.url ?? '/', 'http://x').searchParams.get('next') ?? '';

describe.each(FRAMEWORKS)('%s', (framework) => {
  it('what a program passes on without care goes nowhere: a 500 with a report, no Location', async () => {
    const reports: string[] = [];
    const report = ({ thrown }: Report): void => void reports.push(String(thrown));
    const { port } = await serveHere(
      framework,
      { 'GET /': (exchange) => seeOther(nextOf(exchange)) },
      { errors: { report } },
    );
    expect(new Set(await askAll(port))).toEqual(new Set(['500']));
    expect(reports).toHaveLength(SENT.length);
    expect(reports.every((text) => text.startsWith('TypeError: seeOther: target: expected'))).toBe(true);
  });

  it('with a fallback leads there instead', async () => {
    const { port } = await serveHere(framework, {
      'GET /': (exchange) => seeOther(nextOf(exchange), { fallback: '/home' }),
    });
    const answers = await askAll(port);
    expect([answers.length, new Set(answers)]).toEqual([SENT.length, new Set(['303 /home'])]);
    expect((await request(port, 'GET', '/?next=/orders/7')).fields['location']).toEqual(['/orders/7']);
  });
});

describe('whatever passes', () => {
  const origins = originsOf(allowHosts);
  const bases = ['https://here.example/', 'http://here.example/a/b/', 'https://here.example/a//b?c'];

  /** Where the WHATWG URL of a Location leads. */
  function leadsTo(location: string): Set<string> {
    return new Set(bases.map((base) => new URL(location, base).host));
  }

  // Characters that parsers read in more than one way, more often than others.
  const piece = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom('/', '\\', '.', ':', '@', '?', '#', '%', '%2f', '%5C', '%09', '%2e', '//'),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom('evil.example', 'good.example', 'https:', 'http:', 'javascript:', 'a', 'b'),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '\t',
        '\n',
        '\r',
        '\0',
        ' ',
        '\u00a0',
        '／',
        '。',
        '⁄',
        '\ufeff',
        '℀',
        'é',
        '😀',
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
  );
  const target = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

  it('stays with us or with a host that is allowed, also where it is decoded on the way', () => {
    fc.assert(
      fc.property(target, (text) => {
        const checked = checkTarget(text, origins);
        if ('refused' in checked) return;
        expect(checked.location).toMatch(/^[!-~]+$/);
        const hosts = leadsTo(checked.location);
        const allowed = /^https:\/\/good\.example(?:[/?#]|$)/.test(checked.location);
        expect([...hosts]).toEqual([allowed ? 'good.example' : 'here.example']);
        if (allowed) return;
        const [path = ''] = checked.location.split(/[?#]/, 1);
        for (let decoded = path, layers = 0; layers < 4; layers++) {
          decoded = decoded.replace(/%[0-7][0-9a-f]/gi, (one) =>
            String.fromCharCode(Number.parseInt(one.slice(1), 16)),
          );
          expect([...leadsTo(decoded)]).toEqual(['here.example']);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
