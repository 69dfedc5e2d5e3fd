import { BadGateway, GatewayTimeout, toHttpError } from '@statuskit/core';
import { afterEach, describe, expect, it } from 'vitest';
import { startUpstream, type Upstream, type UpstreamOptions } from '../src/upstream.ts';
import { weatherClient } from '../src/weather.ts';

const running: Upstream[] = [];
async function upstreamWith(options?: UpstreamOptions): Promise<Upstream> {
  const upstream = await startUpstream(options);
  running.push(upstream);
  return upstream;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((upstream) => upstream.close()));
});

// No test here waits for a clock, unless it is meant to be late.
const patient = { timeoutMs: 20_000 };

const caught = (promise: Promise<unknown>): Promise<unknown> => promise.catch((reason: unknown) => reason);

describe('weatherClient', () => {
  it('returns the weather', async () => {
    const { url } = await upstreamWith();
    const weather = weatherClient(url, patient);
    await expect(weather('KEF')).resolves.toEqual({
      temperatureCelsius: expect.any(Number),
      windKnots: expect.any(Number),
    });
    await expect(weather('KEF')).resolves.toEqual(await weather('KEF'));
  });

  it('follows the mood of the upstream', async () => {
    const upstream = await upstreamWith({ moods: { KEF: 'garbage' } });
    const weather = weatherClient(upstream.url, patient);
    await expect(weather('KEF')).rejects.toThrow(BadGateway);
    upstream.treat('KEF', 'fine');
    await expect(weather('KEF')).resolves.toBeDefined();
  });

  it.each(['garbage', 'locked', 'dropped'] as const)('502 for an upstream that is %s', async (mood) => {
    const { url } = await upstreamWith({ moods: { KEF: mood } });
    const error = toHttpError(await caught(weatherClient(url, patient)('KEF')));
    expect(error).toBeInstanceOf(BadGateway);
    expect(error).toMatchObject({ status: 502, cause: expect.any(Error) });
    // Neither our address of the upstream nor what it said is for the client.
    expect(JSON.stringify(error)).toBe('{"type":"about:blank","title":"Bad Gateway","status":502}');
    expect(error.headers).toEqual({});
  });

  it('502 with the cause where nobody listens', async () => {
    const { url, close } = await startUpstream();
    await close();
    await expect(weatherClient(url, patient)('KEF')).rejects.toMatchObject({
      status: 502,
      cause: expect.any(TypeError),
    });
  });

  it('504 with the cause where no answer comes in time', async () => {
    const { url } = await upstreamWith({ moods: { KEF: 'late' } });
    const error = await caught(weatherClient(url, { timeoutMs: 20 })('KEF'));
    expect(error).toBeInstanceOf(GatewayTimeout);
    expect(error).toMatchObject({ status: 504, cause: { name: 'TimeoutError' } });
  });

  it('503 for one that wants to be left alone, which is not asked until then', async () => {
    const asked: string[] = [];
    const { url } = await upstreamWith({
      moods: { KEF: 'busy' },
      onRequest: (path) => void asked.push(path),
    });
    const weather = weatherClient(url, patient);
    for (let time = 0; time < 3; time++) {
      expect(await caught(weather('KEF'))).toMatchObject({ status: 503, retryAfterSeconds: 2 });
    }
    expect(asked).toEqual(['/weather/KEF']);
    await expect(weather('AMS')).resolves.toBeDefined();
  });
});
