import type { Status } from '../names.ts';

/** What a person wants to read about a status. */
export interface StatusGuidance {
  /** When to send it, in one sentence. */
  readonly useWhen: string;
  /** Statuses that are taken for this one, each with the difference. */
  readonly confusedWith: readonly { readonly code: Status; readonly difference: string }[];
  /** Under which condition a field of the response is due; absent where the lists of fields say it all. */
  readonly fieldNote?: string | undefined;
}
