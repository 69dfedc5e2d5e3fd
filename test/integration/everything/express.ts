import * as statuskit from '@statuskit/express';
import { celebrate, Segments } from 'celebrate';
import compression from 'compression';
import cors from 'cors';
import { doubleCsrf } from 'csrf-csrf';
import type { Express, Request, RequestHandler } from 'express';
import { expressjwt } from 'express-jwt';
import { body, validationResult } from 'express-validator';
import helmet from 'helmet';
import Joi from 'joi';
import multer from 'multer';
import { Passport } from 'passport';
import { Strategy } from 'passport-http-bearer';
import { CREATE_EXPRESS } from '../../setup/frameworks.ts';
import { OPTIONS, ORIGIN, verify } from './options.ts';
import type { Thrower } from './throwers.ts';

function guards(): Readonly<Record<string, readonly RequestHandler[]>> {
  const passport = new Passport();
  passport.use('bearer', new Strategy({ realm: 'members' }, verify));
  const { doubleCsrfProtection } = doubleCsrf({
    getSecret: () => 'a secret',
    getSessionIdentifier: () => 'a session',
  });
  const withCookies: RequestHandler = (request, _response, next) => {
    request.cookies = {};
    next();
  };
  return {
    upload: [multer({ limits: { fileSize: 5 } }).single('file') as RequestHandler],
    celebrate: [celebrate({ [Segments.BODY]: Joi.object({ iata: Joi.string().length(3) }) })],
    'express-validator': [
      body('iata').isLength({ max: 3 }) as RequestHandler,
      (request: Request, _response, next) => {
        validationResult(request).throw();
        next();
      },
    ],
    passport: [passport.authenticate('bearer', { session: false, failWithError: true })],
    jwt: [expressjwt({ secret: 'a secret', algorithms: ['HS256'] }) as RequestHandler],
    csrf: [withCookies, doubleCsrfProtection as RequestHandler],
  };
}

/** Everything on one application: with statuskit, or as it answers by itself. */
export function expressApp(
  version: keyof typeof CREATE_EXPRESS,
  throwers: Readonly<Record<string, Thrower>>,
  isAdapted: boolean,
): Express {
  const create = CREATE_EXPRESS[version];
  const app = create();
  app.set('env', 'production'); // else its own handler shows the stack
  app.use(helmet(), cors({ origin: ORIGIN }), compression());
  app.use(create.json({ limit: 1024 }));
  const guarded = guards();
  for (const id of new Set([...Object.keys(guarded), ...Object.keys(throwers), 'json', 'large', 'coding'])) {
    const run: RequestHandler = async (request, response, next) => {
      try {
        await throwers[id]?.(request.body);
        response.send('unharmed');
      } catch (failure) {
        next(failure);
      }
    };
    app.post(`/${id}`, ...(guarded[id] ?? []), run);
  }
  app.get('/airports/:code', (request, response) => void response.send(request.params['code']));
  if (isAdapted) app.use(statuskit.unmatched(), statuskit.errorHandler(OPTIONS));
  return app;
}
