import { BadGateway, GatewayTimeout } from '@statuskit/core';

/** The weather at an airport. */
type Weather = { readonly temperatureCelsius: number; readonly windKnots: number };

/** Asks the weather service. Rejects with a BadGateway or a GatewayTimeout that keeps the cause. */
export type WeatherClient = (code: string) => Promise<Weather>;

/** What may be said about a weather client. */
export type WeatherClientOptions = {
  /** A signal that aborts when the answer comes too late. Default: after 300 ms. */
  readonly deadline?: (() => AbortSignal) | undefined;
};

function isWeather(value: unknown): value is Weather {
  if (typeof value !== 'object' || value === null) return false;
  const { temperatureCelsius, windKnots } = value as Readonly<Record<string, unknown>>;
  return typeof temperatureCelsius === 'number' && typeof windKnots === 'number';
}

/**
 * A client of the weather service at `baseUrl`.
 *
 * Nothing that the service says about a failure reaches our own client, least of all its status: that its 401 is about
 * our key, not about our client's, is for the log.
 *
 * @example
 * const weather = weatherClient(upstream.url);
 * await weather('KEF'); // { temperatureCelsius: 26, windKnots: 30 }
 */
export function weatherClient(baseUrl: string, options: WeatherClientOptions = {}): WeatherClient {
  const deadline = options.deadline ?? (() => AbortSignal.timeout(300));

  return async function weather(code) {
    const url = `${baseUrl}/weather/${encodeURIComponent(code)}`;
    const signal = deadline();
    try {
      const response = await fetch(url, { signal });
      if (!response.ok)
        throw new Error(`answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
      const said: unknown = await response.json();
      if (!isWeather(said))
        throw new TypeError(`expected weather, got ${JSON.stringify(said).slice(0, 200)}`);
      return { temperatureCelsius: said.temperatureCelsius, windKnots: said.windKnots };
    } catch (cause) {
      if (signal.aborted) throw new GatewayTimeout({ log: `no weather in time from ${url}`, cause });
      throw new BadGateway({ log: `no weather from ${url}`, cause });
    }
  };
}
