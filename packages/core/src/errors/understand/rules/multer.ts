import { isError, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import { ContentTooLarge } from '../../sizes.ts';
import { UnsupportedMediaType } from '../../unsupported.ts';
import { BadRequest } from '../../validation.ts';
import { clientClosedRequest, type ErrorContext } from '../rule.ts';

const TOO_LARGE: Readonly<Record<string, string>> = {
  LIMIT_FIELD_COUNT: 'The form has too many fields.',
  LIMIT_FIELD_KEY: 'The name of a field is too long.',
  LIMIT_FIELD_VALUE: 'The value of a field is too long.',
  LIMIT_FILE_COUNT: 'The form has too many files.',
  LIMIT_FILE_SIZE: 'A file is too large.',
  LIMIT_PART_COUNT: 'The form has too many parts.',
};

const UNREADABLE: Readonly<Record<string, string>> = {
  FILE_EMPTY: 'A file is empty, or too small.', // formidable
  INVALID_FIELD_NAME: 'The name of a field cannot be read.',
  LIMIT_FIELD_ARRAY_INDEX: 'The index in the name of a field is too large.',
  LIMIT_FIELD_NESTING: 'A field is nested too deeply.',
  // Also if a field has more files than it takes: multer has one code for both.
  LIMIT_UNEXPECTED_FILE: 'A field has a file where it takes none, or more files than it takes.',
  MISSING_FIELD_NAME: 'A field has no name.',
};

// Messages of the parser below multer for a form that it cannot read. They are plain Errors.
const MALFORMED = new Set([
  'Malformed content type',
  'Malformed part header',
  'Malformed urlencoded form',
  'Multipart: Boundary not found',
  'Unexpected end of file',
  'Unexpected end of form',
]);

// Messages of multer 2 for an upload whose client has gone away. They are plain Errors.
const GONE = new Set(['Request aborted', 'Request closed']);

/** Returns the error for a form that multer, or another parser with the same limits, refused. */
export function refusedForm(code: string, cause: unknown): HttpError {
  const detail = TOO_LARGE[code];
  return detail === undefined
    ? new BadRequest({ detail: UNREADABLE[code] ?? 'The form cannot be read.', cause })
    : new ContentTooLarge({ detail, cause });
}

/**
 * Knows errors of multer, and of the parser of forms below it. Their messages and properties name fields and files of the
 * client and are not passed on. An upload that breaks off because the client has gone away is a 499 for the log.
 */
export function multer(value: unknown, context: ErrorContext): HttpError | undefined {
  if (!isError(value)) return undefined;
  const gone = context.aborted === true;
  if (readText(value, 'name') === 'MulterError') {
    const broken = gone && readText(value, 'code') === 'STREAM_DESTROYED';
    return broken ? clientClosedRequest(value) : refusedForm(readText(value, 'code') ?? '', value);
  }
  const type = String(context.request?.headers?.['content-type'] ?? '');
  const message = readText(value, 'message') ?? '';
  // busboy by itself: the program has not asked for a media type first.
  const isUnsupported =
    message === (type === '' ? 'Missing Content-Type' : `Unsupported content type: ${type}`);
  if (!isUnsupported && !/^(?:multipart\/|application\/x-www-form-urlencoded)/i.test(type)) return undefined;
  if (gone && (GONE.has(message) || MALFORMED.has(message))) return clientClosedRequest(value);
  if (MALFORMED.has(message)) return refusedForm('', value);
  // multer takes any multipart, its parser one alone; the message quotes the field.
  return isUnsupported || message.startsWith('Unsupported content type: ')
    ? new UnsupportedMediaType({ accept: ['multipart/form-data'] }, { cause: value })
    : undefined;
}
