import { isError, read, readText } from '../../../read.ts';
import { Conflict } from '../../current-state.ts';
import type { HttpError } from '../../http-error.ts';

// The databases name table, constraint and value; none of that is for clients.
function taken(cause: unknown): HttpError {
  return new Conflict('Something with the same unique value exists already.', { cause });
}

/** A unique violation of PostgreSQL (SQLSTATE 23505), as pg, postgres.js and PGlite report it: a 409. */
export function postgres(value: unknown): HttpError | undefined {
  const isPostgres =
    isError(value) && read(value, 'code') === '23505' && readText(value, 'severity') !== undefined;
  return isPostgres ? taken(value) : undefined;
}

/** A unique violation that Prisma reports (P2002): a 409. */
export function prisma(value: unknown): HttpError | undefined {
  const isPrisma =
    isError(value) &&
    readText(value, 'name') === 'PrismaClientKnownRequestError' &&
    read(value, 'code') === 'P2002';
  return isPrisma ? taken(value) : undefined;
}

/** A duplicate key of MongoDB (E11000): a 409. */
export function mongo(value: unknown): HttpError | undefined {
  const isMongo =
    isError(value) &&
    /^Mongo[A-Za-z]*Error$/.test(readText(value, 'name') ?? '') &&
    read(value, 'code') === 11000;
  return isMongo ? taken(value) : undefined;
}
