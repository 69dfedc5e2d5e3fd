import type { Json } from './json.ts';

/** A problem document of RFC 9457 §3.1: everything that an error shows to the client. */
export interface ProblemDocument {
  /** URI reference of the problem type; `about:blank` if the status says everything. */
  type: string;
  /** Short text that is the same for every occurrence of the type. */
  title: string;
  /** The status code of the response. */
  status: number;
  /** Text that helps this client with this occurrence. */
  detail?: string | undefined;
  /** URI reference that names this occurrence. */
  instance?: string | undefined;
  /** Extension members, RFC 9457 §3.2. */
  [extension: string]: Json;
}
