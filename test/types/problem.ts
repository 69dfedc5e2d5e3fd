// Problem types of one's own, RFC 9457 §4.
import { type HttpError, problem } from '@statuskit/core';

const type = 'https://shop.example/out-of-credit';
const title = 'Out of credit';

class OutOfCredit extends problem<{ balance: number }>()({ type, title, status: 403 }) {}

// The members first, then the text or the init.
new OutOfCredit({ balance: 30 });
new OutOfCredit({ balance: 30 }, 'That costs 50.');
new OutOfCredit({ balance: 30 }, { detail: 'That costs 50.', headers: { 'X-Trace': 'abc' } });
// @ts-expect-error the members are compulsory
new OutOfCredit();
// @ts-expect-error each of them
new OutOfCredit({});
// @ts-expect-error each of its type
new OutOfCredit({ balance: '30' });
// @ts-expect-error and no other
new OutOfCredit({ balance: 30, currency: 'EUR' });
// @ts-expect-error a text is no member
new OutOfCredit('That costs 50.');
// @ts-expect-error the type is that of the class
new OutOfCredit({ balance: 30 }, { type, title });
// @ts-expect-error the members have their own place
new OutOfCredit({ balance: 30 }, { extensions: { balance: 0 } });
// @ts-expect-error an Error is no init
new OutOfCredit({ balance: 30 }, new Error('no'));

// What is read from it.
const error = new OutOfCredit({ balance: 30 });
const status: 403 = error.status;
const balance: number = error.extensions.balance;
const base: HttpError<403> = error;
const defined: 403 = OutOfCredit.problem.status;
void [status, balance, base, defined];
declare const caught: unknown;
if (caught instanceof OutOfCredit) void (caught.extensions.balance satisfies number);
// @ts-expect-error there is no such member
error.extensions.currency;

// Without members, with interfaces, with what has a JSON form.
class Closed extends problem()({ type, title, status: 409 }) {}
new Closed();
new Closed('on Sundays');
new Closed('on Sundays', { instance: '/a' });
new Closed(undefined, { log: 'a' });
// @ts-expect-error there are no members
new Closed({ balance: 30 });
interface Members {
  readonly since: Date;
  readonly until?: Date | undefined;
}
class Moved extends problem<Members>()({ type, title, status: 410 }) {}
const since: string = new Moved({ since: new Date() }).extensions.since;
void since;

// Statuses.
problem()({ type, title, status: 400 });
problem()({ type, title, status: 428 });
problem()({ type, title, status: 500 });
// @ts-expect-error a problem type has a URI
problem()({ title, status: 403 });
// @ts-expect-error a problem type has a title
problem()({ type, status: 403 });
// @ts-expect-error no error
problem()({ type, title, status: 200 });
// @ts-expect-error a challenge is compulsory
problem()({ type, title, status: 401 });
// @ts-expect-error Allow is compulsory
problem()({ type, title, status: 405 });
// @ts-expect-error a challenge is compulsory
problem()({ type, title, status: 407 });
// @ts-expect-error what is supported is compulsory
problem()({ type, title, status: 415 });
// @ts-expect-error Content-Range is compulsory
problem()({ type, title, status: 416 });
// @ts-expect-error Upgrade is compulsory
problem()({ type, title, status: 426 });
// @ts-expect-error the wait is compulsory
problem()({ type, title, status: 429 });
// @ts-expect-error who blocks is compulsory
problem()({ type, title, status: 451 });
// @ts-expect-error the wait is compulsory
problem()({ type, title, status: 503 });
// @ts-expect-error a number that is known too late
problem()({ type, title, status: 403 as number });

// The members of RFC 9457 §3.1 are no members of one's own.
class WithType extends problem<{ type: string }>()({ type, title, status: 403 }) {}
// @ts-expect-error reserved
new WithType({ type: 'x' });
class WithTitle extends problem<{ title: string }>()({ type, title, status: 403 }) {}
// @ts-expect-error reserved
new WithTitle({ title: 'x' });
class WithStatus extends problem<{ status: number }>()({ type, title, status: 403 }) {}
// @ts-expect-error reserved
new WithStatus({ status: 1 });
class WithDetail extends problem<{ detail: string }>()({ type, title, status: 403 }) {}
// @ts-expect-error reserved
new WithDetail({ detail: 'x' });
class WithInstance extends problem<{ instance: string }>()({ type, title, status: 403 }) {}
// @ts-expect-error reserved
new WithInstance({ instance: 'x' });

// Members have a JSON form.
class WithCount extends problem<{ count: bigint }>()({ type, title, status: 403 }) {}
// @ts-expect-error a bigint has none
new WithCount({ count: 1n });
class WithLookup extends problem<{ lookup: Map<string, string> }>()({ type, title, status: 403 }) {}
// @ts-expect-error a Map has none
new WithLookup({ lookup: new Map() });
class WithRetry extends problem<{ retry: () => void }>()({ type, title, status: 403 }) {}
// @ts-expect-error a function has none
new WithRetry({ retry() {} });
