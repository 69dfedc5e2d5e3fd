import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Listening, listen } from './listen.ts';

/**
 * How the upstream treats a code: `locked` answers 401, as if our own credentials were wrong; `garbage` answers 200
 * with something else than was agreed; `late` never answers; `dropped` closes the connection without a word; `busy`
 * answers 503 and says when to come back.
 */
type Mood = 'fine' | 'locked' | 'garbage' | 'late' | 'dropped' | 'busy';

/** The demo's own weather service, on loopback. */
export type Upstream = Listening & {
  /** From now on treats a code so. */
  treat(code: string, mood: Mood): void;
};

/** What may be said about an upstream. */
export type UpstreamOptions = {
  /** How it treats which code. Default: all are `fine`. */
  readonly moods?: Readonly<Record<string, Mood>> | undefined;
  /** Called for each request with its path, before it is answered. */
  readonly onRequest?: ((path: string) => void) | undefined;
};

// Made up, but the same each time: the register is about airports, not about weather.
function weatherOf(code: string): { temperatureCelsius: number; windKnots: number } {
  const sum = [...code].reduce((total, letter) => total * 31 + letter.charCodeAt(0), 7);
  return { temperatureCelsius: (sum % 45) - 15, windKnots: sum % 37 };
}

/**
 * Starts a weather service that answers `GET /weather/{code}` and can be broken for given codes.
 *
 * @example
 * const upstream = await startUpstream({ moods: { CDG: 'garbage' } });
 * upstream.treat('AMS', 'late');
 * await upstream.close();
 */
export async function startUpstream(options: UpstreamOptions = {}): Promise<Upstream> {
  const moods = new Map(Object.entries(options.moods ?? {}));

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/';
    options.onRequest?.(path);
    const code = path.slice('/weather/'.length);
    switch (moods.get(code) ?? 'fine') {
      case 'fine':
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(weatherOf(code)));
        return;
      case 'locked':
        response.writeHead(401, { 'www-authenticate': 'Basic realm="upstream, not yours"' });
        response.end('api key pg-7781 expired');
        return;
      case 'garbage':
        response.setHeader('content-type', 'application/json');
        response.end('<html>It works!</html>');
        return;
      case 'late':
        return; // until the caller gives up or the server is closed
      case 'dropped':
        request.socket.destroy();
        return;
      case 'busy':
        response.writeHead(503, { 'retry-after': '2' });
        response.end('station pg-7781 restarts');
        return;
    }
  }

  const listening = await listen(answer);
  return { ...listening, treat: (code, mood) => void moods.set(code, mood) };
}
