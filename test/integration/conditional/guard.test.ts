import { NotFound } from '@statuskit/core';
import { etag, type GuardOptions, type MaybeLoaded } from '@statuskit/core/conditional';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  FRAMEWORKS,
  type Framework,
  type Routes,
  type ServerOptions,
  type TestServer,
} from '../../setup/frameworks.ts';
import { type Load, serveGuarded } from '../../setup/guarded.ts';
import { type RawResponse, request } from '../../setup/raw.ts';
import { hearWarnings } from '../../setup/warnings.ts';

const MODIFIED = new Date('2026-05-01T10:00:00.700Z');
const note = { id: 7, text: 'hello', version: 3 };
const current: MaybeLoaded = {
  etag: etag.strong('3'),
  lastModified: MODIFIED,
  state: note,
  fields: {
    vary: 'Accept',
    cacheControl: { private: true, maxAgeSeconds: 60 },
    contentLocation: '/notes/7.json',
    expires: new Date('2026-06-01T00:00:00Z'),
  },
};
const FIELDS = {
  etag: ['"3"'],
  vary: ['Accept'],
  'cache-control': ['private, max-age=60'],
  'content-location': ['/notes/7.json'],
  expires: ['Mon, 01 Jun 2026 00:00:00 GMT'],
};

/** Runs one request against a fresh server, which says how often the handler ran. */
async function ask(
  framework: Framework,
  load: Load,
  {
    guard,
    method = 'GET',
    fields = {},
    run,
  }: { guard?: GuardOptions; method?: string; fields?: Record<string, string>; run?: Routes[string] },
): Promise<RawResponse & { ran: number; log: string }> {
  let ran = 0;
  let log = '';
  const reports: ServerOptions = {
    errors: {
      report: ({ thrown }) => {
        log = String(thrown);
      },
    },
  };
  const handler: Routes[string] = (exchange) => {
    ran++;
    return run === undefined ? note : run(exchange);
  };
  const server = await serveGuarded(
    framework,
    { [`${method} /`]: handler },
    { load, guard, server: reports },
  );
  try {
    return { ...(await request(server.port, method, '/', fields)), ran, log };
  } finally {
    await server.close();
  }
}

const problem = (response: RawResponse): Record<string, unknown> => JSON.parse(response.body);

describe.each(FRAMEWORKS)('%s: a read behind a guard', (framework) => {
  it.each(['GET', 'QUERY'])(
    '%s without conditions has the validators and fields on its 200',
    async (method) => {
      // Express 4 and older Node know no QUERY.
      if (method === 'QUERY' && framework.startsWith('express')) return;
      const response = await ask(framework, () => current, { method });
      expect(response).toMatchObject({ status: 200, ran: 1, fields: FIELDS });
      expect(response.fields['last-modified']).toEqual(['Fri, 01 May 2026 10:00:00 GMT']);
    },
  );

  it('a modification that lies in the future is told as the time of the response (RFC 9110 §8.8.2.1)', async () => {
    const load: Load = () => ({ lastModified: new Date('2999-01-01') });
    const { fields } = await ask(framework, load, {});
    const [sent, date] = [fields['last-modified'], fields['date']].map((values) =>
      Date.parse(values?.[0] ?? ''),
    );
    expect(Math.abs((sent ?? 0) - (date ?? Number.NaN))).toBeLessThanOrEqual(1000);
  });

  it.each(['GET', 'HEAD'])(
    '%s whose client has the representation is a 304, and the handler never runs',
    async (method) => {
      const response = await ask(framework, () => current, { method, fields: { 'if-none-match': 'W/"3"' } });
      expect(response).toMatchObject({ status: 304, body: '', ran: 0, fields: FIELDS });
      for (const name of ['content-type', 'content-length', 'transfer-encoding', 'last-modified'])
        expect(response.fields[name], name).toBeUndefined();
    },
  );

  it('a 304 keeps cookies, CORS and security fields, and drops what describes content', async () => {
    const server = await serveGuarded(
      framework,
      { 'GET /': () => note },
      {
        load: () => current,
        server: {
          express: (app) =>
            void app.use((_req, res, next) => {
              res.set({ 'set-cookie': 'a=b', 'access-control-allow-origin': '*', 'content-language': 'de' });
              res.set({
                vary: 'Origin',
                'content-type': 'text/plain',
                'strict-transport-security': 'max-age=5',
              });
              next();
            }),
          koa: (app) =>
            void app.use((ctx, next) => {
              ctx.set({ 'set-cookie': 'a=b', 'access-control-allow-origin': '*', 'content-language': 'de' });
              ctx.set({
                vary: 'Origin',
                'content-type': 'text/plain',
                'strict-transport-security': 'max-age=5',
              });
              return next();
            }),
        },
      },
    );
    const response = await request(server.port, 'GET', '/', { 'if-none-match': '"3"' });
    await server.close();
    await expect(response).toHaveStatus(304);
    expect(response.fields).toMatchObject({
      'set-cookie': ['a=b'],
      'access-control-allow-origin': ['*'],
      'strict-transport-security': ['max-age=5'],
      vary: ['Origin, Accept'],
    });
    expect(response.fields['content-type']).toBeUndefined();
    expect(response.fields['content-language']).toBeUndefined();
  });

  it('the framework does not judge again: a tag that differs hides any date', async () => {
    const fields = { 'if-none-match': '"2"', 'if-modified-since': 'Fri, 01 Jan 2038 00:00:00 GMT' };
    const send: Routes[string] = ({ express, koa }) => {
      if (express !== undefined) express.res.json(note);
      else if (koa !== undefined) koa.body = note;
    };
    expect(await ask(framework, () => current, { fields, run: send })).toMatchObject({ status: 200, ran: 1 });
    // No HTTP-date; `fresh`, which Express and Koa have, reads it all the same.
    const year = { fields: { 'if-modified-since': '2038' }, run: send };
    expect(await ask(framework, () => current, year)).toMatchObject({ status: 200, ran: 1 });
  });

  it('where only a date is known, no tag of the framework hides it from the next request', async () => {
    const send: Routes[string] = ({ express, koa }) => {
      if (express !== undefined) express.res.json(note);
      else if (koa !== undefined) koa.body = note;
    };
    const load: Load = () => ({ lastModified: MODIFIED });
    const first = await ask(framework, load, { run: send });
    expect(first.fields['etag']).toBeUndefined();
    expect(first.fields['last-modified']).toEqual(['Fri, 01 May 2026 10:00:00 GMT']);
    const again = await ask(framework, load, {
      fields: { 'if-modified-since': 'Fri, 01 May 2026 10:00:00 GMT' },
    });
    expect(again).toMatchObject({ status: 304, ran: 0 });
  });

  it('what is absent is the handler’s, whose 404 stays a 404 under any condition (RFC 9110 §13.2.1)', async () => {
    const run = (): never => {
      throw new NotFound();
    };
    for (const fields of [{}, { 'if-none-match': '*' }, { 'if-match': '"3"' }, { 'if-match': '*' }])
      expect(await ask(framework, async () => null, { fields, run })).toMatchObject({ status: 404, ran: 1 });
    const guard: GuardOptions = { absent: 'not-found' };
    expect(await ask(framework, () => undefined, { guard })).toMatchObject({ status: 404, ran: 0 });
  });

  it('an error of the handler carries none of the validators', async () => {
    const run = (): never => {
      throw new NotFound();
    };
    const { status, fields } = await ask(framework, () => current, { run });
    expect(status).toBe(404);
    expect(fields['etag'] ?? fields['last-modified'] ?? fields['expires']).toBeUndefined();
    expect(fields['cache-control']).toEqual(['no-store']);
    expect(fields['vary']).toEqual(['Accept']);
  });

  it('a malformed list is read as the RFC says: it matches nothing', async () => {
    expect(await ask(framework, () => current, { fields: { 'if-none-match': '3' } })).toMatchObject({
      status: 200,
    });
    const strict = { guard: { malformed: '400' } as const, fields: { 'if-none-match': '3' } };
    expect(await ask(framework, () => current, strict)).toMatchObject({ status: 400, ran: 0 });
  });

  it('a load that fails is an error like any other', async () => {
    for (const load of [
      (): never => {
        throw new NotFound();
      },
      () => Promise.reject(new NotFound()),
    ])
      expect(await ask(framework, load, {})).toMatchObject({ status: 404, ran: 0 });
    const nothing = (() => Promise.reject(undefined)) as Load;
    expect(await ask(framework, nothing, {})).toMatchObject({ status: 500, ran: 0 });
    const wrong = (() => ({ etag: 'unquoted' })) as unknown as Load;
    expect(await ask(framework, wrong, {})).toMatchObject({ status: 500, ran: 0 });
    expect(await ask(framework, (() => 5) as unknown as Load, {})).toMatchObject({ status: 500, ran: 0 });
  });
});

describe.each(FRAMEWORKS)('%s: a write behind a guard', (framework) => {
  const write = (
    method: string,
    fields: Record<string, string>,
    guard: GuardOptions = {},
    load: Load = () => current,
  ) => ask(framework, load, { method, fields, guard });

  it.each(['PUT', 'PATCH', 'DELETE', 'POST'])('%s runs only where its condition holds', async (method) => {
    expect(await write(method, { 'if-match': '"3"' })).toMatchObject({ status: 200, ran: 1 });
    expect(await write(method, { 'if-match': '"1", "3"' })).toMatchObject({ status: 200, ran: 1 });
    expect(await write(method, { 'if-match': '*' })).toMatchObject({ status: 200, ran: 1 });
    expect(await write(method, { 'if-match': '"2"' })).toMatchObject({ status: 412, ran: 0 });
    expect(await write(method, { 'if-none-match': '*' })).toMatchObject({ status: 412, ran: 0 });
    expect(await write(method, { 'if-unmodified-since': 'Fri, 01 May 2026 09:59:59 GMT' })).toMatchObject({
      status: 412,
      ran: 0,
    });
  });

  it('a 412 shows neither state nor tag of what was loaded to be compared, unless told', async () => {
    for (const fields of [{ 'if-match': '"2"' }, { 'if-none-match': '*' }]) {
      const { body, fields: sent, status } = await write('PUT', fields);
      expect([status, sent['etag'], sent['cache-control']]).toEqual([412, undefined, ['no-store']]);
      expect(body).not.toMatch(/current|hello/);
    }
  });

  it('a 412 with showState carries the current state and its tag, and is not stored', async () => {
    const response = await write('PUT', { 'if-match': '"2"' }, { showState: true });
    expect(response.fields).toMatchObject({ etag: ['"3"'], 'cache-control': ['no-store'] });
    expect(problem(response)).toMatchObject({ status: 412, current: note });
  });

  it('a 412 shows of the state what showState gives, and without a state neither state nor tag', async () => {
    const part = await write(
      'PUT',
      { 'if-match': '"2"' },
      { showState: ({ text }: typeof note) => ({ text }) },
    );
    expect(problem(part)['current']).toEqual({ text: 'hello' });
    const hidden = await write('PUT', { 'if-match': '"2"' }, { showState: false });
    expect(problem(hidden)).not.toHaveProperty('current');
    expect(hidden.fields['etag']).toBeUndefined();
    const none = await write('PUT', { 'if-match': '"2"' }, { showState: true }, () => ({
      etag: etag.strong('3'),
      state: 'text',
    }));
    expect(problem(none)).not.toHaveProperty('current');
    expect(none.fields['etag']).toEqual(['"3"']);
  });

  it('a tag that a proxy has weakened is named in the detail, and reported once', async () => {
    const warnings = hearWarnings();
    const responses = [
      await write('PUT', { 'if-match': 'W/"3"' }),
      await write('PUT', { 'if-match': 'W/"3"' }),
    ];
    for (const response of responses) {
      expect(response.status).toBe(412);
      expect(problem(response)['detail']).toMatch(/proxy on the way has probably weakened it/);
    }
    expect(warnings()).toEqual(['STATUSKIT_WEAK_IF_MATCH']);
  });

  const UNMET: readonly (readonly [name: string, load: Load])[] = [
    ['no tag', () => ({ state: note })],
    ['a tag that is undefined', async () => ({ etag: undefined, state: note })],
    ['only a weak tag', () => ({ etag: etag.weak('3') })],
    ['nothing at all', () => ({})],
  ];
  it.each(UNMET)('%s, and a condition is required: a write without one is a 500', async (_name, load) => {
    for (const [method, require] of [
      ['PUT', true],
      ['PATCH', true],
      ['DELETE', true],
      ['POST', ['POST']],
    ] as const) {
      const response = await write(method, {}, { require }, load);
      expect(response).toMatchObject({ status: 500, ran: 0 });
      expect(response.log).toMatch(/require: expected load to return a strong etag, or lastModified/);
      // What has no effect is no condition.
      const ignored = { 'if-unmodified-since': 'Fri, 01 May 2026 10:00:00 GMT', 'if-none-match': '' };
      expect(await write(method, ignored, { require }, load)).toMatchObject({ status: 500, ran: 0 });
      // Conditions that the client did send are evaluated as ever.
      expect(await write(method, { 'if-match': '"3"' }, { require }, load)).toMatchObject({
        status: 412,
        ran: 0,
      });
      expect(await write(method, { 'if-match': '*' }, { require }, load)).toMatchObject({
        status: 200,
        ran: 1,
      });
      expect(await write(method, {}, {}, load)).toMatchObject({ status: 200, ran: 1 });
    }
    for (const require of [true, ['GET', 'PUT']] as const)
      expect(await ask(framework, load, { guard: { require } })).toMatchObject({ status: 200, ran: 1 });
  });

  it('428 says how to go on', async () => {
    const response = await write('PUT', {}, { require: true });
    expect(response).toMatchObject({ status: 428, ran: 0 });
    expect(problem(response)).toMatchObject({ required: ['If-Match', 'If-Unmodified-Since'] });
    expect(problem(response)['detail']).toMatch(/If-Match/);
    expect(await write('POST', {}, { require: true })).toMatchObject({ status: 200, ran: 1 });
    expect(await write('POST', {}, { require: ['POST'] })).toMatchObject({ status: 428, ran: 0 });
  });

  it('PUT may create, under If-None-Match: * and under no If-Match', async () => {
    const absent: Load = () => null;
    expect(await write('PUT', { 'if-none-match': '*' }, {}, absent)).toMatchObject({ status: 200, ran: 1 });
    expect(await write('PUT', { 'if-match': '"3"' }, {}, absent)).toMatchObject({ status: 412, ran: 0 });
    expect(await write('PUT', {}, { require: true }, absent)).toMatchObject({ status: 428, ran: 0 });
    expect(await write('PUT', { 'if-match': '"3"' }, { absent: 'not-found' }, absent)).toMatchObject({
      status: 404,
      ran: 0,
    });
    expect(await write('PATCH', { 'if-match': '"3"' }, { require: true }, absent)).toMatchObject({
      status: 200,
      ran: 1,
    });
    expect(await write('PATCH', { 'if-match': '"3"' }, { absent: 'create' }, absent)).toMatchObject({
      status: 412,
      ran: 0,
    });
    expect(await write('DELETE', { 'if-match': '"3"' }, { absent: 'create' }, absent)).toMatchObject({
      status: 200,
      ran: 1,
    });
  });

  it('a malformed list of tags is a 400 that names the field, unless the RFC is asked for', async () => {
    const response = await write('PUT', { 'if-match': '3' });
    expect(response).toMatchObject({ status: 400, ran: 0 });
    expect(problem(response)['errors']).toMatchObject([{ header: 'If-Match' }]);
    expect(await write('PUT', { 'if-none-match': 'x' })).toMatchObject({ status: 400, ran: 0 });
    expect(await write('PUT', { 'if-match': '3' }, { malformed: 'rfc' })).toMatchObject({
      status: 412,
      ran: 0,
    });
  });

  it('its answer has no validator but one that the handler sets (RFC 9110 §9.3.4)', async () => {
    const send =
      (tag?: string): Routes[string] =>
      ({ express, koa, set }) => {
        if (tag !== undefined) set('ETag', tag);
        if (express !== undefined) express.res.json({ saved: true });
        else if (koa !== undefined) koa.body = { saved: true };
      };
    const asked = { method: 'PUT', fields: { 'if-match': '"3"' } };
    const plain = await ask(framework, () => current, { ...asked, run: send() });
    for (const name of ['etag', 'last-modified', 'cache-control', 'vary', 'expires', 'content-location'])
      expect(plain.fields[name], name).toBeUndefined();
    expect(plain.body).toBe('{"saved":true}');
    const told = await ask(framework, () => current, { ...asked, run: send('"4"') });
    expect(told.fields['etag']).toEqual(['"4"']);
  });
});

describe.each(FRAMEWORKS)('%s: OPTIONS', (framework) => {
  let server: TestServer;
  let loads = 0;
  beforeAll(async () => {
    const load: Load = () => {
      loads++;
      return null;
    };
    server = await serveGuarded(
      framework,
      { 'GET /': () => note, 'PUT /': () => note },
      { load, guard: { absent: 'not-found' } },
    );
  });
  afterAll(() => server.close());

  it('passes unjudged and unloaded', async () => {
    const response = await request(server.port, 'OPTIONS', '/', { 'if-match': '"3"' });
    expect(response.status).toBeLessThan(300);
    expect(loads).toBe(0);
  });
});
