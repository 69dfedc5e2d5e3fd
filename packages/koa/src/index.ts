export * from '@statuskit/core';
export * from '@statuskit/core/conditional';
export * from '@statuskit/core/rate-limit';
export { type ErrorHandlerOptions, errorHandler } from './error-handler.ts';
export { handle } from './handle.ts';
export type { Router } from './routes.ts';
export type { KoaContext, Middleware } from './types.ts';
export { type UnmatchedOptions, unmatched } from './unmatched.ts';
