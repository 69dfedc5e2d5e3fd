import type { Rule } from '../rule.ts';
import { abort } from './abort.ts';
import { bodyParser } from './body-parser.ts';
import { boom } from './boom.ts';
import { expressJwt } from './express-jwt.ts';
import { expressValidator } from './express-validator.ts';
import { from } from './from.ts';
import { httpErrors } from './http-errors.ts';
import { joi } from './joi.ts';
import { multer } from './multer.ts';
import { passport } from './passport.ts';
import { router } from './router.ts';
import { send } from './send.ts';
import { standardSchema } from './standard-schema.ts';
import { mongo, postgres, prisma } from './unique.ts';
import { upstream } from './upstream.ts';

/**
 * The built-in rules, each for one producer of errors, and `from`, which returns a rule for a class of your own. All are on
 * by default except `mongo`, `postgres`, `prisma` and `upstream`: only the application knows that a duplicate, or a server
 * that cannot be reached, is due to the request.
 *
 * @example
 * ```ts
 * toHttpError(new Error('saving failed', { cause }), { rules: [rules.postgres] });
 * ```
 */
export const rules: {
  readonly abort: Rule;
  readonly bodyParser: Rule;
  readonly boom: Rule;
  readonly expressJwt: Rule;
  readonly expressValidator: Rule;
  readonly from: typeof from;
  readonly httpErrors: Rule;
  readonly joi: Rule;
  readonly mongo: Rule;
  readonly multer: Rule;
  readonly passport: Rule;
  readonly postgres: Rule;
  readonly prisma: Rule;
  readonly router: Rule;
  readonly send: Rule;
  readonly standardSchema: Rule;
  readonly upstream: Rule;
} = {
  abort,
  bodyParser,
  boom,
  expressJwt,
  expressValidator,
  from,
  httpErrors,
  joi,
  mongo,
  multer,
  passport,
  postgres,
  prisma,
  router,
  send,
  standardSchema,
  upstream,
};

/** The rules that are on by default, the specific ones first. */
export const DEFAULT_RULES: readonly Rule[] = [
  abort,
  bodyParser,
  multer,
  router,
  send,
  joi,
  expressValidator,
  standardSchema,
  passport,
  expressJwt,
  boom,
  httpErrors,
];
