import type { Readable } from 'node:stream';
import type { HttpError } from './errors/http-error.ts';
import type { Reply } from './reply.ts';

/** A response whose content is read from a stream: its length is unknown, and it may fail before its end. */
export interface StreamedReply extends Omit<Reply, 'body'> {
  readonly body: Readable;
}

/** What the framework-free half of a middleware decides about a request. An adapter performs it, in one file. */
export type Step =
  /** The request goes on to what follows. Always the one frozen constant `CONTINUE`. */
  | { readonly kind: 'continue' }
  /** This is the response. What follows does not run. */
  | { readonly kind: 'answer'; readonly reply: Reply | StreamedReply }
  /** The request is refused: the error goes to the error handler. */
  | { readonly kind: 'refuse'; readonly error: HttpError };

/** The step that lets a request continue. One constant, so that the common case allocates nothing. */
export const CONTINUE: Step = Object.freeze({ kind: 'continue' });

/** Returns the step that answers a request with `reply`. */
export function answer(reply: Reply | StreamedReply): Step {
  return { kind: 'answer', reply };
}

/** Returns the step that refuses a request with `error`. */
export function refuse(error: HttpError): Step {
  return { kind: 'refuse', error };
}
