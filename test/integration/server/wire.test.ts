// Raw bytes against a served application: what comes back, what runs and what is reported.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it, type onTestFinished } from 'vitest';
import type { WireCase } from '../../conformance/server/case.ts';
import { ASKING, BEHIND, MESSAGES, TIMES } from '../../conformance/server/messages.ts';
import { parseResponse, type RawResponse, talk } from '../../setup/raw.ts';
import { applicationOf, MADE, type Made, serveUntilEnd } from '../../setup/served.ts';

type Run = (request: IncomingMessage, response: ServerResponse) => void;

function read(request: IncomingMessage, response: ServerResponse): void {
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
  });
  request.on('end', () => response.end(`read ${length}`));
  request.on('error', () => {});
}

const ROUTES: Readonly<Record<string, Run>> = {
  '/': (_request, response) => void response.end('ok'),
  '/slow': (_request, response) => void setTimeout(() => response.end('slow'), 100),
  '/long': (_request, response) => void setTimeout(() => response.end('long'), 900),
  '/stream': (_request, response) => {
    response.write('a');
    setTimeout(() => response.end('b'), 100);
  },
  '/closing': (_request, response) => {
    response.writeHead(200, { Connection: 'close', 'Content-Length': 7 });
    response.write('clo');
    setTimeout(() => response.end('sing'), 100);
  },
  '/read': read,
  '/later': (request, response) => void setTimeout(() => read(request, response), 50),
  '/late': (request, response) => void setTimeout(() => read(request, response), 1200),
  '/never': () => {},
  '/refuse': (_request, response) => void response.writeHead(403, { 'Content-Length': '0' }).end(),
};

function answersIn(bytes: string): RawResponse[] {
  const answers: RawResponse[] = [];
  for (let rest = bytes; rest !== ''; ) {
    const answer = parseResponse(rest);
    if (answer === undefined) throw new Error(`not a response: ${JSON.stringify(rest.slice(0, 200))}`);
    answers.push(answer);
    rest = answer.rest;
  }
  return answers;
}

function checkProblem({ fields, status, complete }: RawResponse): void {
  expect(complete).toBe(true);
  expect(fields['content-type'], String(status)).toEqual(['application/problem+json']);
  expect(fields['content-length']).toHaveLength(1);
  expect(fields['date']).toHaveLength(1);
  expect(fields['cache-control']).toEqual(['no-store']);
  expect(fields['x-content-type-options']).toEqual(['nosniff']);
}

async function check(made: Made, one: WireCase, onEnd: typeof onTestFinished): Promise<void> {
  const ran: string[] = [];
  const routes = Object.fromEntries(
    Object.entries(ROUTES).map(([path, run]): [string, Run] => [
      path,
      (request, response) => {
        ran.push(path);
        run(request, response);
      },
    ]),
  );
  const { server, port, reports } = await serveUntilEnd(
    applicationOf(made, routes),
    { timeouts: one.timeouts },
    onEnd,
  );
  if (one.timeoutMs !== undefined) server.timeout = one.timeoutMs;
  const { bytes, error, closedMs } = await talk(port, one.send, 6000);
  const all = answersIn(bytes);
  const final = all.filter(({ status }) => status >= 200);
  expect(all.length - final.length, '1xx').toBe(one.continues === true ? 1 : 0);
  const statuses = one.answers.map((choice, at) => {
    const got = final[at]?.status ?? 0;
    return Array.isArray(choice) && choice.includes(got) ? got : choice;
  });
  expect(final.map(({ status }) => status)).toEqual(statuses);
  expect(error).toBe(one.closes === false ? 'TIMEOUT' : undefined);
  expect(ran).toEqual(one.runs ?? []);
  if (one.body !== undefined) expect(final.at(-1)?.body).toBe(one.body);
  const failures = statuses.filter((status): status is number => Number(status) >= 400);
  const reported = one.reports ?? failures;
  expect(reports.map(({ error: { status } }) => status)).toEqual(reported);
  for (const report of reports) {
    expect(report.level).toBe(report.error.status === 503 ? 'warn' : 'info');
    expect(report.address).toBe('127.0.0.1');
  }
  for (const answer of final) if (reported.includes(answer.status)) checkProblem(answer);
  if (reported.length > 0) expect(final.at(-1)?.fields['connection']).toEqual(['close']);
  if (one.notBeforeMs !== undefined) expect(closedMs).toBeGreaterThanOrEqual(one.notBeforeMs);
}

describe.each(MADE)('%s', (made) => {
  describe.each([
    ['messages', MESSAGES],
    ['what is asked', ASKING],
    ['behind a request', BEHIND],
    ['time', TIMES],
  ])('%s', (_topic, cases) => {
    it.concurrent.for(cases)('$name', (one, context) => check(made, one, context.onTestFinished));
  });
});
