import { type Rule, render, toHttpError } from '@statuskit/core';
import { expect } from 'vitest';

// What each kind of refusal is answered with, whatever the database.
export const TAKEN = { status: 409, detail: 'Something with the same unique value exists already.' };
export const LINKED = {
  status: 409,
  detail: 'Something that the request refers to does not exist, or is still in use.',
};
export const REQUIRED = { status: 422, detail: 'A value is missing.' };
export const UNMET = { status: 422, detail: 'A value is not allowed.' };
export const TOO_LONG = { status: 422, detail: 'A value is too long.' };
export const UNREADABLE = { status: 400, detail: 'A value is malformed or out of range.' };
export const AGAIN = { status: 503, wait: '1', retryAfter: 1 };

/** Something that asks a database in plain SQL, by a driver or by what wraps it. */
export interface SqlClient {
  run(statement: string): unknown;
  close?(): unknown;
}

/** Returns what a statement throws or rejects with. */
export async function errorOf(run: () => unknown): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error of the database');
}

/** Returns what a client of ours reads about a value that was thrown: the status, Retry-After and the problem document. */
export function answerOf(thrown: unknown, ...rules: Rule[]): Record<string, unknown> {
  const { status, headers, body } = render(toHttpError(thrown, { rules }), { method: 'POST', headers: {} });
  // Nothing of the database is in the answer: its text, its tables, its statements, its values.
  expect(String(body)).not.toMatch(/hunter2|teams|constraint|violat|duplicate|insert|select|SQL|Key/i);
  const {
    type,
    title,
    status: same,
    instance,
    ...members
  } = JSON.parse(String(body)) as Record<string, unknown>;
  return {
    status,
    ...members,
    ...(headers['retry-after'] !== undefined && { wait: headers['retry-after'] }),
  };
}
