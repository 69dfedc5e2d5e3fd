import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { hasContent, isClosing, linger, lingerOnClose, markClosing } from '@statuskit/core/adapter';

/*
 * What is known of one connection of HTTP/1.
 *
 * Node offers no public way to ask which answers a connection still owes, so each request is noted here with its response.
 * A response counts as pending until it is destroyed, which Node does one tick after it has taken it off the socket, or when
 * the connection is gone. Nothing is listened to for that: the few that need to know ask, so that a request costs a few
 * assignments. Only the latest request can still be arriving, since a connection is parsed in order.
 */

/** Where a connection stands: serving, refused (what still arrives is discarded), or taken over by another protocol. */
type Phase = 'open' | 'refused' | 'upgraded';

/** `bytes` while content is arriving: the position of the next head is not known yet. */
const UNKNOWN = -1;

/** How long a new connection has to send something after listening has ended, in milliseconds. */
export const FRESH_MS = 1000;

const CONNECTION = Symbol('statuskit.connection');

export class Connection {
  readonly socket: Socket;
  phase: Phase = 'open';
  /** The latest request and its response. */
  request: IncomingMessage | undefined;
  response: ServerResponse | undefined;
  /** Responses before the latest one, in order; some may be over. */
  earlier: ServerResponse[] = [];
  /** At which length those that are over are removed: twice what was left the last time, since a client may send thousands. */
  #most = 16;
  /** How many bytes had been read when the latest request was whole. */
  bytes: number;
  /** For how long the current request has been arriving while the server was reading. */
  spentMs = 0;
  /** Whether the server was reading at the last sweep. */
  wasReading = true;
  readonly sinceMs: number;
  /** Whether what follows the latest request is not known, so that it is not processed. */
  isLast = false;
  /** Whether no request has been received yet. */
  isFresh = true;

  constructor(socket: Socket, nowMs: number) {
    this.socket = socket;
    this.sinceMs = nowMs;
    this.bytes = socket.bytesRead; // not 0 after a TLS handshake
  }

  /** Notes a request whose head has arrived. */
  begin(request: IncomingMessage, response: ServerResponse): void {
    const { response: before } = this;
    if (before !== undefined && !before.destroyed) {
      this.earlier.push(before);
      if (this.earlier.length > this.#most) {
        this.earlier = this.earlier.filter((one) => !one.destroyed);
        this.#most = Math.max(16, 2 * this.earlier.length);
      }
    }
    this.request = request;
    this.response = response;
    this.isFresh = false;
    if (hasContent(request)) {
      this.bytes = UNKNOWN;
      // An answer that closes the connection may go out before the content has arrived.
      lingerOnClose(this.socket, () => this.request ?? request);
    } else {
      this.bytes = this.socket.bytesRead;
      this.spentMs = 0;
    }
  }

  /** Notes that all content has arrived. */
  endContent(): void {
    if (this.bytes !== UNKNOWN) return;
    this.bytes = this.socket.bytesRead;
    this.spentMs = 0;
  }

  /** The responses that the connection still owes, in order. */
  get pending(): readonly ServerResponse[] {
    const { response, earlier } = this;
    const all = response === undefined ? earlier : [...earlier, response];
    return all.filter((one) => !one.destroyed);
  }

  /** Whether content of the latest request is still to come. */
  get isReceiving(): boolean {
    return this.request !== undefined && !this.request.complete;
  }

  /** Closes the connection, after listening has ended, if it owes nothing and its client sends nothing. */
  closeUnused(nowMs: number): void {
    const { socket, bytes, isFresh, phase, sinceMs } = this;
    if (phase !== 'open') return;
    if (isFresh) {
      if (socket.bytesRead === bytes && nowMs - sinceMs > FRESH_MS) socket.destroy();
    } else if (this.isReceiving && this.pending.length === 0) {
      // The answer is whole, and the content of its request may never come.
      this.refuse();
      linger(socket);
    }
  }

  /** From now on nothing that arrives is processed. */
  refuse(): void {
    this.phase = 'refused';
    markClosing(this.socket);
  }

  /** Calls `then` when no answer is pending any more; not if the connection is over by then. */
  afterPending(then: () => void): void {
    const last = this.pending.at(-1);
    if (last !== undefined) last.once('close', () => this.afterPending(then));
    else if (!this.socket.destroyed && !this.socket.writableEnded) then();
  }
}

interface Tracked {
  [CONNECTION]?: Connection;
}

export function connectionOf(socket: object | null | undefined): Connection | undefined {
  return (socket as Tracked | null | undefined)?.[CONNECTION];
}

/** Begins to track a connection, or goes on with one that an upgrade has come back from. */
export function track(socket: Socket, connections: Set<Connection>): void {
  const known = connectionOf(socket);
  if (known !== undefined) {
    known.phase = 'open';
    return;
  }
  const connection = new Connection(socket, performance.now());
  (socket as Tracked)[CONNECTION] = connection;
  connections.add(connection);
  socket.once('close', () => connections.delete(connection));
}

const CLOSE = /(?:^|[\s,])close(?:$|[\s,])/i;

/**
 * Reports whether requests behind this response may run: `false` if it closes the connection, undefined if that cannot be
 * known before it is over.
 */
export function keepsOpen(response: ServerResponse): boolean | undefined {
  if (!response.headersSent) return true;
  if (isClosing(response.req.socket)) return false;
  const given = response.getHeader('connection');
  return given === undefined ? undefined : !CLOSE.test(String(given));
}
