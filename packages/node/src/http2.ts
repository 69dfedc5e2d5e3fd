import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { RequestTimeout } from '@statuskit/core';
import { cutOff } from '@statuskit/core/adapter';
import { answerInstead, type ReportListener, reportBelow } from './answer.ts';
import type { Limits } from './sweep.ts';

/*
 * The sessions of a server of `node:http2`, which has no timeouts for them.
 *
 * A stream is an event only when its header block is complete, and no other frame can arrive while one is incomplete
 * (RFC 9113 §4.3). So a session without a stream is either idle or stuck in a header block; the number of bytes that it has
 * received tells which. Content is late if it has not arrived although the client may send: neither the window of the stream
 * nor that of the session is used up, which is how a server that does not read stops its client.
 *
 * A session is closed by GOAWAY. Streams that the client begins later are not processed, and it may repeat them elsewhere.
 */

/** The highest identifier of a stream: no more are begun, but none is refused (RFC 9113 §6.8). */
const LAST_STREAM = 2 ** 31 - 1;

const NO_ERROR = 0;

/** How long a client has to close a session that is over. An incomplete header block keeps it open. */
const PATIENCE_MS = 1000;

/** Sends GOAWAY; a session that is closed by now needs none. */
function goAway(session: ServerHttp2Session, lastStream?: number): void {
  if (!session.closed && !session.destroyed) session.goaway(NO_ERROR, lastStream);
}

interface SessionState {
  streams: number;
  isFresh: boolean;
  isClosing: boolean;
  readonly sinceMs: number;
  /** For how long there has been no stream. */
  idleMs: number;
  /** For how long nothing has been received, either. */
  quietMs: number;
  bytes: number;
}

/** A stream whose content is arriving. */
interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** For how long its client could send. */
  spentMs: number;
  couldSend: boolean;
}

/**
 * When a drain begins, sessions are told to go away, and they are closed with their last stream when listening ends: on Node 20
 * and 22 `close()` does neither.
 */
export class Sessions {
  readonly #sessions = new Map<ServerHttp2Session, SessionState>();
  readonly #streams = new Set<ServerHttp2Stream>();
  readonly #arriving = new Map<ServerHttp2Stream, Arrival>();
  readonly #limits: Limits;
  readonly #own: ReportListener | undefined;
  #isDraining = false;

  constructor(limits: Limits, own: ReportListener | undefined) {
    this.#limits = limits;
    this.#own = own;
  }

  add(session: ServerHttp2Session, nowMs: number = performance.now()): void {
    const state: SessionState = {
      streams: 0,
      isFresh: true,
      isClosing: false,
      sinceMs: nowMs,
      idleMs: 0,
      quietMs: 0,
      bytes: 0,
    };
    this.#sessions.set(session, state);
    session.once('close', () => this.#sessions.delete(session));
    session.on('stream', (stream: ServerHttp2Stream) => {
      this.#streams.add(stream);
      state.streams++;
      state.isFresh = false;
      stream.once('close', () => {
        this.#streams.delete(stream);
        this.#arriving.delete(stream);
        state.streams--;
        state.idleMs = 0;
        state.quietMs = 0;
      });
      // A session that began during the drain is there for a request.
      if (this.#isDraining) goAway(session, LAST_STREAM);
    });
  }

  /** Notes a request whose head has arrived. */
  begin(request: IncomingMessage, response: ServerResponse): void {
    const { stream } = request as unknown as Http2ServerRequest; // of the compatibility layer
    if (stream.endAfterHeaders) return;
    this.#arriving.set(stream as ServerHttp2Stream, { request, response, spentMs: 0, couldSend: true });
  }

  /** How many streams are open. */
  get pending(): number {
    return this.#streams.size;
  }

  goAway(): void {
    this.#isDraining = true;
    for (const session of this.#sessions.keys()) goAway(session, LAST_STREAM);
  }

  noteListening(): void {
    this.#isDraining = false;
  }

  close(): void {
    for (const [session, state] of this.#sessions) this.#end(session, state);
  }

  #end(session: ServerHttp2Session, state: SessionState): void {
    state.isClosing = true;
    state.idleMs = 0;
    goAway(session);
    session.close();
  }

  /** Looks at each session, and at each stream that is arriving, once. */
  sweep(passedMs: number, nowMs: number): void {
    for (const [session, state] of this.#sessions) {
      if (state.streams === 0) this.#look(session, state, Math.min(passedMs, nowMs - state.sinceMs));
    }
    for (const [stream, arrival] of this.#arriving) this.#lookAtContent(stream, arrival, passedMs);
  }

  #look(session: ServerHttp2Session, state: SessionState, passedMs: number): void {
    state.idleMs += passedMs;
    if (state.isClosing) {
      if (state.idleMs > PATIENCE_MS) session.destroy();
      return;
    }
    const bytes = session.socket?.bytesRead ?? state.bytes;
    state.quietMs = bytes === state.bytes ? state.quietMs + passedMs : 0;
    state.bytes = bytes;
    if (this.#isLate(state)) this.#end(session, state);
  }

  #isLate({ isFresh, idleMs, quietMs }: SessionState): boolean {
    const { headersMs, keepAliveMs } = this.#limits;
    if (isFresh) return headersMs > 0 && idleMs >= headersMs;
    if (keepAliveMs === 0) return false;
    // A header block may take as long as one of HTTP/1.
    return quietMs >= keepAliveMs || (headersMs > 0 && idleMs >= Math.max(headersMs, keepAliveMs));
  }

  #lookAtContent(stream: ServerHttp2Stream, arrival: Arrival, passedMs: number): void {
    const { remoteClose, localWindowSize = 0 } = stream.state;
    if (remoteClose === 1 || stream.destroyed) {
      this.#arriving.delete(stream);
      return;
    }
    const canSend = localWindowSize > 0 && (stream.session?.state.localWindowSize ?? 0) > 0;
    if (canSend && arrival.couldSend) arrival.spentMs += passedMs;
    arrival.couldSend = canSend;
    const { requestMs } = this.#limits;
    if (requestMs === 0 || arrival.spentMs < requestMs) return;
    this.#arriving.delete(stream);
    this.#endContent(stream, arrival);
  }

  #endContent(stream: ServerHttp2Stream, { request, response }: Arrival): void {
    const error = new RequestTimeout('The content took too long.');
    const address = request.socket?.remoteAddress;
    if (response.headersSent && !response.writableEnded) {
      cutOff(request, response);
      reportBelow(error, { request, address, sent: response.statusCode }, this.#own);
      return;
    }
    // The rest is not needed: RFC 9113 §8.1.
    const close = (): void => stream.close(NO_ERROR);
    if (response.writableEnded && stream.writableFinished) close();
    else stream.once('finish', close);
    if (!response.writableEnded) answerInstead(error, request, response, this.#own);
  }
}
