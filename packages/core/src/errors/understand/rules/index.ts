// The namespace `rules`: a bundler drops those that an application does not name. All are on by default except those for
// databases and other servers: only the application knows that a duplicate, or a server that cannot be reached, is due to
// the request.
export { abort } from './abort.ts';
export { bodyParser } from './body-parser.ts';
export { boom } from './boom.ts';
export { expressJwt } from './express-jwt.ts';
export { expressValidator } from './express-validator.ts';
export { formidable } from './formidable.ts';
export { nest, openapiValidator } from './frameworks.ts';
export { from } from './from.ts';
export { httpErrors } from './http-errors.ts';
export { joi } from './joi.ts';
export { expressRateLimit, rateLimiterFlexible } from './limiters.ts';
export { mongo } from './mongo.ts';
export { mongoose } from './mongoose.ts';
export { multer } from './multer.ts';
export { mysql } from './mysql.ts';
export { passport } from './passport.ts';
export { postgres } from './postgres.ts';
export { prisma } from './prisma.ts';
export { router } from './router.ts';
export { send } from './send.ts';
export { sqlite } from './sqlite.ts';
export { standardSchema } from './standard-schema.ts';
export { jsonwebtoken, oauth2JwtBearer, oauth2Server } from './tokens.ts';
export { upstream } from './upstream.ts';
export { ajv, classValidator, superstruct, yup } from './validators.ts';
