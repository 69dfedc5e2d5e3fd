import { onTestFinished } from 'vitest';
import {
  type Framework,
  listen,
  type Routes,
  type ServerOptions,
  serve,
  type TestServer,
} from './frameworks.ts';
import type { LintExceptions } from './linted.ts';
import { type RawResponse, request } from './raw.ts';

/** A server that is closed when the test has ended. */
export async function serveHere(
  framework: Framework,
  routes: Routes,
  options?: ServerOptions,
): Promise<TestServer> {
  const server = await serve(framework, routes, options);
  onTestFinished(() => server.close());
  return server;
}

/** The same for an application that the test has put together itself. */
export async function listenHere(listener: unknown, lint?: LintExceptions): Promise<TestServer> {
  const server = await listen(listener, lint);
  onTestFinished(() => server.close());
  return server;
}

/** What `GET /` answers where its handler is `run`. */
export async function answerOf(
  framework: Framework,
  run: Routes[string],
  options: ServerOptions = {},
  fields: Readonly<Record<string, string>> = {},
): Promise<RawResponse> {
  const { port } = await serveHere(framework, { 'GET /': run }, options);
  return request(port, 'GET', '/', fields);
}

/** A response as a value: the problem, and each field as one line, without what differs from run to run. */
export function comparable(response: RawResponse): object {
  const { date, connection, 'keep-alive': keepAlive, ...fields } = response.fields;
  return {
    line: response.line,
    fields: Object.fromEntries(
      Object.keys(fields)
        .sort()
        .map((name) => [name, fields[name]]),
    ),
    connection: connection
      ?.map((value) => value.toLowerCase())
      .filter((value) => !['close', 'keep-alive'].includes(value)),
    body: response.body.replace(UUID, 'urn:uuid:…'),
  };
}

const UUID = /urn:uuid:[0-9a-f-]{36}/g;

/** The problem document of a response. */
export function problemOf(response: RawResponse): Record<string, unknown> {
  return JSON.parse(Buffer.from(response.body, 'latin1').toString('utf8')) as Record<string, unknown>;
}
