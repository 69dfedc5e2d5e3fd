// What may be said about any error, and what may not.
import {
  BadRequest,
  type ErrorHeaders,
  type Extensions,
  type Fault,
  Forbidden,
  Gone,
  HttpError,
  type HttpErrorInit,
  InternalServerError,
  NotFound,
  type ProblemDocument,
  type StandardIssue,
  UnprocessableContent,
} from '@statuskit/core';

declare const error: Error;
declare const caught: unknown;
declare const absent: string | undefined;

new NotFound();
new NotFound('No airport has this code');
new NotFound({ detail: absent, log: absent, instance: absent });
new NotFound({ cause: caught });
// @ts-expect-error an Error is no init
new NotFound(error);
// @ts-expect-error nor is a TypeError
new NotFound(new TypeError('no'));
// @ts-expect-error nor is an error of ours
new NotFound(new Gone());
// @ts-expect-error nor is what was caught
new NotFound(caught);
// @ts-expect-error the init comes last and alone
new NotFound('No airport has this code', { log: 'code ZZZ' });
// @ts-expect-error there is no such member
new NotFound({ details: 'No airport has this code' });
// @ts-expect-error `status` comes from the class
new NotFound({ status: 410 });
// @ts-expect-error `expose` follows from the status
new InternalServerError({ expose: true });

// A problem type has a URI and a title.
new Forbidden({ type: 'https://shop.example/out-of-credit', title: 'Out of credit' });
new Forbidden({ type: undefined, title: undefined });
// @ts-expect-error a type without a title
new Forbidden({ type: 'https://shop.example/out-of-credit' });
// @ts-expect-error a title without a type
new Forbidden({ title: 'Out of credit' });

// Extension members are JSON, and leave those of RFC 9457 alone.
interface Balance {
  readonly balance: number;
}
declare const balance: Balance;
new Forbidden({ extensions: { balance: 30, accounts: ['/account/1', null], nested: { deep: [1, true] } } });
new Forbidden({ extensions: { ...balance } });
const extensions: Extensions = { balance: 30, missing: undefined };
new Forbidden({ extensions });
// @ts-expect-error the status is the line's
new Forbidden({ extensions: { status: 200 } });
// @ts-expect-error the type has a place of its own
new Forbidden({ extensions: { type: 'https://shop.example/out-of-credit' } });
// @ts-expect-error the title has a place of its own
new Forbidden({ extensions: { title: 'Out of credit' } });
// @ts-expect-error the detail has a place of its own
new Forbidden({ extensions: { detail: 'Not enough' } });
// @ts-expect-error the instance has a place of its own
new Forbidden({ extensions: { instance: '/account/1' } });
// @ts-expect-error a function has no JSON form
new Forbidden({ extensions: { retry() {} } });
// @ts-expect-error a bigint has no JSON form
new Forbidden({ extensions: { balance: 30n } });
// @ts-expect-error a list has no names
new Forbidden({ extensions: ['balance'] });

// Fields: text, or several lines of it.
new Gone({ headers: { Link: ['</a>; rel="alternate"', '</b>; rel="alternate"'], 'X-Trace': 'abc' } });
// @ts-expect-error a value is text
new Gone({ headers: { 'X-Count': 7 } });

// Faults: what is wrong, and one place.
const faults: readonly Fault[] = [
  { detail: 'must be a number', pointer: '#/age' },
  { detail: 'must be a number', parameter: 'limit' },
  { detail: 'must be a date', header: 'If-Modified-Since' },
];
declare const issues: readonly StandardIssue[];
new UnprocessableContent({ errors: faults });
new BadRequest({ errors: issues, detail: 'Two members are wrong' });
new UnprocessableContent({ errors: [{ message: 'must be a number', path: ['age', { key: 0 }] }] });
// @ts-expect-error a fault says what is wrong
new UnprocessableContent({ errors: [{ pointer: '#/age' }] });
// @ts-expect-error a fault has a place
new UnprocessableContent({ errors: [{ detail: 'must be a number' }] });
// @ts-expect-error a fault has one place
new UnprocessableContent({ errors: [{ detail: 'must be a number', pointer: '#/age', parameter: 'age' }] });
// @ts-expect-error other classes have no faults
new NotFound({ errors: faults });

// What is read from an error.
const members: {
  status: 404;
  statusCode: 404;
  expose: boolean;
  title: string;
  type: string;
  detail: string | undefined;
  instance: string | undefined;
  headers: ErrorHeaders;
  cause?: unknown;
} = new NotFound();
const shown: ProblemDocument = new NotFound().toJSON();
shown['extra'] = 1;
new NotFound().headers['x-trace'] = 'abc';
void members;

// The base is for subclasses.
// @ts-expect-error abstract
new HttpError(404);
const init: HttpErrorInit = {};
new NotFound(init);
