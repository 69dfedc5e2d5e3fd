import type { OpenApiVersion, SchemaObject } from '@statuskit/openapi';
import { Ajv2020 } from 'ajv/dist/2020.js';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

// CommonJS defaults, which the types do not show.
const Draft04 = AjvDraft04 as unknown as typeof AjvDraft04.default;
const withFormats = addFormats as unknown as (ajv: object) => void;

/** Returns what is wrong with a value by a schema of the components; nothing if it fits. */
export type Check = (name: string, value: unknown) => string[];

/**
 * Compiles the schemas of components as the validators of the version do: 3.1 has JSON Schema 2020-12, 3.0 has draft 4 with `nullable`,
 * in which a keyword of a newer draft has no effect, or is refused.
 */
export function checkOf(schemas: Readonly<Record<string, SchemaObject>>, version: OpenApiVersion): Check {
  const options = {
    allErrors: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    strictTuples: false,
  } as const;
  const ajv = version === '3.0' ? new Draft04(options) : new Ajv2020(options);
  withFormats(ajv);
  ajv.addVocabulary(['components', 'example', 'xml', 'externalDocs', 'discriminator']);
  ajv.addSchema({ components: { schemas } }, 'document');
  return (name, value) => {
    const validate = ajv.getSchema(`document#/components/schemas/${name}`);
    if (validate === undefined) throw new Error(`no schema ${name}`);
    return validate(value) === true ? [] : [ajv.errorsText(validate.errors)];
  };
}
