import SwaggerParser from '@apidevtools/swagger-parser';
import { validate } from '@readme/openapi-parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

type Paths = Readonly<
  Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Response>> }>>>
>;

/** What a document says about a response of an operation: its status is listed, and what is wrong with its content. */
export interface Judgement {
  readonly isListed: boolean;
  readonly faults: readonly string[];
}

/** Returns undefined for an operation that the document does not have. */
export type Judge = (
  method: string,
  path: string,
  status: number,
  type: string,
  content: string,
) => Judgement | undefined;

/** Returns a judge of responses by an OpenAPI 3.1 document. Rejects if the document is not valid. */
export async function judgeBy(document: unknown): Promise<Judge> {
  const { valid } = await validate(structuredClone(document) as never);
  if (!valid) throw new Error('the document is not valid');
  const { paths } = (await SwaggerParser.dereference(structuredClone(document) as never)) as unknown as {
    readonly paths: Paths;
  };
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv); // a CommonJS default, which the types do not show
  const routes = Object.entries(paths).map(
    ([path, methods]) => [new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`), methods] as const,
  );
  return (method, path, status, type, content) => {
    const [, methods] = routes.find(([pattern]) => pattern.test(path.split('?', 1)[0] ?? '')) ?? [];
    const responses = methods?.[method.toLowerCase()]?.responses;
    if (responses === undefined) return undefined;
    const { [status]: listed, default: other } = responses;
    const media = (listed ?? other)?.content?.[type.split(';', 1)[0] ?? ''];
    if (media === undefined) return { isListed: listed !== undefined, faults: [] };
    const isRight = ajv.compile(media.schema);
    return {
      isListed: listed !== undefined,
      faults: isRight(JSON.parse(content)) === true ? [] : [ajv.errorsText(isRight.errors)],
    };
  };
}
