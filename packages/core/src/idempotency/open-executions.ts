import type { IdempotencyStore } from './store.ts';

/** A request that runs in this process. */
export interface OpenExecution {
  readonly fingerprint: string;
  /** The request, so that it is recognized if it comes through `idempotent` again. */
  readonly source: unknown;
}

/**
 * The requests that run in this process, over one store. A store only sees leases, which a clock ends; this process knows
 * which of its requests still run. Also counts them by scope.
 */
export interface OpenExecutions {
  find(name: string): OpenExecution | undefined;
  /** Adds a request, and returns the function that removes it; undefined if the scope already has `most` of them. */
  add(
    name: string,
    execution: OpenExecution,
    scope: string | undefined,
    most: number,
  ): (() => void) | undefined;
}

// Several middlewares may share one store: one for each route, for example.
const byStore = new WeakMap<IdempotencyStore, OpenExecutions>();

/** Returns the open executions of a store, the same for every caller. */
export function openExecutions(store: IdempotencyStore): OpenExecutions {
  const known = byStore.get(store);
  if (known !== undefined) return known;
  const made = makeOpenExecutions();
  byStore.set(store, made);
  return made;
}

function makeOpenExecutions(): OpenExecutions {
  const byName = new Map<string, OpenExecution>();
  const counts = new Map<string, number>();

  return {
    find: (name) => byName.get(name),
    add(name, execution, scope, most) {
      if (scope !== undefined) {
        const count = counts.get(scope) ?? 0;
        if (count >= most) return undefined;
        counts.set(scope, count + 1);
      }
      byName.set(name, execution);
      let isOpen = true;
      return function remove(): void {
        if (!isOpen) return;
        isOpen = false;
        // Another request may have taken the name, if this one was abandoned.
        if (byName.get(name) === execution) byName.delete(name);
        if (scope !== undefined) lower(scope);
      };
    },
  };

  function lower(scope: string): void {
    const count = (counts.get(scope) ?? 1) - 1;
    if (count > 0) counts.set(scope, count);
    else counts.delete(scope);
  }
}
