import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Server as TlsServer } from 'node:tls';
import { ExpectationFailed, NotImplemented, ServiceUnavailable } from '@statuskit/core';
import {
  isClosing,
  isThenable,
  linger,
  type Step,
  watchesClosing,
  writeToNode,
} from '@statuskit/core/adapter';
import { answerInstead, answerOnSocket, answerRequest } from './answer.ts';
import { onClientError } from './client-error.ts';
import { closeWithAnswer } from './closing-answer.ts';
import { type Connection, connectionOf, keepsOpen, track } from './connection.ts';
import { continueLazily } from './continue.ts';
import type { Drainable } from './drain.ts';
import type { GuardParts } from './guard-parts.ts';
import { Handshakes } from './handshakes.ts';
import { noteServer } from './health.ts';
import { Sessions } from './http2.ts';
import type { ParseError } from './parse-error.ts';
import { expectsMore, pathOf } from './request-check.ts';
import { isLeftAside, putBack, watchUpgrade, watchUpgrades } from './upgrade.ts';

/*
 * The guard stands between Node's server and the application.
 *
 * Everything that happens on a server is an event, so the guard replaces the `emit` method of that one server. It sees each event
 * before any listener, including those that ws and socket.io add later. It answers an event, passes it on, or passes it on later:
 * a request behind a response that may close the connection waits until that response is finished.
 */

type Emit = (event: string, ...args: unknown[]) => boolean;
const noop = (): void => {};

export class Guard implements Drainable {
  readonly connections = new Set<Connection>();
  readonly sockets = new Set<Socket>();
  readonly server: Server;
  readonly #parts: GuardParts;
  readonly #emit: Emit;
  readonly #opened: string;
  readonly #handshakes: Handshakes;
  readonly #mayUpgrade: (request: IncomingMessage) => boolean;
  readonly sessions: Sessions | undefined;
  isStopped = false;

  constructor(server: Server, parts: GuardParts) {
    this.server = server;
    this.#parts = parts;
    this.#emit = server.emit.bind(server) as Emit;
    this.#opened = server instanceof TlsServer ? 'secureConnection' : 'connection';
    this.sessions = 'updateSettings' in server ? new Sessions(parts.sweep.limits, parts.own) : undefined;
    this.#handshakes = new Handshakes(server);
    watchesClosing(server);
    for (const event of ['checkContinue', 'checkExpectation', 'connect']) server.on(event, noop); // or Node answers
    this.#mayUpgrade = watchUpgrades(server, noop);
    server.emit = ((event: string, ...args: unknown[]) => this.#see(event, args)) as Server['emit'];
  }

  // The arguments of an event are what Node documents for it.
  #see(event: string, args: unknown[]): boolean {
    switch (event) {
      case 'request':
      case 'checkContinue':
      case 'checkExpectation':
        return this.#onRequest(event, args[0] as IncomingMessage, args[1] as ServerResponse);
      case 'connection':
        this.#keep(args[0] as Socket);
        break;
      case 'session':
        this.sessions?.add(args[0] as ServerHttp2Session);
        break;
      case 'clientError':
        onClientError(args[0] as ParseError, args[1] as Socket, this.server, this.#parts.own);
        return true;
      case 'upgrade':
        return this.#onUpgrade(args[0] as IncomingMessage, args[1] as Socket, args[2] as Uint8Array);
      case 'connect':
        if (this.server.listenerCount('connect') > 1) break;
        return this.#onConnect(args[0] as IncomingMessage, args[1] as Socket | ServerResponse);
      case 'timeout':
        if (this.#onTimeout(args[0] as Socket | undefined)) return true;
        break;
      default:
    }
    if (event === this.#opened && this.#isHttp1(args[0] as Socket))
      track(args[0] as Socket, this.connections);
    return this.#emit(event, ...args);
  }

  /** A server of HTTP/2 speaks HTTP/1 only if that was negotiated. */
  #isHttp1(socket: Socket): boolean {
    if (this.sessions === undefined) return true;
    return (
      this.#opened === 'secureConnection' && (socket as { alpnProtocol?: unknown }).alpnProtocol !== 'h2'
    );
  }

  #keep(socket: Socket): void {
    if (this.sockets.has(socket)) return;
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }

  #onRequest(event: string, request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request;
    const connection = connectionOf(socket);
    if (connection === undefined) {
      this.sessions?.begin(request, response); // a stream of HTTP/2
      return this.#serve(event, request, response);
    }
    if (isClosing(socket) || connection.isLast) {
      request.resume();
      return true;
    }
    connection.isLast = isLeftAside(request);
    if (connection.isLast) closeWithAnswer(response, () => true);
    const before = connection.response;
    connection.begin(request, response);
    if (before !== undefined && !before.destroyed && keepsOpen(before) !== true) {
      this.#serveBehind(before, connection, () => this.#serve(event, request, response));
      return true;
    }
    return this.#serve(event, request, response);
  }

  /** Serves a request behind a response that has begun, unless that closes the connection. */
  #serveBehind(before: ServerResponse, connection: Connection, serve: () => void): void {
    if (keepsOpen(before) === false) connection.refuse();
    else
      before.once('close', () => {
        const { socket, phase } = connection;
        if (socket.destroyed || socket.writableEnded) return;
        // What is refused came behind this request, and waits for its answer.
        if (phase === 'refused' || !isClosing(socket)) serve();
      });
  }

  #serve(event: string, request: IncomingMessage, response: ServerResponse): boolean {
    const { check, health, own, drain, shed } = this.#parts;
    const draining = drain();
    noteServer(request, draining);
    if (draining.state !== 'open') this.#closeWith(response);
    const failure = check(request);
    if (failure !== undefined) {
      answerRequest(failure, request, response, { closes: failure.status !== 501, own });
      return true;
    }
    if (event !== 'request' && this.#answerExpectation(event, request, response)) return true;
    if (request.url === '*' && request.method === 'OPTIONS') {
      writeToNode({ status: 204, headers: {}, drop: [], body: undefined, close: false }, request, response);
      return true;
    }
    if (health.size > 0 && (request.method === 'GET' || request.method === 'HEAD')) {
      const handler = health.get(pathOf(request));
      if (handler !== undefined) {
        handler(request, response);
        return true;
      }
    }
    const step = shed?.(request, request, response, undefined);
    if (step === undefined) return this.#emit('request', request, response);
    if (isThenable(step)) void step.then((late) => this.#perform(late, request, response));
    else this.#perform(step, request, response);
    return true;
  }

  #perform(step: Step, request: IncomingMessage, response: ServerResponse): void {
    if (step.kind === 'continue') this.#emit('request', request, response);
    else if (step.kind === 'refuse' && !response.destroyed)
      answerRequest(step.error, request, response, { closes: false, own: this.#parts.own });
  }

  /** Answers an expectation that cannot be met; otherwise prepares the 100. */
  #answerExpectation(event: string, request: IncomingMessage, response: ServerResponse): boolean {
    const isTheirs = this.server.listenerCount(event) > 1;
    if (isTheirs) {
      this.#emit(event, request, response);
      return true;
    }
    if (expectsMore(request)) {
      answerRequest(new ExpectationFailed(), request, response, { closes: false, own: this.#parts.own });
      return true;
    }
    if (event === 'checkContinue') continueLazily(request, response); // an empty Expect is not one
    return false;
  }

  #onUpgrade(request: IncomingMessage, socket: Socket, head: Uint8Array): boolean {
    const connection = connectionOf(socket);
    const { check, own, sweep } = this.#parts;
    if (connection === undefined) return this.#emit('upgrade', request, socket, head);
    if (isClosing(socket)) {
      linger(socket);
      return true;
    }
    connection.phase = 'upgraded';
    const failure = check(request);
    const again = (): void => {
      putBack(request, socket, head);
      this.server.emit(this.#opened, socket);
      socket.removeListener('error', noop);
    };
    socket.on('error', noop); // nobody else listens while this is decided
    connection.afterPending(() => {
      if (failure !== undefined) answerOnSocket(failure, socket, request, own);
      else if (!this.#mayUpgrade(request)) again();
      else {
        const listen = (): void => void this.#emit('upgrade', request, socket, head);
        watchUpgrade(socket as Duplex, { limitMs: sweep.limits.requestMs, listen, left: again });
      }
    });
    return true;
  }

  #onConnect(request: IncomingMessage, socket: Socket | ServerResponse): boolean {
    const connection = connectionOf(socket);
    const error = new NotImplemented({ detail: 'CONNECT is not supported.' });
    if ('writeHead' in socket) {
      // A stream of HTTP/2.
      answerRequest(error, request, socket, { closes: false, own: this.#parts.own });
      return true;
    }
    socket.on('error', noop);
    const answer = (): void => answerOnSocket(error, socket, request, this.#parts.own);
    if (connection === undefined) answer();
    else {
      connection.refuse();
      connection.afterPending(answer);
    }
    return true;
  }

  /** The socket has been idle for `server.timeout` while a handler works. */
  #onTimeout(socket: Socket | undefined): boolean {
    const connection = connectionOf(socket);
    const response = connection?.pending[0];
    if (connection === undefined || response === undefined || response.headersSent || response.writableEnded)
      return false;
    if (this.server.listenerCount('timeout') > 0) return false;
    connection.refuse();
    const error = new ServiceUnavailable('unknown', {
      log: 'the server timed out while a handler was working',
    });
    answerInstead(error, response.req, response, this.#parts.own);
    return true;
  }

  /** Closes the connection with this answer, if it is the last one that the connection owes. */
  #closeWith(response: ServerResponse): void {
    const { req: request } = response;
    if (request.httpVersionMajor >= 2 && 'stream' in request) return;
    closeWithAnswer(response, () => {
      const connection = connectionOf(request.socket);
      return connection === undefined || connection.response === response;
    });
  }

  closeWithAnswers(): void {
    this.sessions?.goAway();
    for (const { pending } of this.connections) for (const response of pending) this.#closeWith(response);
  }

  stopListening(closed: () => void): void {
    if (this.server.listening) this.server.close(() => closed());
    else if (this.sockets.size === 0) closed();
    else this.server.once('close', closed);
  }

  /** Notes that listening begins, perhaps again, or ends. */
  noteListening(begins: boolean): void {
    this.isStopped = !begins;
    if (begins) this.sessions?.noteListening();
    else this.sessions?.close();
  }

  /** Closes what has become idle since listening ended, and connections on which nothing arrives. */
  sweepStopped(nowMs: number): void {
    this.server.closeIdleConnections?.(); // a server of HTTP/2 alone has none
    for (const connection of this.connections) connection.closeUnused(nowMs);
    this.#handshakes.sweep(nowMs);
  }

  cut(): number {
    let cut = this.sessions?.pending ?? 0;
    for (const { pending, phase, socket, bytes, isFresh } of this.connections) {
      cut += pending.length;
      if (pending.length === 0 && phase === 'open' && isFresh && socket.bytesRead > bytes) cut += 1;
    }
    for (const { socket } of this.connections) socket.destroy();
    for (const socket of this.sockets) socket.destroy();
    return cut;
  }
}
