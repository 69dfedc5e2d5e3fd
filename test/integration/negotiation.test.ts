import { InternalServerError, NotFound } from '@statuskit/core';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../setup/frameworks.ts';
import { answerOf, serveHere } from '../setup/here.ts';
import { request } from '../setup/raw.ts';

const JSON_TYPE = 'application/problem+json';
const HTML = 'text/html; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';

const CHROME =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7';

const CASES: readonly (readonly [accept: string | undefined, type: string])[] = [
  [undefined, JSON_TYPE],
  ['', JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/problem+json', JSON_TYPE],
  ['application/json, text/plain, */*', JSON_TYPE], // axios
  ['text/html', HTML],
  ['text/html;q=0.2, */*;q=0.1', HTML],
  [CHROME, HTML],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', HTML], // Firefox, Safari
  ['image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5', JSON_TYPE], // <img> in Firefox
  ['text/css,*/*;q=0.1', JSON_TYPE],
  ['application/json, text/html', JSON_TYPE],
  ['application/json;q=0.5, text/html', HTML],
  ['text/html;q=0.5, application/problem+json', JSON_TYPE],
  ['text/plain', TEXT],
  ['text/plain, text/html;q=0.9', TEXT],
  ['text/html;q=0, text/*', TEXT],
  ['text/*', HTML],
  ['text/html;q=0', JSON_TYPE],
  ['application/json;q=0, application/problem+json;q=0, text/html;q=0, text/plain;q=0', JSON_TYPE],
  ['*/*;q=0', JSON_TYPE],
  ['image/png', JSON_TYPE],
  ['TEXT/HTML', HTML],
  ['text/html;q=nonsense', JSON_TYPE],
  ['not an accept field at all', JSON_TYPE],
  [',,;;q=1,/,', JSON_TYPE],
];

describe.each(FRAMEWORKS)('%s: the form of an error', (framework) => {
  it('is what the client prefers, and never a 406', async () => {
    const { port } = await serveHere(framework, {
      'GET /': () => {
        throw new NotFound('No airport has this code');
      },
    });
    for (const [accept, type] of CASES) {
      const fields = accept === undefined ? {} : { accept };
      for (const method of ['GET', 'HEAD']) {
        const response = await request(port, method, '/', fields);
        const about = [method, accept];
        expect([...about, response.status, response.fields['content-type']]).toEqual([...about, 404, [type]]);
        expect(response.fields['vary']).toEqual(['Accept']);
        expect(response.fields['x-content-type-options']).toEqual(['nosniff']);
        expect(response.fields['content-security-policy'] !== undefined).toBe(type === HTML);
        if (method === 'HEAD') expect(response.body + response.rest).toBe('');
        else {
          expect(response.body).toContain('No airport has this code');
          expect(response.fields['content-length']).toEqual([String(response.body.length)]);
        }
      }
    }
  });
});

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></style></p><svg onload=alert(1)>',
  '<!--',
  '&lt;b&gt;',
];

describe.each(FRAMEWORKS)('%s: the page for a person', (framework) => {
  it.each(HOSTILE)('shows %s as text', async (text) => {
    const { body, fields } = await answerOf(
      framework,
      () => {
        throw new NotFound({
          detail: text,
          type: `https://errors.example/${text}`,
          title: `Title ${text}`, // a detail that repeats the title is left out
          instance: text,
        });
      },
      {},
      { accept: 'text/html' },
    );
    expect(fields['content-security-policy']).toEqual([expect.stringMatching(/^default-src 'none'(?:;|$)/)]);
    expect(body).not.toContain(text);
    const escaped = text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;');
    expect(body).toContain(`<p>${escaped}</p>`);
    expect(body.match(/<(?:script|img|svg|!--)/g)).toBeNull();
  });

  it('shows neither the URL nor what a 5xx hides, and says its reference', async () => {
    const { port } = await serveHere(framework, {
      'GET /secret-path': () => {
        throw new InternalServerError({ log: 'hidden', detail: 'hidden', cause: new Error('hidden') });
      },
    });
    const response = await request(port, 'GET', '/secret-path?token=s3cret', { accept: 'text/html' });
    expect(response.status).toBe(500);
    expect(response.body).toMatch(/Reference: urn:uuid:[0-9a-f-]{36}</);
    expect(response.body).not.toMatch(/hidden|secret-path|s3cret/);
  });

  it('replaces the policy of the application, and so does nothing else', async () => {
    const options = { accept: 'text/html' };
    const policy = "default-src 'self'; script-src 'unsafe-inline'";
    const run = ({ set }: { set(name: string, value: string): void }): never => {
      set('Content-Security-Policy', policy);
      throw new NotFound();
    };
    const page = await answerOf(framework, run, {}, options);
    expect(page.fields['content-security-policy']).toEqual([expect.stringMatching(/^default-src 'none'/)]);
    const json = await answerOf(framework, run);
    expect(json.fields['content-security-policy']).toEqual([policy]);
  });

  it('text cannot drive a terminal', async () => {
    const { body } = await answerOf(
      framework,
      () => {
        throw new NotFound('\u001b[2Jcleared\u0007 \u009b31m');
      },
      {},
      { accept: 'text/plain' },
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come
    expect(Buffer.from(body, 'latin1').toString()).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });
});
