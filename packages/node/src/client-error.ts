import { type IncomingMessage, maxHeaderSize, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpError } from '@statuskit/core';
import { isClosing, linger, lingerOnClose } from '@statuskit/core/adapter';
import { answerInstead, answerOnSocket, type ReportListener } from './answer.ts';
import { type Connection, connectionOf } from './connection.ts';
import { methodOf, type ParseError, parseFailure } from './parse-error.ts';

/** How long an answer that has begun may go on after the content of its request broke, in milliseconds. */
const PATIENCE_MS = 2000;

/** The size of a head in bytes that the parser of this server accepts. */
function maxHeaderSizeOf(server: Server): number {
  return (server as { maxHeaderSize?: number }).maxHeaderSize || maxHeaderSize;
}

/**
 * Does what is right about a failure on a connection. One of the connection itself ends it. A message that Node's parser
 * refuses is answered, but never in the place of an answer that is pending, and nothing follows `Connection: close`.
 */
export function onClientError(
  error: ParseError,
  socket: Socket,
  server: Server,
  own: ReportListener | undefined,
): void {
  const connection = connectionOf(socket);
  const failure = parseFailure(error, maxHeaderSizeOf(server));
  if (connection === undefined || failure === undefined) {
    socket.destroy(error);
    return;
  }
  // Each packet that is discarded fails again.
  if (connection.phase !== 'open' || isClosing(socket)) return;
  connection.refuse();
  const { request, response } = connection;
  if (request !== undefined && response !== undefined && connection.isReceiving) {
    // A client that ends its side in the middle of its content has left.
    if (error.code === 'HPE_INVALID_EOF_STATE') socket.destroy();
    else endBroken(failure, connection, request, response, own);
  } else if (error.code === 'HPE_CLOSED_CONNECTION') {
    // The client has said that nothing follows; what does is discarded (RFC 9112 §9.6).
    lingerOnClose(socket, () => ({ complete: false, once() {} }));
  } else {
    connection.afterPending(() => answerOnSocket(failure, socket, { method: methodOf(error) }, own));
  }
}

/** Ends a request whose own content is malformed. */
function endBroken(
  failure: HttpError,
  { socket }: Connection,
  request: IncomingMessage,
  response: ServerResponse,
  own: ReportListener | undefined,
): void {
  if (response.destroyed) linger(socket);
  else if (!response.headersSent && !response.writableEnded) answerInstead(failure, request, response, own);
  else {
    // Its answer may not depend on the rest; a handler that waits for the rest is released by the end of the connection.
    const timer = setTimeout(() => socket.destroy(), PATIENCE_MS);
    socket.once('close', () => clearTimeout(timer));
    response.once('close', () => linger(socket));
  }
}
