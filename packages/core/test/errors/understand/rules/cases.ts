import { expect, it } from 'vitest';
import type { ErrorContext, HttpError, Rule } from '../../../../src/index.ts';

/** An error with properties, in the shape of one that another package throws. */
export const thrown = (members: object = {}, message = 'inside'): Error =>
  Object.assign(new Error(message), members);

/** An error of a class with this name, as a package defines it. */
export function ofClass(name: string, members: object = {}, message = 'inside'): Error {
  const Class = { [name]: class extends Error {} }[name] ?? Error;
  return Object.assign(new Class(message), { name }, members);
}

const withHeaders = (headers: Readonly<Record<string, string>>) => ({ method: 'POST', url: '/', headers });

/** A request with content, and one without. */
export const WITH_CONTENT: ErrorContext = { request: withHeaders({ 'content-length': '2' }) };
export const WITHOUT: ErrorContext = { request: { method: 'GET', url: '/', headers: {} } };

/** What a client sees of an error: the members that neither its status nor its `errors` imply, and the fields. */
export function answerOf(error: HttpError<number> | undefined): object | undefined {
  if (error === undefined) return undefined;
  const { type, title, detail, ...members } = error.toJSON();
  const isImplied = detail === undefined || /^\d+ fields? (?:is|are) invalid: /.test(detail);
  const hasFields = Object.keys(error.headers).length > 0;
  return { ...members, ...(!isImplied && { detail }), ...(hasFields && { headers: error.headers }) };
}

/** What was thrown, the answer (undefined: the rule does not know it), and what is known of the exchange. */
export type Case = readonly [
  what: string,
  value: unknown,
  answer: object | undefined,
  context?: ErrorContext,
];

export function itAnswers(rule: Rule, cases: readonly Case[]): void {
  const rows = cases.map(([what, value, answer, context = {}]) => [what, value, answer, context] as const);
  it.each(rows)('%s', (_what, value, answer, context) => {
    const made = rule(value, context);
    expect(answerOf(made)).toEqual(answer);
    if (made !== undefined) expect(made.cause).toBe(value);
  });
}

/** A value whose properties cannot be read. */
export function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
