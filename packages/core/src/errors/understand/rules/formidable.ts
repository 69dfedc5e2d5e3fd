import { read } from '../../../read.ts';
import { hasContent } from '../../../request-view.ts';
import type { HttpError } from '../../http-error.ts';
import { clientClosedRequest, type ErrorContext, errorFromStatus } from '../rule.ts';
import { agreedStatus } from './marks.ts';
import { refusedForm } from './multer.ts';

// The codes from 1006 on that are about the form, as the word of multer for the same limit.
const LIMITS = [
  'LIMIT_FIELD_VALUE',
  'LIMIT_FIELD_COUNT',
  'FILE_EMPTY',
  'LIMIT_FILE_SIZE',
  'FILE_EMPTY',
  '', // no Content-Type
  '', // a form that is malformed
  '', // no boundary
  '', // an unknown transfer encoding of a part
  'LIMIT_FILE_COUNT',
  'LIMIT_FILE_SIZE',
];
const NO_PARSER = 1003;

/** Knows errors of formidable, so those of koa-body: a code of its list, and the status that belongs to it. */
export function formidable(value: unknown, context: ErrorContext): HttpError | undefined {
  const status = agreedStatus(value, ['httpCode']);
  const code = read(value, 'code');
  if (status === undefined || typeof code !== 'number') return undefined;
  if (code === 1002 && context.aborted === true) return clientClosedRequest(value);
  const limit = code === NO_PARSER ? '' : LIMITS[code - 1006];
  if (limit === undefined || (context.request !== undefined && !hasContent(context.request)))
    return undefined;
  return status === 400 || status === 413
    ? refusedForm(limit, value)
    : errorFromStatus(status, { cause: value }, {});
}
