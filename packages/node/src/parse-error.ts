import {
  BadRequest,
  ContentTooLarge,
  type HttpError,
  HttpVersionNotSupported,
  NotImplemented,
  RequestHeaderFieldsTooLarge,
  UriTooLong,
} from '@statuskit/core';

/** What `node:http` passes to `clientError`. */
export interface ParseError extends Error {
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  readonly bytesParsed?: number | undefined;
  readonly rawPacket?: Uint8Array | undefined;
}

export const UNKNOWN_METHOD = 'The method is not known here.';

const LINE = /^[!#$%&'*+\-.^_`|~\w]+ \S+ HTTP\/\d\.\d\r?$/;

/** The line at which the parser stopped, as far as it arrived in one packet. */
function lineOf({ rawPacket, bytesParsed = 0 }: ParseError): string {
  if (rawPacket === undefined) return '';
  const at = Math.min(bytesParsed, rawPacket.length);
  const begin = at === 0 ? 0 : rawPacket.lastIndexOf(10, at - 1) + 1;
  const end = rawPacket.indexOf(10, at);
  return Buffer.from(rawPacket.subarray(begin, end < 0 ? undefined : end)).toString('latin1');
}

/** The beginning of the message in which the parser stopped, as far as it arrived in one packet. */
function messageOf({ rawPacket, bytesParsed = 0 }: ParseError): string {
  const text = Buffer.from((rawPacket ?? new Uint8Array()).subarray(0, bytesParsed + 1)).toString('latin1');
  const before = text.lastIndexOf('\r\n\r\n', text.length - 5);
  return before < 0 ? text : text.slice(before + 4);
}

/** The method of the message in which the parser stopped, if it can be seen. */
export function methodOf(error: ParseError): string | undefined {
  return /^([A-Z-]+) /.exec(messageOf(error))?.[1];
}

/** Reports whether it was the target that grew too long: alone it exceeds the limit, or it has no end in this packet. */
function isInTarget({ rawPacket }: ParseError, limit: number): boolean {
  const text = Buffer.from(rawPacket ?? new Uint8Array()).toString('latin1');
  for (const [, target = '', end] of text.matchAll(/(?:^|\r\n\r\n)[A-Z-]+ ([^\r\n ]*)(.?)/gs)) {
    if (target.length >= limit || end === '') return true;
  }
  return false;
}

/** Returns the error that a parse error of `node:http` means; undefined for a failure of the connection itself. */
export function parseFailure(error: ParseError, maxHeaderSize: number): HttpError | undefined {
  const { code = '' } = error;
  if (!code.startsWith('HPE_')) return undefined;
  const log = { cause: error };
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return isInTarget(error, maxHeaderSize) ? new UriTooLong(log) : new RequestHeaderFieldsTooLarge(log);
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new ContentTooLarge({ ...log, detail: 'The chunk extensions are too large.' });
    case 'HPE_INVALID_TRANSFER_ENCODING':
      // The same code says that Content-Length is there as well, which is malformed (RFC 9112 §6.1).
      if (/invalid/i.test(error.reason ?? '')) return unknownCoding(error);
      break;
    case 'HPE_INVALID_METHOD':
      // RFC 9110 §15.6.2; anything that is not even a request line is malformed.
      if (LINE.test(lineOf(error))) return new NotImplemented({ ...log, detail: UNKNOWN_METHOD });
      break;
    case 'HPE_INVALID_VERSION':
      if (LINE.test(lineOf(error))) return new HttpVersionNotSupported(log);
      break;
    default:
  }
  return new BadRequest({ ...log, detail: 'The request is not valid HTTP.' });
}

/** 501 for a transfer coding other than chunked (RFC 9112 §6.1). */
export function unknownCoding(cause?: unknown): HttpError {
  return new NotImplemented({ cause, detail: 'The only transfer coding understood here is chunked.' });
}
