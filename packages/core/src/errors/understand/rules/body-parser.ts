import { parseMediaType } from '../../../fields/media-type.ts';
import { isError, read, readStatus, readText } from '../../../read.ts';
import { Forbidden } from '../../client-errors.ts';
import type { HttpError } from '../../http-error.ts';
import { ContentTooLarge } from '../../sizes.ts';
import { UnsupportedMediaType } from '../../unsupported.ts';
import { BadRequest } from '../../validation.ts';
import { mayBeUnparsed } from '../place.ts';
import { type ErrorContext, errorFromStatus } from '../rule.ts';

// Codes of zlib for gzip and deflate, Zstandard and Brotli that it cannot read.
const BROKEN_CODING = /^(?:Z_|ZSTD_error_|ERR__ERROR_|ERR_BROTLI)/;

// co-body adds status 400 and the text to what JSON.parse and qs throw. A plain Error with both is that of a client library.
const PARSER_ERRORS: ReadonlySet<unknown> = new Set(['SyntaxError', 'RangeError', 'TypeError', 'URIError']);

function header(context: ErrorContext, name: string): string {
  const value = context.request?.headers?.[name];
  return typeof value === 'string' ? value : '';
}

function tooLarge(cause: Error): HttpError {
  const limit = read(cause, 'limit');
  return new ContentTooLarge({ cause, ...(Number.isSafeInteger(limit) && { limit: limit as number }) });
}

/** Returns the error for a charset that is not supported: the same media type in UTF-8 is. */
function otherCharset(cause: Error, context: ErrorContext): HttpError {
  const type = header(context, 'content-type').split(';', 1)[0]?.trim() ?? '';
  return new UnsupportedMediaType(
    { accept: [`${parseMediaType(type) !== undefined ? type : '*/*'};charset=utf-8`] },
    { cause },
  );
}

/**
 * Returns the error for a coding that is not supported. Which ones are is a matter of the parser's options, which the
 * error does not have: without them Accept-Encoding would be a guess (RFC 9110 §12.5.3).
 */
function otherCoding(cause: Error): HttpError {
  return errorFromStatus(415, { detail: 'The content coding is not supported.', cause }, {});
}

function byType(cause: Error, context: ErrorContext): HttpError | undefined {
  switch (read(cause, 'type')) {
    case 'entity.parse.failed':
      return new BadRequest({ detail: 'The content cannot be parsed.', cause });
    case 'entity.too.large':
      return tooLarge(cause);
    case 'parameters.too.many':
      return new ContentTooLarge({ detail: 'The content has too many parameters.', cause });
    case 'querystring.parse.rangeError':
      return new BadRequest({ detail: 'The content is nested too deeply.', cause });
    case 'encoding.unsupported':
      return otherCoding(cause);
    case 'charset.unsupported':
      return otherCharset(cause, context);
    case 'entity.verify.failed':
      return new Forbidden({ cause });
    case 'request.size.invalid':
      return new BadRequest({ detail: 'The content is not as long as Content-Length says.', cause });
    case 'request.aborted':
      return new BadRequest({ detail: 'The content ended early.', cause });
    default:
      return undefined;
  }
}

/**
 * Knows errors of body-parser and raw-body (Express) and of co-body (Koa's body parsers). Their messages quote the content
 * and are not passed on. Without content that is still to be parsed, the error is about the answer of another server, which
 * the same parsers read: a 500.
 */
export function bodyParser(value: unknown, context: ErrorContext): HttpError | undefined {
  const error = ofParser(value, context);
  if (error === undefined || mayBeUnparsed(context)) return error;
  return errorFromStatus(500, { log: readText(value, 'message') ?? '', cause: value }, {});
}

function ofParser(value: unknown, context: ErrorContext): HttpError | undefined {
  if (!isError(value)) return undefined;
  const status = readStatus(value, 'status');
  const code = readText(value, 'code') ?? '';
  if (status === undefined) {
    // Koa: the inflating stream fails in co-body, which adds no status.
    const inflating =
      BROKEN_CODING.test(code) && !['', 'identity'].includes(header(context, 'content-encoding'));
    return inflating ? new BadRequest({ detail: 'The content coding is broken.', cause: value }) : undefined;
  }
  if (read(value, 'type') !== undefined) return byType(value, context);
  if (status === 400 && BROKEN_CODING.test(code)) {
    return new BadRequest({ detail: 'The content coding is broken.', cause: value });
  }
  if (status === 400 && typeof read(value, 'body') === 'string' && PARSER_ERRORS.has(read(value, 'name'))) {
    return new BadRequest({ detail: 'The content cannot be parsed.', cause: value });
  }
  if (status === 415 && /^Unsupported Content-Encoding: /i.test(readText(value, 'message') ?? '')) {
    return otherCoding(value);
  }
  return undefined;
}
