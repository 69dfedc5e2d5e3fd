import { isError, readText } from '../foreign.ts';
import type { HttpError } from '../http-error.ts';
import { ContentTooLarge } from '../limits.ts';
import type { ErrorContext } from '../rule.ts';
import { BadRequest } from '../validation.ts';

const TOO_LARGE: Readonly<Record<string, string>> = {
  LIMIT_FIELD_COUNT: 'The form has too many fields.',
  LIMIT_FIELD_KEY: 'The name of a field is too long.',
  LIMIT_FIELD_NESTING: 'A field is nested too deeply.',
  LIMIT_FIELD_VALUE: 'The value of a field is too long.',
  LIMIT_FILE_COUNT: 'The form has too many files.',
  LIMIT_FILE_SIZE: 'A file is too large.',
  LIMIT_PART_COUNT: 'The form has too many parts.',
};

// What the parser below multer says of a form that it cannot read, as plain Errors.
const MALFORMED = new Set([
  'Malformed content type',
  'Malformed part header',
  'Multipart: Boundary not found',
  'Unexpected end of file',
  'Unexpected end of form',
]);

/** Errors of multer, and of the parser of forms below it. */
export function multer(value: unknown, context: ErrorContext): HttpError | undefined {
  if (!isError(value)) return undefined;
  if (readText(value, 'name') === 'MulterError') {
    const code = readText(value, 'code') ?? '';
    const detail = TOO_LARGE[code];
    if (detail !== undefined) return new ContentTooLarge({ detail, cause: value });
    return new BadRequest({
      detail:
        code === 'LIMIT_UNEXPECTED_FILE'
          ? 'A file came in a field that takes none.'
          : 'The form cannot be read.',
      cause: value,
    });
  }
  const type = context.request?.headers?.['content-type'];
  const isForm = typeof type === 'string' && /^multipart\/form-data\b/i.test(type);
  return isForm && MALFORMED.has(readText(value, 'message') ?? '')
    ? new BadRequest({ detail: 'The form cannot be read.', cause: value })
    : undefined;
}
