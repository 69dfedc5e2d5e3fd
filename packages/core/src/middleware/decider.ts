import type { NodeRequest, NodeResponse } from '../node/exchange.ts';
import type { Step } from '../step.ts';

/**
 * The framework-free half of a middleware. `Source` is what the callbacks of an application are called with: the request of
 * Express or the context of Koa. `Next` is the framework's own continuation; only a handler is passed it.
 *
 * A decider that can answer in the same call returns a step and no promise. What it throws, or rejects with, is handled
 * like what a handler throws.
 */
export type Decider<Source, Next = unknown> = (
  source: Source,
  request: NodeRequest,
  response: NodeResponse,
  next: Next,
) => Step | Promise<Step>;
