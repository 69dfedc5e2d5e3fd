import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2';

/** The highest identifier of a stream: no more are begun, but none is refused (RFC 9113 §6.8). */
const LAST_STREAM = 2 ** 31 - 1;

/** Sends GOAWAY; a session that is closed by now needs none. */
function goAway(session: ServerHttp2Session, lastStream?: number): void {
  if (!session.closed && !session.destroyed) session.goaway(0, lastStream);
}

/**
 * The sessions of a server of `node:http2`. When a drain begins they are told to go away, and they are closed with their last
 * stream when listening ends: on Node 20 and 22 `close()` does neither.
 */
export class Sessions {
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #streams = new Set<ServerHttp2Stream>();
  #isDraining = false;

  add(session: ServerHttp2Session): void {
    this.#sessions.add(session);
    session.once('close', () => this.#sessions.delete(session));
    session.on('stream', (stream: ServerHttp2Stream) => {
      this.#streams.add(stream);
      stream.once('close', () => this.#streams.delete(stream));
      // A session that began during the drain is there for a request.
      if (this.#isDraining) goAway(session, LAST_STREAM);
    });
  }

  /** How many streams are open. */
  get pending(): number {
    return this.#streams.size;
  }

  goAway(): void {
    this.#isDraining = true;
    for (const session of this.#sessions) goAway(session, LAST_STREAM);
  }

  close(): void {
    for (const session of this.#sessions) {
      goAway(session);
      session.close();
    }
  }
}
