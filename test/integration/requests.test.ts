// hosts, rejectEarlyData and requireMediaType on each framework.
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Framework } from '../setup/frameworks.ts';
import { serveHere } from '../setup/here.ts';
import { parseResponse, request, talk } from '../setup/raw.ts';

type Library = Pick<typeof forExpress, 'hosts' | 'rejectEarlyData' | 'requireMediaType'>;

async function start(framework: Framework, make: (library: Library) => unknown): Promise<number> {
  const every = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [`${method} /`, () => 'ok']);
  const { port } = await serveHere(framework, Object.fromEntries(every), {
    express: (app) => app.use(make(forExpress) as never),
    koa: (app) => app.use(make(forKoa as never) as never),
  });
  return port;
}

describe.each(FRAMEWORKS)('%s', (framework) => {
  const ours = (library: Library): unknown =>
    library.hosts(['api.example', 'other.example:8080', '*.t.example', '[::1]']);

  it.each([
    ['api.example', 200],
    ['API.Example', 200],
    ['api.example.', 200],
    ['api.example:443', 200],
    ['other.example:8080', 200],
    ['other.example', 421],
    ['a.t.example', 200],
    ['t.example', 421],
    ['.t.example', 421],
    ['a.b.t.example', 421],
    ['[::1]:80', 200],
    ['evil.example', 421],
    ['api.example.evil.example', 421],
    ['', 400],
  ])('hosts: %j is a %d', async (host, status) => {
    const port = await start(framework, ours);
    await expect(await request(port, 'GET', '/', { host })).toHaveStatus(status);
  });

  it.each([
    ['no Host in HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n', 400],
    [
      'an absolute target counts',
      'GET http://api.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      200,
    ],
    [
      'so does one of somebody else',
      'GET http://evil.example/ HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n',
      421,
    ],
  ])('hosts: %s', async (_what, text, status) => {
    const port = await start(framework, ours);
    expect(parseResponse((await talk(port, text)).bytes)?.status).toBe(status);
  });

  it.each([
    ['GET', '1', 200],
    ['HEAD', '1', 200],
    ['POST', '1', 425],
    ['DELETE', '1', 425],
    ['PUT', 'x', 425],
    ['POST', undefined, 200],
  ])('rejectEarlyData: %s with %s is a %d', async (method, value, status) => {
    const port = await start(framework, (library) => library.rejectEarlyData());
    const fields: Record<string, string> = value === undefined ? {} : { 'early-data': value };
    await expect(await request(port, method, '/', fields)).toHaveStatus(status);
  });

  const types = (library: Library): unknown =>
    library.requireMediaType('application/json', 'application/*+json', 'image/*');
  const LIST = 'application/json, application/*+json, image/*';

  it.each([
    ['POST', 'application/json', 200, undefined],
    ['POST', 'Application/JSON; charset=utf-8', 200, undefined],
    ['POST', 'application/problem+json', 200, undefined],
    ['POST', 'image/png', 200, undefined],
    ['POST', 'text/plain', 415, 'accept-post'],
    ['POST', 'application/jsonx', 415, 'accept-post'],
    ['POST', '', 415, 'accept-post'],
    ['PATCH', 'text/plain', 415, 'accept-patch'],
    ['PUT', 'text/plain', 415, 'accept'],
    ['DELETE', 'text/plain', 415, 'accept'],
  ])('requireMediaType: %s of %j is a %d', async (method, type, status, field) => {
    const port = await start(framework, types);
    const answer = await request(port, method, '/', type === '' ? {} : { 'content-type': type }, 'x');
    await expect(answer).toHaveStatus(status);
    const list = field === 'accept-patch' ? LIST.replace(', image/*', '') : LIST;
    if (field !== undefined) expect(answer.fields[field]?.join()).toBe(list);
  });

  it.each([
    ['POST', {}, 411],
    ['POST', { 'content-length': '0' }, 400],
    ['PUT', {}, 411],
    ['PATCH', { 'content-length': '0' }, 400],
    ['GET', {}, 200],
    ['DELETE', {}, 200],
  ] as const)('requireMediaType: %s without content and with %o is a %d', async (method, fields, status) => {
    const port = await start(framework, types);
    await expect(await request(port, method, '/', fields)).toHaveStatus(status);
  });
});

it.each([forExpress, forKoa])('arguments', ({ hosts, requireMediaType }) => {
  for (const wrong of [[], 'api.example', ['a b'], ['http://a'], [1], undefined]) {
    expect(() => hosts(wrong as never)).toThrow(TypeError);
  }
  for (const wrong of [[], ['json'], [1], ['a/b', '']]) {
    expect(() => requireMediaType(...(wrong as string[]))).toThrow(TypeError);
  }
});
