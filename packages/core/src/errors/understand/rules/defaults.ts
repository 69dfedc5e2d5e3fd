import type { Rule } from '../rule.ts';
import { abort } from './abort.ts';
import { bodyParser } from './body-parser.ts';
import { boom } from './boom.ts';
import { expressJwt } from './express-jwt.ts';
import { expressValidator } from './express-validator.ts';
import { formidable } from './formidable.ts';
import { nest, openapiValidator } from './frameworks.ts';
import { httpErrors } from './http-errors.ts';
import { joi } from './joi.ts';
import { expressRateLimit, rateLimiterFlexible } from './limiters.ts';
import { multer } from './multer.ts';
import { passport } from './passport.ts';
import { router } from './router.ts';
import { send } from './send.ts';
import { standardSchema } from './standard-schema.ts';
import { jsonwebtoken, oauth2JwtBearer, oauth2Server } from './tokens.ts';
import { ajv, classValidator, superstruct, yup } from './validators.ts';

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
  yup,
  superstruct,
  ajv,
  classValidator,
  formidable,
  openapiValidator,
  nest,
  passport,
  expressJwt,
  oauth2JwtBearer,
  jsonwebtoken,
  oauth2Server,
  rateLimiterFlexible,
  boom,
  httpErrors,
  expressRateLimit,
];
