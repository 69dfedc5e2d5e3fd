import { HttpError } from '@statuskit/core';

/** The error that a call throws; anything that is not for a client goes on. */
export function thrownBy(call: () => unknown): HttpError {
  try {
    call();
  } catch (error) {
    if (error instanceof HttpError) return error;
    throw error;
  }
  throw new Error('expected an error');
}
