import { request } from 'node:http';
import type { Stop } from './tour.ts';

/** A response as it came, all of it. */
export type Answer = {
  readonly status: number;
  readonly phrase: string;
  /** Names in lower case; several lines of one name joined by a comma. */
  readonly fields: ReadonlyMap<string, string>;
  readonly content: string;
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

/**
 * Makes one stop of the tour at a server. Each request has a connection of its own, and none is left behind.
 *
 * Rejects where no response comes.
 */
export function visit(baseUrl: string, { method, path, headers, body }: Stop): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const content = body === undefined ? undefined : Buffer.from(body);
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
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            phrase: response.statusMessage ?? '',
            fields: fieldsOf(response.rawHeaders),
            content: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    // After a response this is only the server's closing of an upload that it refused: the promise is settled then.
    sent.on('error', reject);
    sent.end(content);
  });
}
