import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { hasContent } from '@statuskit/core/adapter';

/*
 * An `Upgrade` that nobody takes is answered as a request without it (RFC 9110 §7.8).
 *
 * Node has detached the connection from its parser by then. So the head is written once more without Upgrade and put back in
 * front of what has arrived since, and the connection is passed to the server as if it were new, which Node documents for
 * the event `connection`. Node could also leave the upgrade aside itself, but then it drops what has arrived behind the request
 * in the same packet: whole requests, or the beginning of one whose rest is taken for a request of its own.
 *
 * Whether a listener takes a request shows only later, since it may look up a user first: it writes something, or destroys the
 * socket. Ending a socket without a byte, as socket.io does after a second, leaves the request to us.
 */

/** How long a listener has to take an upgrade, in milliseconds, if the timeout of requests is not shorter. */
const PATIENCE_MS = 10_000;

/** Switching to another version of HTTP, or to TLS, is offered by clients to any server and taken by none. */
const NEVER = /^\s*(?:h2c?|http|tls)(?:\/[\d.]+)?\s*$/i;

/** Reports whether listeners are asked: a WebSocket, say, which begins with a request without content. */
function mayUpgrade(request: IncomingMessage): boolean {
  const protocols = String(request.headers.upgrade ?? '').split(',');
  return !hasContent(request) && protocols.some((protocol) => !NEVER.test(protocol));
}

type Asks = Server & { shouldUpgradeCallback?: (request: IncomingMessage) => boolean };

/**
 * Makes Node report each upgrade of a request without content, with or without other listeners. Returns a function that reports whether
 * the other listeners are called for a request. Versions of Node that ask before they upgrade would lose content, so there a request
 * that has content is not upgraded.
 */
export function watchUpgrades(server: Asks, listener: () => void): (request: IncomingMessage) => boolean {
  const { shouldUpgradeCallback: before } = server;
  server.on('upgrade', listener);
  const wantsUpgrade: typeof before = (request) => !hasContent(request);
  server.shouldUpgradeCallback = wantsUpgrade;
  return (request) =>
    mayUpgrade(request) && server.listenerCount('upgrade') > 1 && before?.call(server, request) !== false;
}

/** Reports whether Node has left an upgrade aside, and has perhaps dropped what arrived behind the request. */
export function isLeftAside({ headers: { upgrade, connection = '' } }: IncomingMessage): boolean {
  return upgrade !== undefined && /(?:^|[\s,])upgrade(?:$|[\s,])/i.test(connection);
}

/** The bytes of a request without its Upgrade. */
function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = [rawHeaders[at], rawHeaders[at + 1]];
    const lower = name.toLowerCase();
    if (lower === 'upgrade' || lower === 'http2-settings') continue;
    if (lower !== 'connection') lines.push(`${name}: ${value}`);
    else {
      const kept = value.split(',').filter((option) => !/^\s*(?:upgrade|http2-settings)\s*$/i.test(option));
      if (kept.length > 0) lines.push(`${name}: ${kept.join(',').trim()}`);
    }
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

interface Written {
  readonly bytesWritten?: number;
}

/** Puts a request back in front of what its connection brings. */
export function putBack(request: IncomingMessage, socket: Duplex, head: Uint8Array): void {
  socket.unshift(Buffer.concat([Buffer.from(headOf(request), 'latin1'), head]));
}

/** Calls `left` if no listener has taken the upgrade after `listen` was called. */
export function watchUpgrade(
  socket: Duplex & Written,
  { limitMs, listen, left }: { readonly limitMs: number; listen(): void; left(): void },
): void {
  const { end } = socket;
  const bytesBefore = socket.bytesWritten ?? 0;
  const isTaken = (): boolean =>
    socket.destroyed || socket.writableLength > 0 || (socket.bytesWritten ?? 0) > bytesBefore;
  const isGone = (): boolean => socket.readableEnded || socket.writableEnded;

  const timer = setTimeout(settle, limitMs > 0 ? Math.min(limitMs, PATIENCE_MS) : PATIENCE_MS).unref();
  const forget = (): void => clearTimeout(timer);
  socket.once('close', forget);

  /** The connection may bring many upgrades, so nothing may stay behind on it. */
  function stop(): void {
    clearTimeout(timer);
    socket.removeListener('close', forget);
  }

  function settle(): void {
    stop();
    if (socket.end === endUnlessLeft) socket.end = end;
    if (!isTaken() && !isGone()) left();
  }

  // Its overloads are those of Node; what is passed on is what came.
  function endUnlessLeft(this: Duplex, ...args: unknown[]): Duplex {
    socket.end = end;
    stop();
    const isEmpty = args.every((arg) => typeof arg === 'function' || arg === undefined);
    if (isEmpty && !isTaken() && !isGone()) {
      left();
      return socket;
    }
    return (end as (...all: unknown[]) => Duplex).apply(socket, args);
  }

  socket.end = endUnlessLeft as Duplex['end'];
  listen();
}
