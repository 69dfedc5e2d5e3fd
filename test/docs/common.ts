// What the examples of doc comments take for granted, and a reader's service would have. None of it is typed more loosely than such a
// service would write it. What is only declared can be compiled against, and the examples that use it are not run.
import { etag } from '@statuskit/core/conditional';
import { MemoryStore, rateLimiter } from '@statuskit/core/rate-limit';
import type { NodeRedisClient } from '@statuskit/redis';
import type * as Chai from 'chai';
import type { expect as Expect } from 'vitest';
import * as zod from 'zod';

export interface Note {
  readonly id: number;
  readonly text: string;
}

export const z: typeof zod = zod;
export const note: Note = { id: 7, text: 'hello' };
export const job: { readonly id: number } = { id: 1 };
export const file: { readonly size: number; readonly etag: string } = { size: 1234, etag: '"v7"' };
export const maintenance: { readonly end: Date } = { end: new Date(Date.now() + 60_000) };
export const config: { readonly requiredFields: readonly string[] } = { requiredFields: ['If-Match'] };
export const cause: Error = new Error('behind it');
export const error: unknown = new Error('unknown');

const saved = new Map<number, Note>([[7, note]]);
const tag = etag.strong('v7');

export const notes = {
  find: async (id: unknown): Promise<Note | undefined> => saved.get(Number(id)),
  /** Saves, and returns null if another write came first. */
  save: async (before: Note | undefined, after: Note): Promise<Note | null> =>
    before === undefined ? null : { ...before, ...after },
};
export const airports: ReadonlyMap<string, { readonly name: string }> = new Map([
  ['LIS', { name: 'Lisbon' }],
]);

/** Returns what `conditional` and `conditionalWrite` evaluate. */
export async function loadNote(): Promise<{ readonly etag: typeof tag; readonly state: Note }> {
  return { etag: tag, state: note };
}

export const isPassword = async (body: unknown): Promise<boolean> => body === 'right';

/** Writes a row, and returns how many rows the statement changed. */
export const db = {
  async update(_table: string, row: { readonly id: number; readonly version: number }): Promise<number> {
    return row.version === 7 ? 1 : 0;
  },
};
export const rowCount: number = 1;

export class StockError extends Error {
  override name = 'StockError';
}

export const policies = [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }] as const;
export const store = new MemoryStore();
export const limiter = rateLimiter({ policies });
export const decision = limiter.peek('user 7');

export declare const client: NodeRedisClient;

// What a test has at hand.
export declare const chai: typeof Chai;
export declare const expect: typeof Expect;
export declare const response: Response;
export declare const url: string;
