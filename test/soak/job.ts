import type { RatePolicy } from '@statuskit/core/rate-limit';

/** So slow that nothing worth counting comes back during a run. */
export const QUOTA = 100;
export const POLICIES: readonly RatePolicy[] = [{ name: 'day', quota: QUOTA, windowSeconds: 86_400 }];
export const DEADLINE_MS = 100;

/** What a server process is told. */
export interface ServerJob {
  /** Its place in the list of client libraries. */
  readonly library: number;
  readonly topology: Topology;
  /** The key in Redis that says by how many milliseconds its clock is off. */
  readonly clockKey?: string | undefined;
}

export type Topology =
  | { readonly kind: 'server'; readonly url: string }
  | { readonly kind: 'cluster'; readonly nodes: readonly Node[] }
  | { readonly kind: 'sentinel'; readonly name: string; readonly sentinel: Node };

interface Node {
  readonly port: number;
  readonly url: string;
}

/** What a server process has seen since it was asked last. */
export interface Seen {
  requests: number;
  /** From the first middleware to the end of the response. */
  longestMs: number;
  /** Decisions by why the store did not answer. */
  byReason: Record<string, number>;
  /** The longest that the process itself was not at work: what it adds to any time. */
  loopDelayMs: number;
}
