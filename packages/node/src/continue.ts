import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasContent } from '@statuskit/core/adapter';
import { closeWithAnswer } from './closing-answer.ts';

/**
 * Sends `100 Continue` when something first reads the content, and not before: an answer that does not depend on the content
 * is then the only one (RFC 9110 §10.1.1). `_read` is what a stream calls when it is read.
 *
 * After a final answer without a 100 the client may or may not send the content, so the connection is closed.
 */
export function continueLazily(request: IncomingMessage, response: ServerResponse): void {
  if (!hasContent(request)) return;
  const { _read } = request;
  let isTold = false;

  function readAndContinue(size: number): void {
    request._read = _read;
    // A client that has not waited needs no 100.
    const isArriving = request.readableLength > 0 || request.complete;
    if (!isArriving && !response.headersSent && !response.writableEnded) response.writeContinue();
    if (!response.headersSent) isTold = true;
    _read.call(request, size);
  }
  request._read = readAndContinue;
  if (request.httpVersionMajor === 1) {
    closeWithAnswer(response, () => !isTold && !request.complete);
  }
}
