import type { GuardOptions, MaybeLoaded } from '@statuskit/core/conditional';
import type { RouteRequest } from './request.ts';

/**
 * One route, as both frameworks mount it. What the handler returns is the response, `null` is one without content;
 * what it throws becomes the right response for it.
 */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'QUERY';
  readonly path: string;
  /** What the target is now: requests are judged by it before the handler runs. */
  readonly load?: (request: RouteRequest) => MaybeLoaded | Promise<MaybeLoaded>;
  readonly guard?: GuardOptions;
  /** Whether a request that comes again with the same Idempotency-Key is answered as before. */
  readonly idempotent?: boolean;
  readonly handler: (request: RouteRequest) => unknown;
};

/** A parameter of the path. */
export const param = ({ params }: RouteRequest, name: string): string => String(params[name]);
