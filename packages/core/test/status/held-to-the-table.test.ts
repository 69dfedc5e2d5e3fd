import { describe, expect, it } from 'vitest';
import { FIELDS_OF_STATUS } from '../../src/errors/understand/foreign.ts';
import { missingField } from '../../src/errors/understand/snapshot.ts';
import { type ErrorStatus, HttpError, render, STATUS_NAMES, statusFacts } from '../../src/index.ts';
import { mayHaveContent } from '../../src/reply.ts';

/*
 * The table of statuses is too large to be loaded by who only renders an error. So a few lists of statuses stand beside the
 * code that needs them; here they are compared with the table.
 */
const ALL = Object.keys(STATUS_NAMES).map((status) => Number(status) as keyof typeof STATUS_NAMES);
const ERRORS = ALL.filter((status): status is ErrorStatus => status >= 400 && status !== 418);

class Plain extends HttpError {}

it.each(ALL.filter((status) => status >= 200))(
  '%i may have content, or may not, as the table says',
  (status) => {
    expect(mayHaveContent(status)).toBe(statusFacts(status).mayHaveContent);
  },
);

describe.each(ERRORS)('%i', (status) => {
  const facts = statusFacts(status);

  it('is stored by a cache unless its specification forbids it', () => {
    const { headers } = render(new Plain(status), { method: 'GET' }, { cache: { [status]: 'max-age=60' } });
    expect(headers['cache-control']).toBe(facts.mustNotStore ? 'no-store' : 'max-age=60');
  });

  it('is healed if a field that it must have is missing', () => {
    const [required] = facts.requiredFields;
    // A Content-Range is only a SHOULD of a 416; without it, the client cannot ask again for what is there.
    const due = status === 416 ? 'Content-Range' : required;
    expect(missingField(status, {})).toBe(due?.toLowerCase());
  });

  it('takes from the error of a known producer only fields that belong to it', () => {
    const { requiredFields, recommendedFields, optionalFields } = facts;
    const known = [...requiredFields, ...recommendedFields, ...optionalFields].map((name) =>
      name.toLowerCase(),
    );
    expect(known).toEqual(expect.arrayContaining([...(FIELDS_OF_STATUS[status] ?? [])]));
  });
});
