// Callbacks get Express's own request, and what comes back fits Express 4 and 5.
import {
  type ErrorHandlerOptions,
  type ErrorMiddleware,
  earlyHints,
  errorHandler,
  type HandlerInfo,
  handle,
  type Middleware,
  NotFound,
  preload,
  type Report,
  type Rule,
  relocations,
  rules,
  Unauthorized,
  unmatched,
} from '@statuskit/express';
import express, { type Request, type Response } from 'express';
import express4, { type Request as Request4, type Response as Response4 } from 'express4';

declare const airports: Map<string, { readonly name: string }>;

// The parameters of a route, with no annotation.
const byCode: Middleware = handle((req) => airports.get(String(req.params['code'])) ?? new NotFound());
const asynchronous = handle(async (req, res, next) => {
  res.set('Vary', 'Accept');
  if (req.get('Accept') === undefined) next('route');
  return { path: req.path };
});
// The signal of the request, with no annotation, and beside the types of Express 4.
const signalled: Middleware = handle(async (req, _res, _next, { signal }) => {
  const one: AbortSignal = signal;
  return fetch(`https://a.example/${req.path}`, { signal: one });
});
const signalled4 = handle((req: Request4, _res: Response4, _next, { signal }) => [req.path, signal.aborted]);
const informed = (info: HandlerInfo): boolean => info.signal.aborted;
handle((_req, _res, _next, info) => informed(info));
// @ts-expect-error nothing else is there
handle((_req, _res, _next, { timeout }) => timeout);
declare const info: HandlerInfo;
// @ts-expect-error it is read only
info.signal = AbortSignal.abort();
// @ts-expect-error the request comes first, also with four parameters
handle((_error: Error, req, _res, _next) => req.path);
// With types of one's own, and those of Express 4.
interface Params {
  readonly code: string;
}
const typed = handle((req: Request<Params>) => airports.get(req.params.code));
const older = handle((req: Request4, res: Response4) => res.status(201).json({ code: req.params['code'] }));
const whole = handle<Request4<Params>, Response4>((req) => airports.get(req.params.code));
// @ts-expect-error a request has no such member
handle((req) => req.parameters);
// @ts-expect-error not a function
handle('not a function');
// @ts-expect-error nothing to call
handle();

// Options.
const options: ErrorHandlerOptions = {
  challenge: { scheme: 'Bearer', params: { realm: 'api' } },
  rules: [rules.boom, (value, context) => (value === context.responseStatus ? new NotFound() : undefined)],
  report: ({ error, thrown, level, sent, instance, requestId, route }) => {
    const known: readonly unknown[] = [error.status, thrown, level, sent, instance, requestId, route];
    void known;
  },
  requestId: (req) => req.get('X-Request-Id'),
  body: async ({ problem, error, request, prefers }) =>
    prefers === 'html' || request.accepts('json') === false
      ? undefined
      : {
          contentType: 'application/json',
          body: { message: problem.title, code: error.name, texts: problem.errors?.map((one) => one.detail) },
        },
  localize: ({ status }, req) => ({
    title: `Fehler ${status}`,
    language: String(req.acceptsLanguages('de')),
  }),
  cache: { 404: 'max-age=60' },
  compat: 'trust-status',
};
const rule: Rule = (value) => (value instanceof SyntaxError ? new NotFound({ cause: value }) : undefined);
const withOptions: ErrorMiddleware = errorHandler(options);
const older4 = errorHandler<Request4>({ requestId: (req) => req.get('X-Request-Id') });
const inline = errorHandler({
  rules: (builtIn) => [rule, ...builtIn],
  report: (report: Report) => void report.error.title,
  requestId: (req) => req.header('X-Request-Id'),
  cache: (error) => (error.status === 410 ? 'max-age=3600' : undefined),
});
errorHandler({ challenge: undefined, report: undefined, requestId: undefined });
// @ts-expect-error a misspelt option
errorHandler({ reports: () => {} });
// @ts-expect-error an empty list of challenges
errorHandler({ challenge: [] });
// @ts-expect-error a rule gives an HttpError or nothing
errorHandler({ rules: [() => new Error('no')] });
// @ts-expect-error an id is text
errorHandler({ requestId: (req) => req.headers });
// The first form of the hook.
errorHandler({ body: ({ title }, req) => ({ contentType: 'a/b', body: `${title} ${req.path}` }) });
// @ts-expect-error prefers is a format
errorHandler({ body: ({ prefers }) => (prefers === 'yaml' ? undefined : undefined) });
// @ts-expect-error a language is text
errorHandler({ localize: () => ({ language: ['de'] }) });
// @ts-expect-error a body has a content type
errorHandler({ body: () => ({ body: '{}' }) });
// @ts-expect-error no such mode
errorHandler({ compat: 'trust-all' });

// What comes back fits, wherever Express takes a handler.
const app5 = express();
const app4 = express4();
const router5 = express.Router();
const router4 = express4.Router();
for (const app of [app5, router5]) {
  app.get('/airports/:code', byCode, asynchronous);
  app.put('/airports/:code', typed);
  app.all('/x', [byCode, typed]);
  app.route('/y').get(byCode).post(typed);
  app.use('/z', byCode, unmatched(), withOptions);
  app.use(unmatched());
  app.use(withOptions, inline);
}
app4.get('/airports/:code', byCode, older, whole);
app4.post('/airports', asynchronous);
app4.all('/x', [byCode, older]);
app4.use('/z', byCode, unmatched(), withOptions);
app4.use(unmatched({ apps: [app4] }), older4);
router4.get('/airports/:code', byCode, older);
router4.route('/y').get(byCode).post(whole);
router4.use(unmatched());
router4.use(withOptions, inline);
app5.get('/signal', signalled, signalled4);
app4.get('/signal', signalled, signalled4);
app5.use(unmatched({ apps: [app5, express()] }));
// A handler behind ours keeps the parameters that Express reads from the path.
app5.get('/airports/:code/:gate', byCode, (req, res) => {
  const { code, gate }: { code: string; gate: string } = req.params;
  res.json({ code, gate });
});
app4.get('/airports/:code/:gate', byCode, (req, res) => {
  const { code, gate }: { code: string; gate: string } = req.params;
  res.json({ code, gate });
});
// @ts-expect-error no application
unmatched({ apps: ['app'] });

// All of core is there.
new Unauthorized({ scheme: 'Bearer' });
// @ts-expect-error no challenge
new Unauthorized();

declare const response: Response;
void response;

// Relocations fit wherever middleware does; hints take either response.
const moves = relocations({ '/old': '/new', '/dead': null }, { cacheControl: { maxAgeSeconds: 60 } });
for (const app of [app5, router5]) app.use(moves).use('/docs', moves);
app4.use(moves);
router4.use(moves);
handle((_req, res) => void earlyHints(res, [preload('/a.css', 'style')]));
handle((_req: Request4, res: Response4) => void earlyHints(res, preload('/a.woff2', 'font')));
// @ts-expect-error a number is no target
relocations({ '/old': 7 });
// @ts-expect-error no such destination
preload('/a.css', 'stylesheet');
// @ts-expect-error a request is no response
handle((req) => void earlyHints(req, []));
