// The results of @statuskit/openapi fit the types of the packages that documents are written with, in both versions.
import { Conflict, HttpError, NotFound, problem } from '@statuskit/core';
import {
  conditionalParameters,
  idempotencyKeyParameter,
  problemComponents,
  rateLimitHeaders,
  responsesOf,
} from '@statuskit/openapi';
import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types';
import type { ZodOpenApiComponentsObject, ZodOpenApiResponsesObject } from 'zod-openapi';

class OutOfCredit extends problem<{ balance: number }>()({
  type: 'https://example.org/problems/out-of-credit',
  title: 'Out of credit',
  status: 403,
}) {}
class SoldOut extends HttpError<409> {
  constructor(sku: string) {
    super(409, `${sku} is sold out`);
  }
}

const entries = [
  NotFound,
  OutOfCredit,
  { error: Conflict, name: 'NoteConflict', current: { type: 'object' } },
  { error: SoldOut, example: new SoldOut('A-7') },
] as const;

export const in30: Pick<OpenAPIV3.Document, 'components'> & {
  responses: OpenAPIV3.ResponsesObject;
  parameters: OpenAPIV3.ParameterObject[];
  headers: Record<string, OpenAPIV3.HeaderObject>;
} = {
  components: problemComponents(entries, { version: '3.0' }),
  responses: responsesOf(entries, { version: '3.0' }),
  parameters: [...conditionalParameters({ version: '3.0' }), idempotencyKeyParameter({ version: '3.0' })],
  headers: rateLimitHeaders(undefined, { version: '3.0' }),
};

export const in31: Pick<OpenAPIV3_1.Document, 'components'> & {
  responses: OpenAPIV3_1.ResponsesObject;
  parameters: OpenAPIV3_1.ParameterObject[];
  headers: Record<string, OpenAPIV3_1.HeaderObject>;
} = {
  components: problemComponents(entries),
  responses: responsesOf(entries, { default: false }),
  parameters: [...conditionalParameters({ ranges: true }), idempotencyKeyParameter()],
  headers: rateLimitHeaders([{ name: 'hourly', quota: 10, windowSeconds: 60 }], { form: 'draft-7' }),
};

export const zodComponents: ZodOpenApiComponentsObject = problemComponents(entries);
export const zodResponses: ZodOpenApiResponsesObject = { ...responsesOf(entries) };

// @ts-expect-error: an error is not a class of errors
problemComponents([new NotFound()]);
// @ts-expect-error: a class that is not about errors
problemComponents([Date]);
// @ts-expect-error: the version is one of two
problemComponents([NotFound], { version: '2.0' });
// @ts-expect-error: an entry without a class
problemComponents([{ name: 'NotFound' }]);
// @ts-expect-error: a field that makes no request conditional
conditionalParameters({ fields: ['Accept'] });
// @ts-expect-error: a form that does not exist
rateLimitHeaders(undefined, { form: 'draft-1' });
