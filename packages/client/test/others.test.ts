// What other servers send, in the form that their documentation shows.
import { describe, expect, it } from 'vitest';
import { retryAdvice } from '../src/retry-advice.ts';
import { revive } from '../src/revive.ts';

const PROBLEM = 'application/problem+json';

interface Fixture {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Record<string, string>;
  readonly expected: object;
}

const FIXTURES: readonly (readonly [server: string, fixture: Fixture])[] = [
  [
    'Spring, ProblemDetail',
    {
      status: 404,
      type: PROBLEM,
      body: '{"type":"about:blank","title":"Not Found","status":404,"detail":"No static resource x.","instance":"/x"}',
      expected: { name: 'NotFound', detail: 'No static resource x.', instance: '/x', extensions: undefined },
    },
  ],
  [
    'Spring, with properties',
    {
      status: 400,
      type: `${PROBLEM};charset=UTF-8`,
      body: '{"type":"about:blank","title":"Bad Request","status":400,"detail":"Invalid request content.","hostname":"a"}',
      expected: { name: 'BadRequest', errors: undefined, extensions: { hostname: 'a' } },
    },
  ],
  [
    'ASP.NET, ValidationProblemDetails',
    {
      status: 400,
      type: `${PROBLEM}; charset=utf-8`,
      body: '{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"One or more validation errors occurred.","status":400,"errors":{"Name":["The Name field is required."]},"traceId":"00-1-2-00"}',
      expected: {
        name: 'BadRequest',
        title: 'One or more validation errors occurred.',
        errors: undefined,
        extensions: { errors: { Name: ['The Name field is required.'] }, traceId: '00-1-2-00' },
      },
    },
  ],
  [
    'nginx, return 503',
    {
      status: 503,
      type: 'text/html',
      body: '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n</html>\r\n',
      expected: { name: 'ServiceUnavailable', title: 'Service Unavailable', detail: undefined },
    },
  ],
  [
    'HAProxy, no server is available',
    {
      status: 503,
      type: 'text/html',
      headers: { 'cache-control': 'no-cache' },
      body: '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n',
      expected: { name: 'ServiceUnavailable', detail: undefined },
    },
  ],
  [
    'hapi, Boom',
    {
      status: 429,
      type: 'application/json; charset=utf-8',
      headers: { 'retry-after': '3' },
      body: '{"statusCode":429,"error":"Too Many Requests","message":"slow down"}',
      expected: { name: 'TooManyRequests', detail: undefined, extensions: undefined },
    },
  ],
  [
    'Fastify while it closes',
    {
      status: 503,
      type: 'application/json; charset=utf-8',
      headers: { connection: 'close' },
      body: '{"error":"Service Unavailable","code":"FST_ERR_REOPENED_CLOSE_SERVER","message":"Service Unavailable","statusCode":503}',
      expected: { name: 'ServiceUnavailable', detail: undefined },
    },
  ],
];

describe.each(FIXTURES)('%s', (_server, { status, type, body, headers, expected }) => {
  it('is revived', async () => {
    const response = new Response(body, { status, headers: { ...headers, 'content-type': type } });
    const error = await revive(response);
    expect(error).toMatchObject({ status, ...expected });
    expect(error?.remote.text).toBe(type.startsWith(PROBLEM) ? undefined : body);
    const isTemporary = status === 429 || status === 503;
    expect(retryAdvice({ method: 'GET', error, attempt: 1 }).retry).toBe(isTemporary);
    expect(retryAdvice({ method: 'POST', error, attempt: 1 })).toMatchObject({
      why: isTemporary ? 'unsafe' : 'final',
    });
  });
});
