// Without our adapter: Express's and Koa's own handlers read `status` and `headers` of a thrown error.
import { reasonPhrase } from '@statuskit/core';
import { describe, expect, it, vi } from 'vitest';
import { FRAMEWORKS, type Framework, type Routes } from '../setup/frameworks.ts';
import { serveHere } from '../setup/here.ts';
import { ANY_405 } from '../setup/linted.ts';
import { parseResponse, type RawResponse, talk } from '../setup/raw.ts';
import { SAMPLES, SECRET } from '../setup/samples.ts';

const routes: Routes = {
  ...Object.fromEntries(
    SAMPLES.map(({ make }, at) => [
      `GET /${at}`,
      () => {
        throw make();
      },
    ]),
  ),
  'GET /last': ({ response }) => void response.end('last'),
};

/** The answer, where a second request on the same connection says that there is nothing behind it. */
async function answer(framework: Framework, at: number): Promise<RawResponse> {
  const { port } = await serveHere(framework, routes, {
    errors: false,
    unmatched: false,
    lint: ANY_405,
    handle: false,
    // Elsewhere Express shows the stack of any error.
    express: (app) => void app.set('env', 'production'),
  });
  const { bytes } = await talk(port, [
    `GET /${at} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
    'GET /last HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n',
  ]);
  const response = parseResponse(bytes);
  if (response === undefined) throw new Error(`no response: ${bytes}`);
  expect(parseResponse(response.rest)?.body).toBe('last');
  return response;
}

const each = FRAMEWORKS.flatMap((framework) => SAMPLES.map((sample, at) => ({ ...sample, at, framework })));

describe('an error of ours without any adapter', () => {
  it.each(each)('$framework: $status, $about', async ({ framework, at, status, fields, members }) => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const response = await answer(framework, at);

    await expect(response).toHaveStatus(status);
    // What the fields of the status line need beside them comes along: RFC 9110 §7.8.
    const all = status === 426 ? { ...fields, connection: ['upgrade'] } : fields;
    expect(response.fields).toMatchObject(all);
    expect(response.fields['transfer-encoding']).toBeUndefined();
    expect(JSON.stringify(response)).not.toContain(SECRET);

    const onKoa = framework.startsWith('koa');
    if (onKoa && status < 500) {
      const text = Buffer.from(response.body, 'latin1').toString();
      expect(text).toBe(members['detail'] ?? reasonPhrase(status));
    }
    // Express prints each error, Koa was told to be silent.
    expect(printed).toHaveBeenCalledTimes(onKoa ? 0 : 1);
  });
});
