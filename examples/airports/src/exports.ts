import type { Airport } from './airport.ts';
import { csvHead, csvRow } from './csv.ts';

/** A list that is being written to a file, or has been. */
export type ExportJob = {
  readonly id: number;
  /** In percent. */
  progress(): number;
  /** The file, once it is whole. */
  file(): string | undefined;
};

/** Exports in the background. */
export type Exports = {
  start(airports: readonly Airport[]): ExportJob;
  find(id: number): ExportJob | undefined;
  /** Ends the jobs that still run. */
  stop(): void;
};

/** What may be said about exports. */
export type ExportsOptions = {
  /** The time between two slices of a job, in milliseconds. Default: 150. */
  readonly paceMs?: number | undefined;
};

/** How many slices a job has: it takes its time, so that one can look on. */
const SLICES = 6;

/** How many files are kept; the oldest makes room. */
const KEPT = 20;

/**
 * Jobs in memory that write airports as CSV, a slice at a time.
 *
 * @example
 * const job = exports.start(airports);
 * job.progress(); // 0, and later 100
 */
export function createExports({ paceMs = 150 }: ExportsOptions = {}): Exports {
  const jobs = new Map<number, ExportJob>();
  const timers = new Set<NodeJS.Timeout>();
  let last = 0;

  function start(airports: readonly Airport[]): ExportJob {
    let text = csvHead;
    let slices = 0;
    const slice = Math.ceil(airports.length / SLICES);

    const timer = setInterval(() => {
      const rows = airports.slice(slices * slice, (slices + 1) * slice);
      text += rows.map(csvRow).join('');
      slices += 1;
      if (slices < SLICES) return;
      clearInterval(timer);
      timers.delete(timer);
    }, paceMs);
    timers.add(timer);

    last += 1;
    const job: ExportJob = {
      id: last,
      progress: () => Math.round((slices / SLICES) * 100),
      file: () => (slices === SLICES ? text : undefined),
    };
    jobs.set(job.id, job);
    for (const id of jobs.keys()) if (id <= last - KEPT) jobs.delete(id);
    return job;
  }

  return {
    start,
    find: (id) => jobs.get(id),
    stop() {
      for (const timer of timers) clearInterval(timer);
      timers.clear();
    },
  };
}
