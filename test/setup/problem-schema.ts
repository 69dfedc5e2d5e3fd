import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

// RFC 9457 §3.1: the members and their JSON types. All may be absent; ours always has `status`.
const schema = {
  type: 'object',
  required: ['status'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string' },
    instance: { type: 'string', format: 'uri-reference' },
    // §3, the extension that the RFC itself shows, with the siblings of `pointer` for what is no content.
    errors: {
      type: 'array',
      maxItems: 100,
      items: {
        type: 'object',
        required: ['detail'],
        properties: {
          detail: { type: 'string' },
          pointer: { type: 'string', pattern: '^#(/.*)?$', format: 'json-pointer-uri-fragment' },
          parameter: { type: 'string' },
          header: { type: 'string' },
          // What a validator calls the rule that failed, and its bounds.
          code: { type: 'string' },
          limits: { type: 'object' },
        },
        additionalProperties: false,
      },
    },
    more: { type: 'integer', minimum: 1 },
  },
};

const ajv = new Ajv2020({ allErrors: true });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv); // a CommonJS default, which the types do not show
const validate = ajv.compile(schema);

/** Throws unless `body` is a problem document whose member `status` is that of the response. */
export function requireProblem(body: string, status: number): void {
  const problem: unknown = JSON.parse(body);
  if (!validate(problem))
    throw new Error(`no problem document: ${ajv.errorsText(validate.errors)}: ${body.slice(0, 500)}`);
  const said = (problem as { status: unknown }).status;
  if (said !== status) throw new Error(`the problem document says ${said}, the status line ${status}`);
}
