/*
 * How a connection is closed while its client may still be writing.
 *
 * Closing a socket that has unread bytes, or that receives bytes after it was closed, makes the kernel send a reset, and a
 * reset discards what the client has not read yet: the answer that explains the refusal (RFC 9112 §9.6). So our side is
 * closed first, what still arrives is read and discarded, and the socket is destroyed when the client closes its side, when
 * nothing has arrived for a while, or after a bound. A client that writes everything before it reads may need long for that.
 *
 * A connection that is announced to close processes nothing more: requests behind that response are discarded with the other
 * bytes. Node would still run them, so the `request` events of such a connection are held back at its server. The mark on
 * the socket is a symbol that all copies of this module share, since the adapter and what stands below it may come from two.
 */

/** For how long nothing may arrive. */
const QUIET_MS = 1000;

/** How many times as long anything may arrive: a client that never stops writing is cut off. */
const MOST_TURNS = 2;

/** A socket as far as it is used here. */
export interface LingeringSocket {
  readonly destroyed: boolean;
  readonly bytesRead?: number | undefined;
  readonly server?: unknown;
  destroySoon?(): void;
  destroy(): unknown;
  end(): unknown;
  end(last: string): unknown;
  resume(): unknown;
  once(event: 'close', listener: () => void): unknown;
}

interface Emitter {
  emit(event: string, ...args: unknown[]): boolean;
  [WATCHED]?: boolean;
}

const CLOSING: unique symbol = Symbol.for('statuskit.closing/1') as never;
const WATCHED: unique symbol = Symbol.for('statuskit.closing.watched/1') as never;

/** Calls `quiet` when nothing has arrived for `quietMs`, at the latest after twice that. */
function onceQuiet(socket: LingeringSocket, quietMs: number, quiet: () => void): void {
  let bytes = socket.bytesRead;
  let turns = MOST_TURNS;
  const look = (): void => {
    turns--;
    if (socket.bytesRead === bytes || turns <= 0) {
      quiet();
      return;
    }
    bytes = socket.bytesRead;
    timer = setTimeout(look, quietMs);
  };
  let timer = setTimeout(look, quietMs);
  socket.once('close', () => clearTimeout(timer));
}

/**
 * Sends `last`, closes our side of the connection, and discards what still arrives until the client closes or nothing has
 * arrived for `quietMs`, for at most twice that.
 */
export function linger(socket: LingeringSocket, last?: string, quietMs: number = QUIET_MS): void {
  if (socket.destroyed) return;
  if (last === undefined) socket.end();
  else socket.end(last);
  socket.resume();
  onceQuiet(socket, quietMs, () => socket.destroy());
}

const LINGERS: unique symbol = Symbol.for('statuskit.lingers/1') as never;

/** A request as far as it is used here. */
export interface Arriving {
  readonly complete?: boolean | undefined;
  once(event: 'end', listener: () => void): unknown;
}

/**
 * Replaces what Node calls when a response that closes the connection is finished, for this one socket: if content of the
 * request that `arriving` returns has not arrived, the connection lingers.
 */
export function lingerOnClose(socket: LingeringSocket, arriving: () => Arriving): void {
  const marked = socket as LingeringSocket & { [LINGERS]?: boolean };
  if (socket.destroySoon === undefined || marked[LINGERS] === true) return;
  marked[LINGERS] = true;
  const destroySoon = socket.destroySoon.bind(socket);
  function lingerUnlessComplete(): void {
    const request = arriving();
    if (request.complete !== false) {
      destroySoon();
      return;
    }
    socket.end();
    onceQuiet(socket, QUIET_MS, destroySoon);
    request.once('end', destroySoon);
  }
  socket.destroySoon = lingerUnlessComplete;
}

/** Reports whether a response on this connection has announced that it closes it. */
export function isClosing(socket: object | null | undefined): boolean {
  return (socket as { [CLOSING]?: boolean } | null | undefined)?.[CLOSING] === true;
}

/** Marks a server if `request` events of its closing connections are already held back elsewhere. */
export function watchesClosing(server: object): void {
  (server as Emitter)[WATCHED] = true;
}

const REQUESTS: ReadonlySet<string> = new Set([
  'request',
  'checkContinue',
  'checkExpectation',
  'upgrade',
  'connect',
]);

/** Marks a connection that the present response closes: no later request on it is processed (RFC 9112 §9.6). */
export function markClosing(socket: LingeringSocket): void {
  (socket as { [CLOSING]?: boolean })[CLOSING] = true;
  const server = socket.server as Emitter | undefined;
  if (server === undefined || server[WATCHED] === true) return;
  server[WATCHED] = true;
  const { emit } = server;
  const emitUnlessClosing: typeof emit = (event, ...args) => {
    if (REQUESTS.has(event)) {
      const request = args[0] as { readonly socket?: object; resume?(): void } | undefined;
      if (isClosing(request?.socket)) {
        request?.resume?.();
        return true;
      }
    }
    return emit.call(server, event, ...args);
  };
  server.emit = emitUnlessClosing;
}
