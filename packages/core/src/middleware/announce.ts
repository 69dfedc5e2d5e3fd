import type { NodeRequest, NodeResponse } from '../node/exchange.ts';
import type { PolicyBalance } from '../rate-limit/balance.ts';
import { fieldsOfBalances, type RateLimitForm } from '../rate-limit/fields.ts';
import { heldLines } from '../reply.ts';

/** What limiters of one form have announced about a request. */
interface Announced {
  readonly form: RateLimitForm;
  readonly balances: readonly PolicyBalance[];
  /** RateLimit-Policy as another limiter had left it. */
  readonly foreign: readonly string[];
}

const ANNOUNCED = Symbol('balances that were announced');
type WithAnnounced = { [ANNOUNCED]?: Announced };

// Lists of Strings, as in draft-11. A value that another form has written there cannot be extended.
const STRING_ITEM = /^\s*"/;

function continued(value: string, line: unknown): string {
  if (line === undefined) return value; // nearly always: one limiter has room
  const before = heldLines(line).filter((one) => STRING_ITEM.test(one));
  return before.length === 0 ? value : [...before, value].join(', ');
}

/**
 * Returns the fields that announce balances, beside what limiters before this one have announced. Lists grow. A form that has
 * room for one policy announces the tightest of all, and each of its fields once: two Dictionaries in one field would be one with
 * its keys twice (RFC 9651 §4.2.2).
 */
export function announce(
  balances: readonly PolicyBalance[],
  form: RateLimitForm,
  request: NodeRequest,
  response: NodeResponse,
): Record<string, string> {
  if (form === 'draft-11') {
    const fields = fieldsOfBalances(balances, form, undefined);
    for (const name in fields) fields[name] = continued(fields[name] ?? '', response.getHeader(name));
    return fields;
  }
  if (form === 'none' || balances.length === 0) return {};
  const before = (request as WithAnnounced)[ANNOUNCED];
  const isSameForm = before?.form === form;
  const announced: Announced = {
    form,
    balances: isSameForm ? [...before.balances, ...balances] : balances,
    foreign: isSameForm ? before.foreign : [...heldLines(response.getHeader('ratelimit-policy'))],
  };
  (request as WithAnnounced)[ANNOUNCED] = announced;
  const fields = fieldsOfBalances(announced.balances, form, undefined);
  const policies = fields['ratelimit-policy'];
  if (policies !== undefined) fields['ratelimit-policy'] = [...announced.foreign, policies].join(', ');
  return fields;
}
