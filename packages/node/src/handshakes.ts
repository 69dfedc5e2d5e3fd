import type { Server, Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Server as TlsServer } from 'node:tls';
import { FRESH_MS } from './connection.ts';

interface Handshake {
  readonly socket: Socket;
  readonly sinceMs: number;
}

// The socket of TLS and the one below it share no public property but their peer.
const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/**
 * The connections on which TLS is still negotiated. The server learns of one when that is done, but a browser that connects in
 * advance, or a check that only connects, may never begin, and Node waits for two minutes.
 */
export class Handshakes {
  readonly #open = new Map<string, Handshake>();

  constructor(server: Server) {
    if (!(server instanceof TlsServer)) return;
    server.on('connection', (socket: Socket) => {
      const peer = peerOf(socket);
      this.#open.set(peer, { socket, sinceMs: performance.now() });
      socket.once('close', () => this.#open.delete(peer));
    });
    server.on('secureConnection', (socket: Socket) => this.#open.delete(peerOf(socket)));
  }

  /** Closes those that take too long, after listening has ended. */
  sweep(nowMs: number): void {
    for (const { socket, sinceMs } of this.#open.values()) if (nowMs - sinceMs > FRESH_MS) socket.destroy();
  }
}
