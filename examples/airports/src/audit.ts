/** One write that was carried out. */
type AuditEntry = {
  readonly at: string;
  readonly user: string;
  readonly action: 'created' | 'removed';
  readonly code: string;
};

/** What was written, by whom and when, oldest first. */
export type Audit = {
  record(entry: Omit<AuditEntry, 'at'>): void;
  entries(): readonly AuditEntry[];
};

/** An audit in memory. `now` gives milliseconds; default the clock. */
export function createAudit(now: () => number = Date.now): Audit {
  const entries: AuditEntry[] = [];
  return {
    record(entry) {
      entries.push({ at: new Date(now()).toISOString(), ...entry });
    },
    entries: () => [...entries],
  };
}
