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
