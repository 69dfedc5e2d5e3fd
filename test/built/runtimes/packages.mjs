// What holds for the built packages in any runtime, by name. Each returns nothing, or throws.
import * as client from '@statuskit/client';
import * as core from '@statuskit/core';
import * as fields from '@statuskit/core/fields';
import * as status from '@statuskit/core/status';

function same(got, wanted) {
  const [one, other] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`expected ${other}, got ${one}`);
}

function refuses(run) {
  let thrown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof TypeError)) throw new Error(`expected a TypeError, got ${thrown}`);
}

const REQUEST = { method: 'GET', headers: { accept: 'application/json' } };

const CHECKS = {
  core: {
    'errors and their classes': () => {
      const error = new core.Conflict({ id: 7 }, { etag: '"v8"' });
      same(
        [error.status, error.name, error.headers, error.toJSON().current],
        [409, 'Conflict', { etag: '"v8"' }, { id: 7 }],
      );
      same(
        [error instanceof core.HttpError, core.isHttpError(error), error instanceof core.NotFound],
        [true, true, false],
      );
      same(typeof error.stack, 'string');
      refuses(() => new core.Unauthorized());
    },
    'problem types of your own': () => {
      class OutOfCredit extends core.problem()({
        type: 'https://a.example/credit',
        title: 'Out of credit',
        status: 403,
      }) {}
      same(new OutOfCredit({ balance: 3 }, 'No').toJSON(), {
        type: 'https://a.example/credit',
        title: 'Out of credit',
        status: 403,
        detail: 'No',
        balance: 3,
      });
    },
    'any thrown value': () => {
      same(core.toHttpError(new RangeError('secret')).status, 500);
      const reply = core.render(core.toHttpError(new RangeError('secret')), REQUEST);
      same([reply.status, String(reply.body).includes('secret')], [500, false]);
    },
    'the response of an error': () => {
      const reply = core.render(new core.MethodNotAllowed(['GET', 'PUT']), REQUEST);
      same(
        [reply.status, reply.headers.allow, reply.headers['content-type']],
        [405, 'GET, PUT', 'application/problem+json'],
      );
    },
    results: async () => {
      const reply = await core.toReply(core.created('/notes/7', { id: 7 }), REQUEST);
      same([reply.status, reply.headers.location], [201, '/notes/7']);
    },
    cursors: () => same(core.decodeCursor(core.encodeCursor({ after: 7 })), { after: 7 }),
  },
  fields: {
    Link: () => same(fields.parseLink('</a>; rel="next"')[0].target, '/a'),
    'Retry-After': () => same(fields.parseHttpDate('Sun Nov  6 08:49:37 1994').getTime(), 784111777000),
    challenges: () => same(fields.parseChallenges('Basic realm="a, b"')[0].params.realm, 'a, b'),
    Accept: () => same(fields.parseAccept('text/html;q=0.5, application/json').length, 2),
  },
  status: {
    phrases: () =>
      same(
        [status.reasonPhrase(413), status.errorClassName(505)],
        ['Content Too Large', 'HttpVersionNotSupported'],
      ),
    facts: () => same(status.statusFacts(405).status ?? 405, 405),
  },
  client: {
    revive: async () => {
      const response = new Response('{"detail":"No","current":{"id":7}}', {
        status: 412,
        headers: { 'content-type': 'application/problem+json', etag: '"8"' },
      });
      const error = await client.revive(response);
      same(
        [error instanceof core.PreconditionFailed, error.current, error.remote.etag],
        [true, { id: 7 }, '"8"'],
      );
    },
    'an HTML page, read to its bound': async () => {
      const error = await client.revive(new Response('<html>'.repeat(1000), { status: 502 }), {
        maxBytes: 100,
      });
      same([error.name, error.remote.text.length], ['BadGateway', 100]);
    },
    retryAdvice: () => {
      const response = { status: 503, headers: { 'retry-after': 'Sunday, 29-Nov-26 10:00:03 GMT' } };
      const advice = client.retryAdvice({
        method: 'GET',
        response,
        attempt: 1,
        now: new Date('2026-11-29T10:00:00Z'),
        random: () => 0,
      });
      same(advice.waitMs, 3000);
    },
    'createFetch, against a server that refuses': async (url) => {
      const error = await client
        .createFetch({ maxAttempts: 2, baseDelayMs: 1 })(`${url}/refused`)
        .catch((thrown) => thrown);
      same([error.status, client.isRemote(error)], [503, true]);
    },
    'a connection that nobody accepts': async (_url, closed) => {
      const thrown = await fetch(closed).catch((error) => error);
      // Browsers do not tell why.
      const { retry } = client.retryAdvice({ method: 'GET', error: thrown, attempt: 1 });
      same(retry, true);
    },
    'a connection that breaks': async (url) => {
      const thrown = await fetch(`${url}/reset`, { method: 'POST', body: 'x' }).catch((error) => error);
      const adviceFor = (method) => client.retryAdvice({ method, error: thrown, attempt: 1 }).why;
      same([adviceFor('GET'), adviceFor('POST')], ['idempotent', 'unsafe']);
    },
    upstream: async (_url, closed) => {
      const error = await client
        .upstream('x', { breaker: { failures: 1, openMs: 60000 } })
        .fetch(closed)
        .catch((thrown) => thrown);
      same([error instanceof core.BadGateway, error.status], [true, 502]);
    },
  },
};

/** Runs all checks; `url` answers a 503, and nobody listens at `closed`. Returns what failed, by package. */
export async function runChecks(url, closed) {
  const outcome = {};
  for (const [name, checks] of Object.entries(CHECKS)) {
    outcome[name] = { passed: 0, failed: [] };
    for (const [what, check] of Object.entries(checks)) {
      try {
        await check(url, closed);
        outcome[name].passed += 1;
      } catch (error) {
        outcome[name].failed.push(`${what}: ${error}`);
      }
    }
  }
  return outcome;
}
