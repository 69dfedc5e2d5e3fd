import type { Rule } from '../rule.ts';
import { abort } from './abort.ts';
import { bodyParser } from './body-parser.ts';
import { boom } from './boom.ts';
import { httpErrors } from './http-errors.ts';
import { router } from './router.ts';
import { send } from './send.ts';

/**
 * The built-in rules, each for one producer of errors.
 *
 * @example
 * errorHandler({ rules: (builtIn) => builtIn.filter((rule) => rule !== rules.boom) });
 */
export const rules: {
  readonly abort: Rule;
  readonly bodyParser: Rule;
  readonly boom: Rule;
  readonly httpErrors: Rule;
  readonly router: Rule;
  readonly send: Rule;
} = { abort, bodyParser, boom, httpErrors, router, send };

/** The rules that are on by default, the specific ones first. */
export const DEFAULT_RULES: readonly Rule[] = [abort, bodyParser, router, send, boom, httpErrors];
