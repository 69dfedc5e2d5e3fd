import type { Json } from './json.ts';

/**
 * A problem document of RFC 9457 §3.1: what an error shows to the client, and nothing else.
 */
export interface ProblemDocument {
  /** A URI reference that names the problem type; `about:blank` where the status says all. */
  type: string;
  /** Short and the same for each occurrence of the type. */
  title: string;
  /** The status code of the response. */
  status: number;
  /** What helps this client with this occurrence. */
  detail?: string | undefined;
  /** A URI reference that names this occurrence. */
  instance?: string | undefined;
  /** Extension members, RFC 9457 §3.2. */
  [extension: string]: Json;
}
