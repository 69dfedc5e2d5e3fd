import { isError, read, readStatus } from '../../../read.ts';
import { NotFound } from '../../client-errors.ts';
import type { HttpError } from '../../http-error.ts';

const ABSENT: ReadonlySet<unknown> = new Set(['ENOENT', 'ENAMETOOLONG', 'ENOTDIR']);

/**
 * Knows files that do not exist, as send and koa-send report them: an error of the file system to which they added the
 * status 404. Without that status the file was the server's own, and its absence is a fault of the server.
 */
export function send(value: unknown): HttpError | undefined {
  const absent =
    isError(value) &&
    ABSENT.has(read(value, 'code')) &&
    readStatus(value, 'status') === 404 &&
    read(value, 'path') !== undefined;
  return absent ? new NotFound({ cause: value }) : undefined;
}
