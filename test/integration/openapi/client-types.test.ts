import { Conflict, NotFound, problem } from '@statuskit/core';
import { responsesOf } from '@statuskit/openapi';
import openapiTS, { astToString } from 'openapi-typescript';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { complaintsOf } from '../../setup/guide.ts';
import { documentOf, VERSIONS } from '../../setup/openapi-document.ts';

class OutOfCredit extends problem<{ balance: number }>()({
  type: 'https://example.org/problems/out-of-credit',
  title: 'Out of credit',
  status: 403,
}) {}

const note = z.toJSONSchema(z.object({ id: z.int(), text: z.string() }));
const noteConflict = { error: Conflict, name: 'NoteConflict', current: note };
const outOfCredit = { error: OutOfCredit, extensions: z.toJSONSchema(z.object({ balance: z.number() })) };
const entries = [NotFound, noteConflict, outOfCredit];

const PROGRAM = `
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.ts';

type Equal<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
const is = <T extends true>(): T | undefined => undefined;

const client = createClient<paths>({ baseUrl: 'https://notes.invalid' });
const { data, error } = await client.PUT('/Notes', { params: { header: { 'Idempotency-Key': '"7"' } } });
is<Equal<typeof data, undefined>>();

if (error !== undefined && 'current' in error) {
  const { text, id }: { text: string; id: number } = error.current;
  is<Equal<typeof error.status, 409>>();
  // @ts-expect-error: the note has no such property
  error.current.author;
  console.log(text, id);
}
if (error !== undefined && 'balance' in error) {
  is<Equal<typeof error.type, 'https://example.org/problems/out-of-credit'>>();
  console.log(error.balance + 1);
}
if (error !== undefined) {
  const { title, detail }: { title: string; detail?: string } = error;
  // @ts-expect-error: not every error shows a state
  error.current;
  console.log(title, detail);
}

// Without \`default\` the status distinguishes them.
const closed = await client.PUT('/Closed', { params: { header: { 'Idempotency-Key': '"7"' } } });
if (closed.error?.status === 409) console.log(closed.error.current.text);
if (closed.error?.status === 403) console.log(closed.error.balance);
is<Equal<components['schemas']['NotFound']['status'], 404>>();
`;

describe.each(VERSIONS)('the types that openapi-typescript makes of a document in version %s', (version) => {
  it('let a client of openapi-fetch tell the errors apart', async () => {
    const document = documentOf({ Notes: entries, Closed: entries }, version);
    const closed = document.paths['/Closed']?.['put'];
    if (closed !== undefined)
      closed['responses'] = {
        204: { description: 'Done.' },
        ...responsesOf(entries, { version, default: false }),
      };
    const types = astToString(await openapiTS(document as never, { silent: true }));
    expect(complaintsOf({ 'schema.ts': types, 'program.ts': PROGRAM })).toEqual([]);
  });
});
