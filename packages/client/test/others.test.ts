// What Spring and ASP.NET send, as their documentation shows it. Other servers are asked in test/integration/client/peers.test.ts.
import { describe, expect, it } from 'vitest';
import { retryAdvice } from '../src/retry-advice.ts';
import { revive } from '../src/revive.ts';

const PROBLEM = 'application/problem+json';

interface Fixture {
  readonly status: number;
  readonly type: string;
  readonly body: string;
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
];

describe.each(FIXTURES)('%s', (_server, { status, type, body, expected }) => {
  it('is revived', async () => {
    const response = new Response(body, { status, headers: { 'content-type': type } });
    const error = await revive(response);
    expect(error).toMatchObject({ status, ...expected });
    expect(error?.remote.text).toBeUndefined();
    expect(retryAdvice({ method: 'GET', error, attempt: 1 })).toEqual({ retry: false, why: 'final' });
  });
});
