// `job` against the monitor that `accepted` and `jobStatus` write, on every framework.
import { isRemote, job } from '@statuskit/client';
import { accepted, Gone, InsufficientStorage, type Job, jobStatus, NotFound, problem } from '@statuskit/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { FRAMEWORKS, serve, type TestServer } from '../../setup/frameworks.ts';

class QuotaSpent extends problem<{ left: number }>()({
  type: 'https://exports.example/quota-spent',
  title: 'Quota spent',
  status: 403,
}) {}

const JOBS: Readonly<Record<string, readonly Job[]>> = {
  file: [
    { state: 'queued' },
    { state: 'running', progress: 45 },
    { state: 'running', progress: 99.5 },
    { state: 'done', result: '/files/1.csv' },
  ],
  nothing: [{ state: 'running' }, { state: 'done' }],
  full: [
    { state: 'running', progress: 5 },
    { state: 'failed', problem: new InsufficientStorage({ detail: 'No room' }) },
  ],
  spent: [{ state: 'failed', problem: new QuotaSpent({ left: 0 }, 'Nothing is left') }],
  gone: [{ state: 'queued' }, { state: 'gone' }],
};

describe.each(FRAMEWORKS)('%s', (framework) => {
  let server: TestServer;
  let url = '';
  const asked: string[] = [];
  let waitSeconds = 0;

  beforeAll(async () => {
    const left = new Map<string, Job[]>();
    server = await serve(framework, {
      'POST /exports/:name': ({ request }) => {
        const name = request.url?.split('/').at(-1) ?? '';
        left.set(name, [...(JOBS[name] ?? [])]);
        return accepted(`/jobs/${name}`, { retryAfter: { seconds: waitSeconds } });
      },
      'GET /jobs/:name': ({ request }) => {
        asked.push(`${request.url} ${request.headers.accept}`);
        const jobs = left.get(request.url?.split('/').at(-1) ?? '');
        if (jobs === undefined) throw new NotFound('no such job');
        const [next = { state: 'gone' }] = jobs;
        jobs.shift();
        return jobStatus(
          next,
          next.state === 'queued' || next.state === 'running' ? { retryAfter: { seconds: waitSeconds } } : {},
        );
      },
      'GET /files/1.csv': () => 'a,b\n1,2\n',
    });
    url = `http://127.0.0.1:${server.port}`;
    return () => server.close();
  });

  const start = (name: string): Promise<Response> => fetch(`${url}/exports/${name}`, { method: 'POST' });

  it('follows a job to its result', async () => {
    asked.length = 0;
    const seen: unknown[] = [];
    const result = await job(await start('file'), { pollMs: 0, onProgress: (one) => void seen.push(one) });
    expect(await result.text()).toBe('a,b\n1,2\n');
    expect(result).toMatchObject({ status: 200, url: `${url}/files/1.csv` });
    expect(seen).toEqual([
      { state: 'queued' },
      { state: 'running', progress: 45 },
      { state: 'running', progress: 99.5 },
    ]);
    expect(asked).toEqual(Array(4).fill('/jobs/file application/json'));
  });

  it('follows a job without a result to its end', async () => {
    const result = await job(await start('nothing'), { pollMs: 0 });
    expect(await result.json()).toEqual({ state: 'done' });
  });

  it.each([
    ['full', InsufficientStorage, { status: 507, detail: 'No room' }],
    [
      'spent',
      undefined,
      { status: 403, title: 'Quota spent', detail: 'Nothing is left', extensions: { left: 0 } },
    ],
    ['gone', Gone, { status: 410 }],
  ] as const)('rejects with what has become of the job: %s', async (name, Class, expected) => {
    const error = await job(await start(name), { pollMs: 0 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(expected);
    expect(isRemote(error)).toBe(true);
    if (Class) expect(error).toBeInstanceOf(Class);
  });

  it('rejects with a 404 of a monitor that is not there', async () => {
    const error = await job(`${url}/jobs/unknown`).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotFound);
    expect(error).toMatchObject({ detail: 'no such job' });
  });

  // One framework is enough for what takes a second.
  if (framework !== 'express5') return;
  it('does not ask before Retry-After is over', async () => {
    waitSeconds = 1;
    const response = await start('nothing');
    waitSeconds = 0;
    const began = performance.now();
    await job(response, { pollMs: 0 });
    expect(performance.now() - began).toBeGreaterThanOrEqual(999);
  });
});
