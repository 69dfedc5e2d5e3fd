// A service with Sentry, as docs/guides/if-you-come-with.md has it: `node sentry.mjs express|koa`. Prints what Sentry would send.
import * as Sentry from '@sentry/node';

const [, , framework] = process.argv;
const sent = [];
const transport = () => ({
  send: async ([, items]) => {
    for (const [{ type }, event] of items)
      if (type === 'event') sent.push(event.exception.values.at(-1).value);
    return {};
  },
  flush: async () => true,
});
Sentry.init({
  dsn: 'https://public@127.0.0.1/1',
  transport,
  integrations: [Sentry.expressIntegration({ shouldHandleError: false })],
  beforeSend: (event) => {
    const isOfKoa = event.exception?.values?.some(
      ({ mechanism }) => mechanism?.type === 'auto.middleware.koa',
    );
    return isOfKoa ? null : event;
  },
});

const { z } = await import('zod');
const { errorHandler, NotFound, BadGateway, unmatched } = await import(`@statuskit/${framework}`);
const routes = {
  '/bug': () => {
    throw new TypeError('a bug');
  },
  '/down': () => {
    throw new BadGateway({ log: 'refused' });
  },
  '/missing': () => {
    throw new NotFound('not here');
  },
  '/invalid': ({ query }) => z.object({ name: z.string().min(1) }).parse(query),
};
const report = ({ level, thrown }) => {
  if (level === 'error') Sentry.captureException(thrown);
};

let server;
if (framework === 'koa') {
  const { default: Koa } = await import('koa');
  const app = new Koa();
  app.silent = true;
  app.use(errorHandler({ report }));
  app.use(unmatched());
  app.use((ctx, next) => routes[ctx.path]?.(ctx) ?? next());
  server = app.listen(0, '127.0.0.1');
} else {
  const { default: express } = await import('express');
  const app = express();
  for (const [path, run] of Object.entries(routes)) app.get(path, run);
  app.use(unmatched());
  app.use(errorHandler({ report }));
  server = app.listen(0, '127.0.0.1');
}
await new Promise((resolve) => server.once('listening', resolve));
const statuses = [];
for (const path of ['/bug', '/down', '/missing', '/invalid?name=', '/nothing']) {
  const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`);
  await response.text();
  statuses.push(response.status);
}
await Sentry.flush(2000);
process.stdout.write(`${JSON.stringify({ statuses, sent: sent.toSorted() })}\n`);
process.exit();
