import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** An error of one of the other libraries, as far as the handlers written by hand read it. */
export interface OtherError extends Error {
  readonly status?: number;
  readonly expose?: boolean;
  readonly output?: { readonly statusCode: number; readonly payload: { readonly error: string } };
}

interface CreateError {
  (status: number, message?: string): OtherError;
  readonly NotFound: new (message?: string) => OtherError;
}

type FinalHandler = (request: unknown, response: unknown) => (error: unknown) => void;

// Packages without types of their own, or under a second name: what is used of them is said here.
export const createError = require('http-errors') as CreateError;
export const finalhandler = require('finalhandler') as FinalHandler;
interface FlexibleAnswer {
  readonly remainingPoints: number;
  readonly msBeforeNext: number;
}

type FlexibleLimiter = new (options: object) => { consume(key: string): Promise<FlexibleAnswer> };

interface CountingStore {
  init(options: object): void;
  increment(key: string): unknown;
}

export const flexible = require('rate-limiter-flexible') as {
  readonly RateLimiterMemory: FlexibleLimiter;
  readonly RateLimiterRedis: FlexibleLimiter;
};
const { rateLimit, MemoryStore } = require('express-rate-limit') as {
  readonly rateLimit: (options: object) => unknown;
  readonly MemoryStore: new () => CountingStore;
};
export const expressRateLimit = rateLimit;
export const expressRateLimitStore = MemoryStore;
export const { RedisStore: RateLimitRedis } = require('rate-limit-redis') as {
  readonly RedisStore: new (options: object) => CountingStore;
};
export const koaRateLimit = require('koa-ratelimit') as (options: object) => unknown;
export const koaConditionalGet = require('koa-conditional-get') as () => unknown;
export const koaEtag = require('@koa/etag') as () => unknown;
export const frameworks: Readonly<Record<string, unknown>> = {
  get express5() {
    return require('express');
  },
  get express4() {
    return require('express4');
  },
  get koa3() {
    return loadKoa('koa');
  },
  get koa2() {
    return loadKoa('koa2');
  },
};

function loadKoa(name: 'koa' | 'koa2'): unknown {
  const loaded: { default?: unknown } = name === 'koa' ? require('koa') : require('koa2');
  return loaded.default ?? loaded;
}
