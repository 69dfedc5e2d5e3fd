import { CACHING } from './caching.ts';
import { CLIENT_ERRORS } from './client-errors.ts';
import { CONVENTIONS } from './conventions.ts';
import { INFORMATIONAL } from './informational.ts';
import { REDIRECTION } from './redirection.ts';
import type { Section } from './row.ts';
import { SERVER_ERRORS } from './server-errors.ts';
import { SUCCESSFUL } from './successful.ts';
import { VENDOR } from './vendor.ts';

export type { Row, Section } from './row.ts';

/** The whole sheet. */
export const SHEET: readonly Section[] = [
  INFORMATIONAL,
  SUCCESSFUL,
  REDIRECTION,
  CLIENT_ERRORS,
  SERVER_ERRORS,
  CACHING,
  CONVENTIONS,
  VENDOR,
];
