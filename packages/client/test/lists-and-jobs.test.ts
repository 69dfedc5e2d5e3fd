import { Gone } from '@statuskit/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fetch } from '../src/create-fetch.ts';
import { job } from '../src/job.ts';
import { pages } from '../src/pages.ts';

const URL = 'http://api.example/notes';

function listOf(links: Readonly<Record<string, string | undefined>>): { fetch: Fetch; asked: string[] } {
  const asked: string[] = [];
  const fetch: Fetch = async (input) => {
    const url = String(input);
    asked.push(url);
    const link = links[url];
    return Response.json([url], { headers: link === undefined ? {} : { link } });
  };
  return { fetch, asked };
}

async function read(options: Parameters<typeof pages>[1]): Promise<unknown[]> {
  const contents: unknown[] = [];
  for await (const { content } of pages(URL, options)) contents.push(content);
  return contents;
}

describe('pages', () => {
  it('follows the links to the end', async () => {
    const { fetch, asked } = listOf({
      [URL]: '<?page=2>; rel="next", <?page=9>; rel="last"',
      [`${URL}?page=2`]: '</notes>; rel=first, </notes?page=3>; title="a, b"; rel="foo next"',
      [`${URL}?page=3`]: '</notes>; rel=first, </x>; rel=next; anchor="#a"',
    });
    expect(await read({ fetch })).toEqual([[URL], [`${URL}?page=2`], [`${URL}?page=3`]]);
    expect(asked.length).toBe(3);
  });

  it.each([
    ['a circle', '<?page=1>; rel=next', 'second time'],
    ['another origin', '<http://evil.example/>; rel=next', 'another origin'],
  ])('%s is an error', async (_what, link, message) => {
    const { fetch, asked } = listOf({ [URL]: link, [`${URL}?page=1`]: link });
    await expect(read({ fetch })).rejects.toThrow(message);
    expect(asked.every((one) => one.startsWith(URL))).toBe(true);
  });

  it('has a bound, and ends when the loop does', async () => {
    let page = 0;
    const fetch: Fetch = async () => Response.json([], { headers: { link: `<?page=${++page}>; rel=next` } });
    await expect(read({ fetch, maxPages: 5 })).rejects.toThrow('more than 5 pages');
    page = 0;
    for await (const one of pages(URL, { fetch })) {
      expect(one.url).toBe(URL);
      break;
    }
    expect(page).toBe(1);
    await expect(read({ fetch, maxPages: 0 })).rejects.toThrow(RangeError);
  });

  it('rejects with the error of a page', async () => {
    await expect(read({ fetch: async () => new Response(null, { status: 403 }) })).rejects.toMatchObject({
      status: 403,
    });
  });
});

describe('job', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function monitor(...answers: readonly (() => Response)[]): {
    fetch: Fetch;
    asked: { url: string; atMs: number }[];
  } {
    const asked: { url: string; atMs: number }[] = [];
    const began = Date.now();
    const fetch: Fetch = async (input) => {
      asked.push({ url: String(input), atMs: Date.now() - began });
      return (answers[Math.min(asked.length, answers.length) - 1] as () => Response)();
    };
    return { fetch, asked };
  }

  const running = (progress: number, seconds?: number) => () =>
    Response.json(
      { state: 'running', progress },
      { headers: seconds === undefined ? {} : { 'retry-after': String(seconds) } },
    );
  const done = (): Response => Object.defineProperty(new Response('a,b'), 'redirected', { value: true });
  const accepted = (): Response =>
    Object.defineProperty(
      new Response('{}', { status: 202, headers: { location: '/jobs/1', 'retry-after': '2' } }),
      'url',
      {
        value: 'http://api.example/exports',
      },
    );

  it('asks after each wait, and returns the result', async () => {
    const { fetch, asked } = monitor(running(10, 5), running(50), done);
    const seen: unknown[] = [];
    const result = job(accepted(), { fetch, onProgress: (one) => seen.push(one) });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await (await result).text()).toBe('a,b');
    expect(asked).toEqual([2000, 7000, 8000].map((atMs) => ({ url: 'http://api.example/jobs/1', atMs })));
    expect(seen).toEqual([
      { state: 'running', progress: 10 },
      { state: 'running', progress: 50 },
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes the URL of a monitor, and a job without a result', async () => {
    const { fetch } = monitor(() => Response.json({ state: 'done' }));
    const result = job('http://api.example/jobs/1', { fetch });
    await vi.advanceTimersByTimeAsync(0);
    expect(await (await result).json()).toEqual({ state: 'done' });
  });

  it('rejects with the problem of a job that has failed', async () => {
    const problem = { type: 'https://e.example/full', title: 'Full', status: 507, detail: 'No room' };
    const { fetch } = monitor(() => Response.json({ state: 'failed', problem }));
    const result = job('http://api.example/jobs/1', { fetch }).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(0);
    expect(await result).toMatchObject({ status: 507, detail: 'No room', name: 'InsufficientStorage' });
  });

  it('rejects if the monitor is gone, and at its time limit', async () => {
    const gone = job('http://api.example/jobs/1', {
      fetch: monitor(() => new Response(null, { status: 410 })).fetch,
    });
    const late = job('http://api.example/jobs/1', { fetch: monitor(running(1)).fetch, timeoutMs: 5000 });
    const both = Promise.allSettled([gone, late]);
    await vi.advanceTimersByTimeAsync(5000);
    const [first, second] = await both;
    expect(first).toMatchObject({ status: 'rejected', reason: expect.any(Gone) });
    expect(second).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits longer than a timer can', async () => {
    const days = 40;
    const { fetch, asked } = monitor(running(1, days * 86_400), done);
    const result = job('http://api.example/jobs/1', { fetch });
    await vi.advanceTimersByTimeAsync(days * 86_400_000 - 1);
    expect(asked.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await result;
    expect(asked.map(({ atMs }) => atMs)).toEqual([0, days * 86_400_000]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('asks after pollMs if the wait of a running job is over already', async () => {
    const { fetch, asked } = monitor(running(1, 0), running(2, 0), done);
    const result = job('http://api.example/jobs/1', { fetch, pollMs: 500 });
    await vi.advanceTimersByTimeAsync(2000);
    await result;
    expect(asked.map(({ atMs }) => atMs)).toEqual([0, 500, 1000]);
  });

  it('rejects if onProgress does', async () => {
    const { fetch } = monitor(running(1));
    const onProgress = () => Promise.reject(new Error('enough'));
    const result = job('http://api.example/jobs/1', { fetch, onProgress }).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(0);
    expect(await result).toMatchObject({ message: 'enough' });
  });

  it.each([
    ['nothing', undefined],
    ['an object', {}],
    ['a response of axios', { status: 202, headers: { location: '/jobs/1' } }],
    ['a number', 7],
  ])('needs a Response or a URL: %s', async (_what, monitorOf) => {
    await expect(job(monitorOf as never)).rejects.toThrow(
      /^monitor: expected a Response of fetch, or a URL, got /,
    );
  });

  it('rejects with what an error means that was passed in place of a 202', async () => {
    const refused = new Response('{"detail":"No"}', {
      status: 403,
      headers: { 'content-type': 'application/problem+json', location: '/jobs/1' },
    });
    await expect(job(refused)).rejects.toMatchObject({ name: 'Forbidden', detail: 'No' });
  });

  it('needs a monitor', async () => {
    await expect(job(new Response(null, { status: 202 }))).rejects.toThrow('Location');
    await expect(job('http://a.example', { pollMs: -1 })).rejects.toThrow(RangeError);
  });
});
