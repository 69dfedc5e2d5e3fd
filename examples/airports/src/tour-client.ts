import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Known, Stop } from './stop.ts';

/** A response as it came, all of it. */
export type Answer = {
  readonly status: number;
  readonly phrase: string;
  /** Names in lower case; several lines of one name joined by a comma. */
  readonly fields: ReadonlyMap<string, string>;
  readonly content: string;
  /** The links of a 103 that came ahead of it. */
  readonly hints: string | undefined;
  /** Whether a 100 came ahead of it. */
  readonly continued: boolean;
};

function fieldsOf(raw: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = String(raw[at]).toLowerCase();
    const before = fields.get(name);
    fields.set(name, before === undefined ? String(raw[at + 1]) : `${before}, ${raw[at + 1]}`);
  }
  return fields;
}

/** As often as a stop asks again, at most. */
const PATIENCE = 20;

/**
 * Makes one stop of the tour at a server. A stop that comes later waits for as long as the answer before has said; one that
 * asks until something is so waits in between.
 *
 * Rejects where no response comes.
 */
export async function visit(baseUrl: string, stop: Stop, known: Known): Promise<Answer> {
  if (stop.waits) await retryAfter(known.before);
  const headers = typeof stop.headers === 'function' ? stop.headers(known) : stop.headers;
  let restarted: Promise<void> | undefined;
  const onContinue = (): void => {
    if (stop.restarts) restarted = known.restart?.();
  };
  let answer = await ask(baseUrl, stop, headers, onContinue);
  for (let times = 1; stop.until !== undefined && answer.status !== stop.until && times < PATIENCE; times++) {
    await retryAfter(answer);
    answer = await ask(baseUrl, stop, headers, onContinue);
  }
  await restarted;
  return answer;
}

function retryAfter(answer: Answer | undefined): Promise<void> {
  return setTimeout(Number(answer?.fields.get('retry-after') ?? 0) * 1000);
}

// Each request has a connection of its own, and none is left behind.
function ask(
  baseUrl: string,
  { method, path, body }: Stop,
  headers: Readonly<Record<string, string>> = {},
  onContinue: () => void = () => {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const content = body === undefined ? undefined : Buffer.from(body);
    let hints: string | undefined;
    let continued = false;
    // Not fetch: it refuses some methods and hides Connection.
    const sent = request(
      `${baseUrl}${path}`,
      {
        method,
        agent: false,
        headers: { ...headers, ...(content === undefined ? {} : { 'content-length': content.length }) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            phrase: response.statusMessage ?? '',
            fields: fieldsOf(response.rawHeaders),
            content: Buffer.concat(chunks).toString(),
            hints,
            continued,
          });
          if (!sent.writableEnded) sent.destroy(); // the content is not wanted
        });
      },
    );
    sent.on('information', (early) => {
      if (early.statusCode === 103) hints = String(early.headers['link']);
    });
    // After a response this is only the server's closing of an upload that it refused: the promise is settled then.
    sent.on('error', reject);
    if (headers['expect'] === undefined) sent.end(content);
    else {
      sent.once('continue', () => {
        continued = true;
        onContinue();
        sent.end(content);
      });
      sent.flushHeaders();
    }
  });
}
