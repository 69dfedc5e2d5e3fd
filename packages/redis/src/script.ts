import { createHash } from 'node:crypto';

/** A Lua script, and the hash by which a server knows it. */
export interface Script {
  readonly text: string;
  readonly sha: string;
}

/** Returns the script of a text. */
export function script(text: string): Script {
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}
