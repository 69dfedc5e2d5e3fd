import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Framework } from '../../setup/frameworks.ts';
import { parseResponse, type RawResponse, talk } from '../../setup/raw.ts';
import {
  ask,
  leave,
  look,
  names,
  type Probed,
  probe,
  probeApart,
  type Server,
  start,
  upload,
} from './client.ts';
import { type Row, SITUATION_ROWS, VALUE_ROWS, VARIANT_ROWS } from './rows.ts';

// Whatever is thrown at the error handler, the process lives, the next request is answered, the answer keeps to what
// every error response keeps to, the failure is reported once, and no text that was not meant for the client leaves.

const SECRET = 'S3CR3T';
const SECRET_OF_MEMBERS = 'S3CR3T-own-member';
const UUID = /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function isExpress(framework: Framework): boolean {
  return framework.startsWith('express');
}

function utf8(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}

/** What every error response keeps to, whatever was thrown. */
function expectSound({ answer, bytes, polluted }: Probed, status: number): void {
  expect(answer.line).toMatch(new RegExp(`^HTTP/1.1 ${status} [A-Z]`));
  expect(answer.phrase).not.toBe('All is well');
  expect(answer.complete).toBe(true);
  expect(bytes.includes(SECRET), 'a secret on the wire').toBe(false);
  expect(bytes).not.toContain('__proto__');
  expect(bytes).not.toMatch(/^(set-cookie: )?evil=1/m);
  for (const name of ['content-type', 'content-length', 'cache-control', 'vary', 'x-content-type-options'])
    expect(answer.fields[name], name).toHaveLength(1);
  expect(answer.fields['cache-control']).toEqual(['no-store']);
  expect(answer.fields['x-content-type-options']).toEqual(['nosniff']);
  expect(answer.fields['transfer-encoding']).toBeUndefined();
  if (status === 401) expect(answer.fields['www-authenticate']).toBeDefined();
  expect(polluted, 'Object.prototype').toBe(false);
}

function problemOf(answer: RawResponse): Record<string, unknown> {
  expect(answer.fields['content-type']).toEqual(['application/problem+json']);
  return JSON.parse(utf8(answer.body)) as Record<string, unknown>;
}

function expectFields(answer: RawResponse, fields: Row['fields'] = {}): void {
  for (const [name, lines] of Object.entries(fields)) expect(answer.fields[name], name).toEqual(lines);
}

function expectProblem(probed: Probed, row: Row): void {
  const { answer, reports } = probed;
  expectSound(probed, row.status);
  expectFields(answer, row.fields);
  const problem = problemOf(answer);
  expect(problem['status']).toBe(row.status);
  for (const [name, value] of Object.entries(row.body ?? {})) {
    if (value === undefined) expect(Object.hasOwn(problem, name), name).toBe(false);
    else expect(problem[name], name).toEqual(value);
  }
  const [first] = reports;
  if (first === undefined || row.status < 500) return;
  expect(problem['instance']).toMatch(UUID);
  expect(first.instance, 'the log names the same instance').toBe(problem['instance']);
}

function expectReports({ reports }: Probed, status: number, hooks = 0): void {
  const level = status === 503 ? 'warn' : status >= 500 ? 'error' : 'info';
  const failure = { sent: status, level };
  const hook = { sent: status, level: 'error', hook: true };
  expect(reports).toMatchObject([failure, ...Array.from({ length: hooks }, () => hook)]);
}

/** All probes of one framework; each framework has a file of its own, so that they run side by side. */
export function defineProbes(framework: Framework): void {
  let server: Server;
  beforeAll(async () => {
    server = await start(framework);
  });
  afterAll(() => {
    const dead = server.dead();
    server.stop();
    expect(dead, 'the process lives until the end').toBeUndefined();
  });

  test('each value, situation and variant is probed', async () => {
    const [values = [], situations = [], variants = []] = await names(server);
    const apart = /^(after|gone|read$|returns-thenable$|refuse|sink|stream-(destroyed|fails|web))/;
    expect([...values].sort()).toEqual(Object.keys(VALUE_ROWS).sort());
    expect(situations.filter((name) => !apart.test(name)).sort()).toEqual(Object.keys(SITUATION_ROWS).sort());
    const others = ['plain', 'default', 'trust-status', 'body-fields'];
    expect(variants.filter((name) => !others.includes(name)).sort()).toEqual(
      Object.keys(VARIANT_ROWS).sort(),
    );
  });

  describe('a thrown value', () => {
    test.each(Object.entries(VALUE_ROWS))('%s', async (name, row) => {
      const plainly = isExpress(framework) ? row.plainExpress : undefined;
      const least = 1 + (row.hooks ?? 0);

      for (const way of ['plain', 'handle', 'async'] as const) {
        if (way === 'plain' && plainly !== undefined) continue;
        const probed = await probe(server, `/plain/${way}/${name}`, { least });
        expectProblem(probed, row);
        expectReports(probed, row.status, row.hooks);
        expect(probed.answer.fields['connection'], 'kept').not.toContain('close');
      }
      if (plainly === 'unmatched') {
        const probed = await probe(server, `/plain/plain/${name}`);
        expectProblem(probed, { status: 404 });
        expectReports(probed, 404);
      } else if (plainly !== undefined) {
        const { answer } = await probe(server, `/plain/plain/${name}`, { least: 0 });
        expect(answer.status).toBe(404);
      }
      expect(server.dead()).toBeUndefined();
    });

    test.each(Object.entries(VALUE_ROWS))('%s, in other forms', async (name, row) => {
      const { status } = row;
      const way = isExpress(framework) && row.plainExpress !== undefined ? 'handle' : 'plain';
      const path = `/plain/${way}/${name}`;

      const page = await probe(server, path, { fields: 'Accept: text/html\r\n' });
      expectSound(page, status);
      expectFields(page.answer, row.fields);
      expect(page.answer.fields['content-type']).toEqual(['text/html; charset=utf-8']);
      expect(page.answer.fields['content-security-policy']?.[0]).toContain("default-src 'none'");
      expect(page.answer.body).not.toContain('<script');

      const text = await probe(server, path, { fields: 'Accept: text/plain\r\n' });
      expectSound(text, status);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal obeys
      expect(utf8(text.answer.body)).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);

      const head = await probe(server, path, { method: 'HEAD', least: 1 + (row.hooks ?? 0) });
      expectSound(head, status);
      expectFields(head.answer, row.fields);
      expect(Number(head.answer.fields['content-length']?.[0])).toBeGreaterThan(0);
      expectReports(head, status, row.hooks);
      expect(server.dead()).toBeUndefined();
    });

    test.each(Object.entries(VALUE_ROWS))('%s, reported by default', async (name, row) => {
      const way = isExpress(framework) && row.plainExpress !== undefined ? 'handle' : 'plain';
      const least = (row.status >= 500 ? 1 : 0) + (row.hooks ?? 0);
      const probed = await probe(server, `/default/${way}/${name}`, { least });
      expectProblem(probed, row);
      const { printed } = probed;
      const warnings = printed.filter((line) => line.includes('STATUSKIT_'));
      expect(printed.join('\n')).not.toContain(SECRET_OF_MEMBERS);
      // Koa's own printer speaks of each foreign error that is neither exposed nor a 404.
      if (isExpress(framework)) expect(printed.length - warnings.length).toBe(least);
      else expect(printed.length).toBeGreaterThanOrEqual(least);
    });
  });

  test.each(Object.entries(VARIANT_ROWS))('a hook that misbehaves: %s', async (variant, row) => {
    const least = row.prints ?? 1 + (row.hooks ?? 0);
    for (const way of ['plain', 'async'] as const) {
      const probed = await probe(server, `/${variant}/${way}/${row.thrown}`, { least });
      expectProblem(probed, row);
      if (row.prints === undefined) expectReports(probed, row.status, row.hooks);
      else expect(probed.printed).toHaveLength(row.prints);
    }
    expect(server.dead()).toBeUndefined();
  });

  test('a body hook changes the body and nothing else', async () => {
    const probed = await probe(server, '/body-fields/plain/own');
    expectSound(probed, 404);
    expect(utf8(probed.answer.body)).toBe('{"a":"é😀\ufffd"}');
    expect(probed.answer.fields['content-type']).toEqual(['application/json']);
    expect(probed.answer.fields['set-cookie']).toBeUndefined();
  });

  test('trust-status believes a status, and still no field or text of an upstream', async () => {
    for (const name of ['upstream-axios', 'upstream-got', 'upstream-aws']) {
      const probed = await probe(server, `/trust-status/plain/${name}`);
      expectSound(probed, 401);
      expect(probed.answer.fields['www-authenticate'], name).toEqual(['Unspecified']);
      expect(probed.answer.fields['set-cookie'], name).toBeUndefined();
    }
  });

  test.each(Object.entries(SITUATION_ROWS))('%s', async (name, row) => {
    const hooks = row.hooks ?? 0;
    const least = row.reports?.[framework] ?? 1 + hooks;
    const ask = row.ends === true ? probeApart : probe;
    const probed = await ask(server, `/plain/do/${name}`, { least });
    expectProblem(probed, row);
    expect(probed.reports).toHaveLength(least);
    expect(server.dead()).toBeUndefined();
  });

  test('a thenable that gives no promise is a value like any other', async () => {
    const { answer, reports } = await probe(server, '/plain/do/returns-thenable', { least: 0 });
    expect(answer.status).toBe(200);
    expect(answer.body).toBe('{"fine":true}');
    expect(reports).toEqual([]);
  });

  test('a path with markup in it is not shown', async () => {
    for (const path of ['/plain/<script>alert(1)</script>', '/plain/%3Cscript%3E', '/plain/"\'><b>']) {
      const probed = await probe(server, path, { fields: 'Accept: text/html\r\n' });
      expectSound(probed, 404);
      expect(probed.answer.body).not.toMatch(/script|<b>|%3C/);
    }
  });

  test('a path that cannot be decoded is an error of the client', async () => {
    // Express decodes parameters, and throws; the router of Koa leaves them as they are.
    const [path, status] = isExpress(framework) ? ['/plain/plain/%E0%A4%A', 400] : ['/plain/%E0%A4%A', 404];
    const probed = await probe(server, String(path));
    expectProblem(probed, { status: Number(status) });
    expectReports(probed, Number(status));
  });

  describe('an answer that has begun', () => {
    test.each([
      ['after-head', 500, 'error'],
      ['after-flush', 500, 'error'],
      ['after-chunk', 500, 'error'],
      ['after-chunk-own', 409, 'info'],
      ['after-chunk-null', 500, 'error'],
      ['stream-fails-later', 500, 'error'],
    ] as const)('%s: the connection ends, and nobody takes it for complete', async (name, status, level) => {
      const conversation = await talk(server.port, ask(`/plain/do/${name}`));
      expect(conversation.error).not.toBe('TIMEOUT');
      expect(conversation.bytes).not.toContain(SECRET);
      expect(parseResponse(conversation.bytes)?.complete ?? false).toBe(false);
      expect(conversation.bytes).not.toMatch(/0\r\n\r\n$/);
      const { reports } = await look(server, 1);
      expect(reports).toMatchObject([{ level, status }]);
    });

    test('and is finished stays as it is', async () => {
      const { answer, reports } = await probe(server, '/plain/do/after-end');
      expect(answer.body).toBe('done');
      expect(answer.complete).toBe(true);
      expect(reports).toMatchObject([{ level: 'error', status: 500 }]);
    });
  });

  // Koa pipes the body itself. In Express the handler does, with `stream.pipeline`, which destroys the response before
  // any handler hears of the error.
  describe('a body stream that fails before its first byte', () => {
    test.each([
      ['stream-fails-first', 500],
      ['stream-fails-first-own', 404],
      ['stream-destroyed-already', 500],
      ['stream-web-fails', 500],
    ] as const)('%s', async (name, status) => {
      const { bytes, error } = await talk(server.port, ask(`/plain/do/${name}`, 'Connection: close\r\n'));
      const { reports } = await look(server, 1);
      expect(error).not.toBe('TIMEOUT');
      expect(bytes).not.toContain(SECRET);
      if (isExpress(framework)) {
        expect(bytes).toBe('');
        expect(reports).toMatchObject([{ sent: 'aborted', level: status < 500 ? 'info' : 'error', status }]);
        return;
      }
      const answer = parseResponse(bytes);
      expect(answer?.status).toBe(status);
      expect(answer?.complete).toBe(true);
      expect(reports).toMatchObject([{ sent: status, status }]);
    });
  });

  describe('a client that goes away', () => {
    const body = `Content-Length: 1000000\r\n\r\n${'x'.repeat(10_000)}`;
    test.each([
      ['gone-before', 'GET', '\r\n', 500],
      ['gone-before-own', 'GET', '\r\n', 409],
      ['gone-before-null', 'GET', '\r\n', 500],
      ['gone-abort', 'GET', '\r\n', 499],
      ['gone-upload', 'POST', body, 499],
      ['gone-upload-pipeline', 'POST', body, 499],
    ] as const)('%s', async (name, method, rest, status) => {
      for (const how of ['end', 'reset'] as const) {
        const text = `${method} /plain/do/${name} HTTP/1.1\r\nHost: localhost\r\n${rest}`;
        expect(await leave(server, text, 'sent', how)).toBe('');
        const { reports } = await look(server, 1);
        for (const report of reports) expect(report, how).toMatchObject({ sent: 'aborted', level: 'info' });
        // Koa may hear of the broken connection by itself, and has then told of that first.
        const [heard, own = heard, ...more] = reports;
        expect(isExpress(framework) || how === 'end' ? [status] : [status, 499], how).toContain(own?.status);
        expect(own === heard ? 499 : heard?.status, how).toBe(499);
        expect(more, how).toEqual([]);
      }
      expect(server.dead()).toBeUndefined();
    });

    test('in the middle of a download', async () => {
      for (const how of ['end', 'reset'] as const) {
        await leave(server, ask('/plain/do/gone-download'), 'answered', how);
        // Koa 2 pipes by hand and hears of no error; the stream is destroyed, and there is nothing to report.
        const { reports } = await look(server, framework === 'koa2' ? 0 : 1);
        for (const report of reports) expect(report).toMatchObject({ sent: 'aborted', level: 'info' });
        expect(reports.length).toBeLessThanOrEqual(1);
      }
      expect(server.dead()).toBeUndefined();
    });

    test.each(['sink-fails', 'sink-fails-reset'])('%s: it did not, our own side failed', async (name) => {
      const text = `POST /plain/do/${name} HTTP/1.1\r\nHost: localhost\r\n${body}`;
      const { error } = await talk(server.port, text);
      expect(error).not.toBe('TIMEOUT');
      const { reports } = await look(server, 1);
      expect(reports).toMatchObject([{ level: 'error', status: 500 }]);
    });
  });

  describe('a refused upload', () => {
    const post = (name: string, framing: string): string =>
      ask(`/plain/do/${name}`, `${framing}\r\n`, 'POST');
    const REFUSING = [
      'refuse',
      'refuse-later',
      'refuse-while-piped',
      'refuse-while-paused',
      'refuse-while-iterated',
    ];

    test.each(REFUSING)('%s: of at most 64 KiB, the connection is kept', async (name) => {
      for (const length of [1, 10_000, 65_536]) {
        const next = ask('/plain/alive', 'Connection: close\r\n');
        const sent = await upload(server, post(name, `Content-Length: ${length}`), {
          total: length,
          behind: next,
        });
        expect(sent.error).toBeUndefined();
        const answer = parseResponse(sent.bytes);
        expect(answer?.status).toBe(413);
        expect(answer?.complete).toBe(true);
        expect(answer?.fields['connection']).toEqual(['keep-alive']);
        expect(parseResponse(answer?.rest ?? '')?.body).toBe('alive');
        expect((await look(server, 1)).reports).toMatchObject([{ sent: 413, level: 'info' }]);
      }
    });

    test.each(
      REFUSING.flatMap((name) => [
        [name, 'known length', 'Content-Length: 1500000', false] as const,
        [name, 'chunked', 'Transfer-Encoding: chunked', true] as const,
      ]),
    )('%s: of %s, answered at once and closed', async (name, _kind, framing, chunked) => {
      for (const everyMs of [0, 5]) {
        const total = 1_500_000;
        const sent = await upload(server, post(name, framing), {
          total,
          everyMs,
          chunked,
          behind: chunked ? '0\r\n\r\n' : '',
        });
        expect(sent.error, 'the client can read the answer').toBeUndefined();
        const answer = parseResponse(sent.bytes);
        expect(answer?.status).toBe(413);
        expect(answer?.complete).toBe(true);
        expect(answer?.fields['connection']).toEqual(['close']);
        expect(answer?.rest).toBe('');
        expect(sent.answeredMs).toBeLessThan(500);
        expect(sent.sent).toBe(total);
        if (everyMs > 0) expect(sent.sentAtAnswer).toBeLessThan(total);
        expect((await look(server, 1)).reports).toMatchObject([{ sent: 413, level: 'info' }]);
      }
      expect(server.dead()).toBeUndefined();
    });

    test('whose client never stops is cut off after about a second', async () => {
      const sent = await upload(server, post('refuse', 'Transfer-Encoding: chunked'), {
        total: Number.POSITIVE_INFINITY,
        everyMs: 5,
        chunked: true,
      });
      expect(parseResponse(sent.bytes)?.complete).toBe(true);
      expect(sent.answeredMs).toBeLessThan(500);
      expect(sent.error).not.toBe('TIMEOUT');
      expect(sent.closedMs).toBeGreaterThan(700);
      expect(sent.closedMs).toBeLessThan(2500);
      await look(server, 1);
    });

    test('whose client stops and reads is closed', async () => {
      const text = `${post('refuse', 'Content-Length: 1500000')}${'x'.repeat(1000)}`;
      const { bytes, error, closedMs } = await talk(server.port, text);
      expect(parseResponse(bytes)?.complete).toBe(true);
      expect(error).toBeUndefined();
      expect(closedMs).toBeLessThan(2500);
      await look(server, 1);
    });
  });

  test('three requests at once get three answers in their order', async () => {
    const paths = ['/plain/async/own', '/plain/plain/error', '/plain/do/read'];
    const { bytes, error } = await talk(
      server.port,
      paths.map((path, at) => ask(path, at === 2 ? 'Connection: close\r\n' : '')).join(''),
    );
    expect(error).toBeUndefined();
    const statuses: number[] = [];
    for (let rest = bytes; rest !== ''; ) {
      const answer = parseResponse(rest);
      expect(answer?.complete).toBe(true);
      statuses.push(answer?.status ?? 0);
      rest = answer?.rest ?? '';
    }
    expect(statuses).toEqual([404, 500, 200]);
    expect((await look(server, 2)).reports).toHaveLength(2);
  });

  test('a hundred failures at once are a hundred answers and reports', async () => {
    const all = Object.entries(VALUE_ROWS)
      .filter(([, row]) => row.hooks === undefined)
      .slice(0, 100);
    const answers = await Promise.all(
      all.map(([name]) => talk(server.port, ask(`/plain/async/${name}`, 'Connection: close\r\n'))),
    );
    expect(answers.map(({ bytes }) => parseResponse(bytes)?.status)).toEqual(
      all.map(([, row]) => row.status),
    );
    expect((await look(server, all.length)).reports).toHaveLength(all.length);
  });
}
