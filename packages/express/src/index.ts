export * from '@statuskit/core';
export * from '@statuskit/core/conditional';
export * from '@statuskit/core/rate-limit';
export { type ErrorHandlerOptions, errorHandler } from './error-handler.ts';
export { handle } from './handle.ts';
export type { Application } from './routes.ts';
export type { ErrorMiddleware, Middleware, Next } from './types.ts';
export { type UnmatchedOptions, unmatched } from './unmatched.ts';
