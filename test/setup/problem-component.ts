import { problemComponents } from '@statuskit/openapi';
import { type Check, checkOf } from './openapi-ajv.ts';
import { CLASSES, VERSIONS } from './openapi-document.ts';

const entries = CLASSES.map(([, Class]) => Class);

// Made for the first document: most files of tests send none.
let checks: readonly Check[] | undefined;
let names: ReadonlyMap<number, string> = new Map();

function prepare(): readonly Check[] {
  const all = VERSIONS.map((version) => problemComponents(entries, { version }));
  names = new Map(
    Object.entries(all[0]?.schemas ?? {}).flatMap(([name, { properties }]) => {
      const { status } = properties as { readonly status: { readonly enum?: readonly number[] } };
      return status.enum?.[0] === undefined ? [] : [[status.enum[0], name]];
    }),
  );
  return all.map(({ schemas }, at) => checkOf(schemas, VERSIONS[at] ?? '3.1'));
}

/**
 * Throws unless a problem document fits the OpenAPI component of the class for its status, in both versions. What other servers
 * send need not have the members that ours always send.
 */
export function requireComponent(body: string, status: number): void {
  checks ??= prepare();
  const problem = JSON.parse(body) as Readonly<Record<string, unknown>>;
  const name = names.get(status) ?? 'Problem';
  const faults = checks.flatMap((check) => check(name, problem));
  if (faults.length > 0)
    throw new Error(`not as the component ${name} describes it: ${faults.join('; ')}: ${body.slice(0, 500)}`);
}
