import type { Status } from '../names.ts';

/** Guidance about a status, for people. */
export interface StatusGuidance {
  /** When to send it, in one sentence. */
  readonly useWhen: string;
  /** Statuses that are often confused with this one, each with the difference. */
  readonly confusedWith: readonly { readonly code: Status; readonly difference: string }[];
  /** The condition under which the response has a field. Absent if the lists of fields say everything. */
  readonly fieldNote?: string | undefined;
}
