export type { Report } from '@statuskit/core';
export type { ShedOptions } from '@statuskit/core/adapter';
export type { ReportListener } from './answer.ts';
export type { Application, KoaLike, Listener } from './application.ts';
export type { Draining, DrainListener, DrainOptions, DrainResult, ServerState } from './drain.ts';
export {
  type HealthCheck,
  type HealthHandler,
  type HealthOptions,
  liveness,
  type ReadinessOptions,
  readiness,
} from './health.ts';
export type { ProtectOptions, Timeouts } from './options.ts';
export { type Protected, protect } from './protect.ts';
export { type ServedServer, type ServeOptions, serve } from './serve.ts';
