import { type Rule, render, toHttpError } from '@statuskit/core';
import { expect } from 'vitest';

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
