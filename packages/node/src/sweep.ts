import type { IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import { RequestTimeout } from '@statuskit/core';
import { answerInstead, answerOnSocket, type ReportListener, reportBelow } from './answer.ts';
import type { Connection } from './connection.ts';

/*
 * Timeouts of requests that arrive too slowly.
 *
 * Node has such a sweep, which runs every 30 seconds, ends with `close()`, answers in the place of a pending response, and
 * counts the time in which the server itself did not read. Node's is switched off and this one runs instead, a few times a
 * second. It counts time spent: a head or content is arriving, and the server is reading. A turn counts at most twice its
 * interval, since a process that was busy for longer was not reading either.
 */

export const SWEEP_MS = 200;

/** For how long a request may arrive, in milliseconds; 0 is any time. */
export interface Limits {
  headersMs: number;
  requestMs: number;
  /** How long a session of HTTP/2 may be idle; that of a connection of HTTP/1 is Node's own. */
  keepAliveMs: number;
}

/** Reports whether Node reads on for this request: it stops while the buffer is full. */
function isRead(request: IncomingMessage): boolean {
  return request.readableLength < request.readableHighWaterMark;
}

export class Sweep {
  readonly limits: Limits;
  readonly own: ReportListener | undefined;
  lastMs: number = performance.now();

  constructor(limits: Limits, own: ReportListener | undefined) {
    this.limits = limits;
    this.own = own;
  }

  /** Looks at each connection once. Returns the time that counts as passed, in milliseconds. */
  run(connections: Iterable<Connection>, nowMs: number = performance.now()): number {
    const passedMs = Math.min(nowMs - this.lastMs, 2 * SWEEP_MS);
    this.lastMs = nowMs;
    for (const connection of connections) {
      if (connection.phase !== 'open') continue;
      this.#look(connection, Math.min(passedMs, nowMs - connection.sinceMs));
    }
    return passedMs;
  }

  #look(connection: Connection, passedMs: number): void {
    const { request, socket } = connection;
    if (request !== undefined && !request.complete) this.#lookAtContent(connection, request, passedMs);
    else {
      connection.endContent();
      const isArriving = socket.bytesRead > connection.bytes;
      // A new connection may be silent for as long as a head may take; an idle one is Node's keepAliveTimeout's.
      if (isArriving || connection.isFresh) connection.spentMs += passedMs;
      else connection.spentMs = 0;
      if (this.#isLate(connection, true)) isArriving ? this.#endHead(connection) : socket.destroy();
    }
  }

  #lookAtContent(connection: Connection, request: IncomingMessage, passedMs: number): void {
    const reads = isRead(request);
    if (reads && connection.wasReading) connection.spentMs += passedMs;
    connection.wasReading = reads;
    if (this.#isLate(connection, false)) this.#endContent(connection, request);
  }

  #isLate({ spentMs }: Connection, isHead: boolean): boolean {
    const { headersMs, requestMs } = this.limits;
    return (requestMs > 0 && spentMs >= requestMs) || (isHead && headersMs > 0 && spentMs >= headersMs);
  }

  #endHead(connection: Connection): void {
    connection.refuse();
    connection.afterPending(() => {
      answerOnSocket(new RequestTimeout('The header fields took too long.'), connection.socket, {}, this.own);
    });
  }

  #endContent(connection: Connection, request: IncomingMessage): void {
    const { response, socket } = connection;
    connection.refuse();
    // Another answer would be taken for that of the next request.
    if (response === undefined || response.destroyed) {
      socket.destroy();
      return;
    }
    if (response.writableEnded) {
      response.once('close', () => socket.destroy()); // on its way
      return;
    }
    const error = new RequestTimeout('The content took too long.');
    if (!response.headersSent) {
      answerInstead(error, request, response, this.own);
      return;
    }
    const address = socket.remoteAddress;
    socket.destroy(); // cut: what has begun cannot become whole
    reportBelow(error, { request, address, sent: response.statusCode }, this.own);
  }
}
