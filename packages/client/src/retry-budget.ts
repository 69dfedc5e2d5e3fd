import { numberFrom, requireObject } from './arguments.ts';

/** How many retries there may be beside the calls themselves. */
export interface RetryBudgetOptions {
  /** What each call adds. Default: 0.1, so that a server that fails sees at most 1.1 times the load. */
  readonly ratio?: number | undefined;
  /** How many retries are available at the start, and at most. Default: 10. */
  readonly reserve?: number | undefined;
}

/** Counts calls and retries. */
export interface RetryBudget {
  addCall(): void;
  /** Takes one retry; returns false if none is left. */
  takeRetry(): boolean;
}

// Tenths do not add up to one in binary.
const ROUNDING = 1e-9;

export function retryBudget(options: RetryBudgetOptions | false = {}): RetryBudget {
  if (options === false) return { addCall() {}, takeRetry: () => true };
  requireObject('retryBudget', 'an object or false', options);
  const ratio = numberFrom({ 'retryBudget.ratio': options.ratio }, 'retryBudget.ratio', 0.1);
  const reserve = numberFrom({ 'retryBudget.reserve': options.reserve }, 'retryBudget.reserve', 10);
  let tokens = reserve;
  return {
    addCall() {
      tokens = Math.min(reserve, tokens + ratio);
    },
    takeRetry() {
      if (tokens < 1 - ROUNDING) return false;
      tokens -= 1;
      return true;
    },
  };
}
