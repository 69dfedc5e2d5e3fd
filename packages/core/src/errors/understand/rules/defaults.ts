import type { Rule } from '../rule.ts';
import { abort } from './abort.ts';
import { bodyParser } from './body-parser.ts';
import { boom } from './boom.ts';
import { expressJwt } from './express-jwt.ts';
import { expressValidator } from './express-validator.ts';
import { httpErrors } from './http-errors.ts';
import { joi } from './joi.ts';
import { multer } from './multer.ts';
import { passport } from './passport.ts';
import { router } from './router.ts';
import { send } from './send.ts';
import { standardSchema } from './standard-schema.ts';

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
