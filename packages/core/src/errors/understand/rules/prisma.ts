import { read, readText } from '../../../read.ts';
import { type DatabaseRule, databaseRule, type Kind, kindIn, type Marks } from './database.ts';
import { kindOfNumber } from './mysql.ts';
import { kindOfState } from './postgres.ts';
import { kindOfResult } from './sqlite.ts';

// The error reference of Prisma, and what its driver adapters call the same.
const MARKS: Marks = {
  taken: 'P2002 UniqueConstraintViolation',
  linked: 'P2003 P2014 ForeignKeyConstraintViolation RestrictViolation',
  absent: 'P2001 P2015 P2018 P2025',
  required: 'P2011 P2012 NullConstraintViolation',
  unmet: 'P2004',
  long: 'P2000 LengthMismatch',
  unreadable: 'P2005 P2006 P2007 P2019 P2020 P2023 P2033 InvalidInputValue ValueOutOfRange',
  again: 'P2034 TransactionWriteConflict',
  down: 'P1001 P1002 P1008 P1017 P2024 P2037 TooManyConnections',
};

// What a driver adapter reports. Prisma has no code of its own for some errors, such as a check that failed, and P2010 for
// all those of plain SQL.
function kindOfDriver(cause: unknown): Kind | undefined {
  const kind = readText(cause, 'kind');
  const code = readText(cause, 'originalCode') ?? '';
  return kind === undefined
    ? undefined
    : (kindOfState(code) ?? kindOfResult(code) ?? kindOfNumber(code) ?? kindIn(MARKS, kind));
}

/**
 * Knows errors of Prisma, with and without driver adapters: a duplicate (P2002) and a broken reference (P2003) are a 409, a
 * record that was not found (P2025) a 404; a value that is missing, too long or not allowed by a constraint a 422; a value
 * that cannot be read a 400; a write conflict (P2034) a 503 with Retry-After, a database that cannot be reached a 503. The
 * code of the database that a driver adapter reports counts first, also for `$queryRaw` and `$executeRaw`. `constraints` goes
 * by the columns or the index that Prisma reports.
 *
 * @example
 * ```ts
 * const prisma = rules.prisma({ constraints: { email: { pointer: '#/email', detail: 'is taken' } } });
 * app.use(errorHandler({ rules: [prisma] }));
 * ```
 */
export const prisma: DatabaseRule = /* @__PURE__ */ databaseRule((error) => {
  const name = readText(error, 'name') ?? '';
  // Prisma 6 throws that of its adapter as it is, if it has no code for it.
  if (name === 'DriverAdapterError') return kindOfDriver(read(error, 'cause'));
  if (!/^PrismaClient(?:KnownRequest|Initialization)Error$/.test(name)) return undefined;
  const code = readText(error, 'code') ?? readText(error, 'errorCode') ?? '';
  return (
    kindOfDriver(read(read(read(error, 'meta'), 'driverAdapterError'), 'cause')) ??
    kindIn(MARKS, code) ??
    kindOfResult(code) // so Prisma 6 for SQLite
  );
});
