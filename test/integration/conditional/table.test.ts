import { METHODS } from 'node:http';
import { etag, type GuardOptions, type MaybeLoaded } from '@statuskit/core/conditional';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import type { Request, Response } from 'express';
import type { Context } from 'koa';
import { expect, it } from 'vitest';
import { CASES, type Case } from '../../conformance/conditional/index.ts';
import { CREATE_EXPRESS, FRAMEWORKS, type Framework, KOA, listen } from '../../setup/frameworks.ts';
import { parseResponse, type RawResponse, talk } from '../../setup/raw.ts';
import { hearWarnings } from '../../setup/warnings.ts';

// Every case of the table that a guard can be asked, as bytes on a connection, over four frameworks.

/**
 * What the guard does not take: it answers before the handler has a status, and cannot know what was applied before. And
 * what Node does not let through.
 */
function isForGuard({ method, lines, state, options }: Case): boolean {
  const plain = options.plainStatus ?? 200;
  if (lines.some((line) => line.includes('\x7f'))) return false;
  const isHandlers = plain < 300 || (plain === 404 && !state.exists);
  return (
    method !== 'CONNECT' && METHODS.includes(method) && options.alreadyApplied === undefined && isHandlers
  );
}

const ASKED = CASES.filter(isForGuard);
const GUARDS = [...new Set(ASKED.map(guardOf))];

/** The options of the guard for a case. The table's defaults are those of core. */
function guardOf({ options: { plainStatus, ...options } }: Case): string {
  return JSON.stringify({
    malformed: 'rfc',
    maxRanges: 8,
    showState: true,
    ...options,
  } satisfies GuardOptions);
}

function loadedOf({ state }: Case): MaybeLoaded {
  if (!state.exists) return null;
  const { etag: tag, lastModified, length, lastModifiedIsStrong } = state;
  return {
    etag: tag === undefined ? undefined : etag.parse(tag),
    lastModified: lastModified === undefined ? undefined : new Date(lastModified),
    length,
    lastModifiedIsStrong,
    state: { id: 7 },
  };
}

function contentOf({ state }: Case): string {
  return '0123456789'.slice(0, state.exists ? (state.length ?? 10) : 0);
}

/** `/guard/case`, both by number. */
function pathOf(one: Case): string {
  return `/${GUARDS.indexOf(guardOf(one))}/${ASKED.indexOf(one)}`;
}

function caseAt(path: string): Case {
  const found = ASKED[Number(path.split('/').at(-1))];
  if (found === undefined) throw new Error(`no case at ${path}`);
  return found;
}

function expressApp(version: keyof typeof CREATE_EXPRESS): unknown {
  const app = CREATE_EXPRESS[version]();
  for (const [index, options] of GUARDS.entries()) {
    const load = (req: Request): MaybeLoaded => loadedOf(caseAt(req.originalUrl));
    app.use(`/${index}`, forExpress.conditional(load, JSON.parse(options)));
  }
  app.use((req: Request, res: Response) => {
    const one = caseAt(req.originalUrl);
    res.set('x-ran', '1').status(one.options.plainStatus ?? 200);
    res.type('text/plain').send(contentOf(one));
  });
  app.use(forExpress.errorHandler({ report() {} }));
  return app;
}

function koaApp(version: keyof typeof KOA): unknown {
  const app = new KOA[version]();
  app.silent = true;
  app.use(forKoa.errorHandler({ report() {} }));
  for (const [index, options] of GUARDS.entries()) {
    const guard = forKoa.conditional((ctx: Context) => loadedOf(caseAt(ctx.path)), JSON.parse(options));
    app.use((ctx, next) => (ctx.path.startsWith(`/${index}/`) ? guard(ctx as never, next) : next()));
  }
  app.use((ctx) => {
    const one = caseAt(ctx.path);
    ctx.set('x-ran', '1');
    ctx.status = one.options.plainStatus ?? 200;
    ctx.type = 'text/plain';
    ctx.body = contentOf(one);
  });
  return app.callback();
}

/** All cases on one connection, each sent before the answer to the last has come. */
async function askAll(framework: Framework): Promise<RawResponse[]> {
  const isExpress = framework === 'express4' || framework === 'express5';
  const server = await listen(isExpress ? expressApp(framework) : koaApp(framework));
  const requests = ASKED.map((one, index) => {
    const lines = ['Host: localhost', ...one.lines];
    if (!['GET', 'HEAD', 'TRACE'].includes(one.method)) lines.push('Content-Length: 0');
    if (index === ASKED.length - 1) lines.push('Connection: close');
    return `${one.method} ${pathOf(one)} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
  });
  const { bytes } = await talk(server.port, requests.join(''), 60_000);
  await server.close();
  const responses: RawResponse[] = [];
  for (let rest = bytes; responses.length < ASKED.length; ) {
    const response = parseResponse(rest, ASKED[responses.length]?.method === 'HEAD');
    if (response === undefined) throw new Error(`no answer after ${responses.length}: ${rest.slice(0, 200)}`);
    responses.push(response);
    rest = response.rest;
  }
  return responses;
}

/** What must stand on the wire: a guard leaves alone what is not there and cannot be created (RFC 9110 §13.2.1). */
function wireExpected({ section, method, state, expected, options }: Case): string {
  // Core demands no condition that nothing could meet. A guard does not let such a write pass as if it were met.
  if (section === 'RFC 6585 §3, never demanded where nothing would do' && expected === 'proceed')
    return '500';
  const left = expected === 'proceed' || (!state.exists && method !== 'PUT');
  if (left) return `${options.plainStatus ?? 200}, ran`;
  const tag = state.exists && state.etag !== undefined ? `, ETag ${state.etag}` : '';
  if (expected === '304') return `304${tag}, without content fields`;
  if (expected === '412') return `412${tag}`;
  if (expected === '416') return `416, bytes */${state.exists ? state.length : 0}`;
  return expected;
}

const CONTENT_FIELDS = [
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'content-range',
];

function wireGot(one: Case, response: RawResponse): string {
  const { status, fields } = response;
  const tag = fields['etag'] === undefined ? '' : `, ETag ${fields['etag']}`;
  const ran = fields['x-ran'] === undefined ? '' : ', ran';
  const content = CONTENT_FIELDS.filter((name) => fields[name] !== undefined);
  if (status === 206) return `206 ${rangesOf(one, response)}`;
  if (status === 304)
    return `304${tag}${ran}, ${content.length === 0 ? 'without content fields' : `with ${content}`}`;
  if (status === 412) return `412${tag}${ran}`;
  if (status === 416) return `416, ${fields['content-range']}${ran}`;
  return `${status}${ran}`;
}

const PART = /Content-Range: bytes (\d+)-(\d+)\/(\d+)\r\n\r\n([^\r]*)\r\n--/g;

/** The places of the parts, each found to hold the bytes that it claims. */
function rangesOf(one: Case, { fields, body }: RawResponse): string {
  const single = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(fields['content-range']?.[0] ?? '');
  const parts = single === null ? [...body.matchAll(PART)] : [[...single, body]];
  return parts
    .map(([, first, last, complete, content]) => {
      const whole = contentOf(one);
      const right =
        content === whole.slice(Number(first), Number(last) + 1) && Number(complete) === whole.length;
      return right ? `${first}-${last}` : `${first}-${last} with ${content} of ${complete}`;
    })
    .join(',');
}

it.each(FRAMEWORKS)('%s answers each request of the table as it must be answered', async (framework) => {
  const warned = hearWarnings();
  const responses = await askAll(framework);
  // Compared in one piece: an expectation for each of some thousand answers would cost more than the answers.
  const named = (one: Case, what: string) => `${one.section}: ${one.method}, ${one.name}: ${what}`;
  const got = ASKED.map((one, index) => named(one, wireGot(one, responses[index] as RawResponse))); // as many as asked
  const wrong = got.filter(
    (line, index) => line !== named(ASKED[index] as Case, wireExpected(ASKED[index] as Case)),
  );
  expect(wrong).toEqual([]);
  expect(warned()).toEqual(['STATUSKIT_WEAK_IF_MATCH']);
});

it('asks the guard nearly all of the table', () => {
  expect(ASKED.length).toBeGreaterThan(880);
  const kinds = new Set(ASKED.map(wireExpected).map((text) => text.slice(0, 3)));
  expect([...kinds]).toEqual(
    expect.arrayContaining(['200', '206', '304', '400', '404', '412', '416', '428']),
  );
});
