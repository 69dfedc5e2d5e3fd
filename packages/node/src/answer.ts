import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type HttpError, reasonPhrase, render } from '@statuskit/core';
import {
  instanceFor,
  linger,
  markClosing,
  type Reply,
  type Report,
  type RequestView,
  refuseUpload,
  report,
  takeResponse,
  writeToNode,
} from '@statuskit/core/adapter';

/*
 * The answers that are made below the framework: rendered by the one renderer, sent so that they arrive, and reported once.
 *
 * A refusal that has a request and a response is written through the response, because Node then keeps the order of the
 * answers on the connection. One that has none, such as a parse error, is written on the socket, when nothing is pending.
 */

/** Called once for each answer that is made below the framework. */
export type ReportListener = (report: Report) => void;

/** A connection that was refused is read on until nothing has arrived for so long, in milliseconds. */
const QUIET_MS = 2000;

/** Where a failure came from, for its report. */
interface Origin {
  readonly request?: RequestView | undefined;
  readonly address: string | undefined;
  readonly sent: number | 'aborted';
  readonly instance?: string | undefined;
}

/** Reports what was answered below the framework. What a client did is never an error of the server. */
export function reportBelow(
  error: HttpError,
  { request, address, sent, instance }: Origin,
  own: ReportListener | undefined,
  level: Report['level'] = error.status === 503 ? 'warn' : 'info',
): void {
  const record: Report = {
    error,
    thrown: error.cause ?? error,
    level,
    sent,
    instance,
    requestId: undefined,
    method: request?.method,
    route: undefined,
    address,
  };
  report(record, {}, own);
}

/** Answers on the socket, and closes the connection so that the answer arrives. */
export function answerOnSocket(
  error: HttpError,
  socket: Socket,
  view: RequestView,
  own: ReportListener | undefined,
): void {
  const address = socket.remoteAddress;
  const instance = instanceFor(error, undefined);
  const { status, headers, body } = render(error, view, { instance });
  const lines = Object.entries({ date: new Date().toUTCString(), ...headers, connection: 'close' }).flatMap(
    ([name, value]) => [value].flat().map((one) => `${fieldName(name)}: ${one}\r\n`),
  );
  const phrase = reasonPhrase(status) ?? STATUS_CODES[status] ?? '';
  const content = typeof body === 'string' ? body : '';
  linger(socket, `HTTP/1.1 ${status} ${phrase}\r\n${lines.join('')}\r\n${content}`, QUIET_MS);
  reportBelow(error, { request: view, address, sent: status, instance }, own);
}

const fieldName = (name: string): string => name.replace(/(^|-)([a-z])/g, (part) => part.toUpperCase());

/** Answers a request that the application has not seen. */
export function answerRequest(
  error: HttpError,
  request: IncomingMessage,
  response: ServerResponse,
  {
    closes,
    own,
    level,
  }: { readonly closes: boolean; readonly own: ReportListener | undefined; readonly level?: Report['level'] },
): void {
  const address = request.socket?.remoteAddress;
  const instance = instanceFor(error, undefined);
  const reply = render(error, request, { instance });
  write(reply, closes, request, response);
  reportBelow(error, { request, address, sent: reply.status, instance }, own, level);
}

function write(reply: Reply, closes: boolean, request: IncomingMessage, response: ServerResponse): void {
  const isHttp1 = request.httpVersionMajor < 2 || !('stream' in request);
  const close = isHttp1 && (closes || reply.close);
  refuseUpload(close || reply.close, request, response);
  if (close) markClosing(request.socket);
  writeToNode(
    close ? { ...reply, headers: { ...reply.headers, connection: 'close' } } : reply,
    request,
    response,
  );
}

/**
 * Answers a request in the place of the application, which may still be working on it. What the application does with the
 * response afterwards is dropped.
 */
export function answerInstead(
  error: HttpError,
  request: IncomingMessage,
  response: ServerResponse,
  own: ReportListener | undefined,
): void {
  answerRequest(error, request, response, { closes: true, own });
  takeResponse(response);
}
