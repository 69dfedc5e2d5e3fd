import { revive, type Upstream, upstream } from '@statuskit/client';
import { BadGateway } from '@statuskit/core';

/** The weather at an airport. */
type Weather = { readonly temperatureCelsius: number; readonly windKnots: number };

/** Asks the weather service. Rejects with a BadGateway or a GatewayTimeout that keeps the cause. */
export type WeatherClient = (code: string) => Promise<Weather>;

/** Options of a weather client. */
export type WeatherClientOptions = {
  /** The time for an answer, in milliseconds. Default: 300. */
  readonly timeoutMs?: number | undefined;
};

function isWeather(value: unknown): value is Weather {
  if (typeof value !== 'object' || value === null) return false;
  const { temperatureCelsius, windKnots } = value as Readonly<Record<string, unknown>>;
  return typeof temperatureCelsius === 'number' && typeof windKnots === 'number';
}

/**
 * Returns a client of the weather service at `baseUrl`.
 *
 * Nothing that the service says about a failure reaches our own client, least of all its status: that its 401 is about
 * our key, not about our client's, is for the log. Only the time for which it wants to be left alone is passed on. Each
 * airport has a station of its own, so each has a circuit of its own.
 *
 * @example
 * const weather = weatherClient(service.url);
 * await weather('KEF'); // { temperatureCelsius: 26, windKnots: 30 }
 */
export function weatherClient(baseUrl: string, options: WeatherClientOptions = {}): WeatherClient {
  const { timeoutMs = 300 } = options;
  const stations = new Map<string, Upstream>();

  function stationOf(code: string): Upstream {
    const known = stations.get(code);
    if (known !== undefined) return known;
    const station = upstream(`weather at ${code}`, { timeoutMs, breaker: { failures: 20, openMs: 2000 } });
    stations.set(code, station);
    return station;
  }

  return function weather(code) {
    return stationOf(code)(async ({ signal }) => {
      const response = await fetch(`${baseUrl}/weather/${encodeURIComponent(code)}`, { signal });
      const error = await revive(response);
      if (error !== undefined) throw error;
      const said: unknown = await response.json();
      if (!isWeather(said))
        throw new BadGateway({ log: `expected weather, got ${JSON.stringify(said).slice(0, 200)}` });
      return { temperatureCelsius: said.temperatureCelsius, windKnots: said.windKnots };
    });
  };
}
