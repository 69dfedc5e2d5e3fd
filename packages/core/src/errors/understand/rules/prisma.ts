import { readText } from '../../../read.ts';
import { type DatabaseRule, databaseRule, kindIn, type Marks } from './database.ts';

// The error reference of Prisma.
const MARKS: Marks = {
  taken: 'P2002',
  linked: 'P2003 P2014',
  absent: 'P2001 P2015 P2018 P2025',
  required: 'P2011 P2012',
  unmet: 'P2004',
  long: 'P2000',
  unreadable: 'P2005 P2006 P2007 P2019 P2020 P2023 P2033',
  again: 'P2034',
  down: 'P1001 P1002 P1008 P1017 P2024 P2037',
};

/**
 * Knows errors of Prisma: a duplicate (P2002) and a broken reference (P2003) are a 409, a record that was not found (P2025) a
 * 404, a write conflict (P2034) a 503 with Retry-After, a database that cannot be reached a 503. `constraints` goes by the
 * fields of the model that Prisma reports as the target, or by the name of the index.
 *
 * @example
 * ```ts
 * const prisma = rules.prisma({ constraints: { email: { pointer: '#/email', detail: 'is taken' } } });
 * app.use(errorHandler({ rules: [prisma] }));
 * ```
 */
export const prisma: DatabaseRule = /* @__PURE__ */ databaseRule((error) =>
  /^PrismaClient(?:KnownRequest|Initialization)Error$/.test(readText(error, 'name') ?? '')
    ? kindIn(MARKS, readText(error, 'code') ?? readText(error, 'errorCode'))
    : undefined,
);
