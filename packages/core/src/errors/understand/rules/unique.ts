import { isError, read, readText } from '../../../read.ts';
import { Conflict } from '../../current-state.ts';
import type { HttpError } from '../../http-error.ts';
import { chainOf } from '../chain.ts';

// The databases name table, constraint and value; none of that is for clients.
function taken(cause: unknown): HttpError {
  return new Conflict('Something with the same unique value exists already.', { cause });
}

// Drizzle, Sequelize, TypeORM and MikroORM wrap the error of the driver.
function ifAny(value: unknown, isUnique: (error: Error) => boolean): HttpError | undefined {
  return chainOf(value).some((one) => isError(one) && isUnique(one)) ? taken(value) : undefined;
}

/** Knows a unique violation of PostgreSQL (SQLSTATE 23505), as pg, postgres.js and PGlite report it: a 409. */
export function postgres(value: unknown): HttpError | undefined {
  return ifAny(
    value,
    (error) => read(error, 'code') === '23505' && readText(error, 'severity') !== undefined,
  );
}

/** Knows a unique violation that Prisma reports (P2002): a 409. */
export function prisma(value: unknown): HttpError | undefined {
  return ifAny(
    value,
    (error) => readText(error, 'name') === 'PrismaClientKnownRequestError' && read(error, 'code') === 'P2002',
  );
}

/** Knows a duplicate key of MongoDB (E11000): a 409. */
export function mongo(value: unknown): HttpError | undefined {
  return ifAny(
    value,
    (error) => /^Mongo[A-Za-z]*Error$/.test(readText(error, 'name') ?? '') && read(error, 'code') === 11000,
  );
}
