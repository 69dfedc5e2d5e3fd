// How much of a processor a process has had, and how long it waited for one: what a machine with other work on it leaves a server.
import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** Times of the main thread of a process since it began, in seconds. */
export interface Turns {
  readonly ran: number;
  /** It could have run, and others did. */
  readonly waited: number;
}

/** Reads what the scheduler of Linux has counted. */
export function turnsOf(pid: number): Turns {
  const [ran = 0, waited = 0] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map(Number);
  return { ran: ran / 1e9, waited: waited / 1e9 };
}

/** Returns the turns since earlier ones. */
export function since(earlier: Turns, { ran, waited }: Turns): Turns {
  return { ran: ran - earlier.ran, waited: waited - earlier.waited };
}

/** The share of a processor that was to be had: 1 on a machine that does nothing else. */
export function shareOf({ ran, waited }: Turns): number {
  return ran + waited === 0 ? 1 : ran / (ran + waited);
}

/** Goes before the other work of the machine, if this user may. */
export function hurry(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_ABOVE_NORMAL);
  } catch {
    // Not root: the measurement takes the share that it has into account.
  }
}
