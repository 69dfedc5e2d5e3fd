import type { ProtectOptions } from '@statuskit/node';

/** One conversation on a connection of its own, and what is right. */
export interface WireCase {
  readonly name: string;
  /** What is sent, in one write. */
  readonly send: string;
  /** The final statuses in order; a list is a choice. */
  readonly answers: readonly (number | readonly number[])[];
  /** Whether a `100 Continue` comes first. */
  readonly continues?: boolean;
  /** What is reported, in order. Default: the statuses of 400 and above. */
  readonly reports?: readonly number[];
  /** Whether the server closes the connection. Default: true. */
  readonly closes?: boolean;
  /** Which handlers run, by path. Default: none for an answer of 400 or above alone. */
  readonly runs?: readonly string[];
  /** The last body. */
  readonly body?: string;
  /** Timeouts that are shorter than usual. */
  readonly timeouts?: ProtectOptions['timeouts'];
  /** `server.timeout` in milliseconds. */
  readonly timeoutMs?: number;
  /** Milliseconds before which the connection is not closed. */
  readonly notBeforeMs?: number;
}

export const HOST = 'Host: a.example\r\n';

/** A request with a valid Host. */
export function ask(line: string, ...fields: readonly string[]): string {
  return `${line} HTTP/1.1\r\n${HOST}${fields.map((field) => `${field}\r\n`).join('')}\r\n`;
}

/** The same, for a connection that is closed after it. */
export function askOnce(line: string, ...fields: readonly string[]): string {
  return ask(line, ...fields, 'Connection: close');
}
