import type { ProblemDocument } from '../errors/problem-document.ts';
import { isOfMachine } from '../errors/understand/foreign.ts';
import { isError, isErrorStatus, read } from '../read.ts';
import { reasonPhrase } from '../status/phrase.ts';
import { DEFAULT_MESSAGES } from './phrases.ts';

/** The properties of an error of this module. Other code may have assigned anything. */
interface Created {
  readonly status: unknown;
  readonly message: unknown;
  readonly expose: unknown;
  readonly cause?: unknown;
}

function titleOf(error: Created): string {
  return reasonPhrase(isErrorStatus(error.status) ? error.status : 500);
}

function isDefault(message: string, error: Created): boolean {
  const status = Number(error.status);
  const ofClass = DEFAULT_MESSAGES[status] ?? DEFAULT_MESSAGES[Math.floor(status / 100) * 100];
  return message === '' || message === ofClass || message === titleOf(error);
}

/** Reports whether the message is that of a wrapped error which was not written for clients: it names paths or another server. */
function isForeign(message: string, cause: unknown): boolean {
  return isError(cause) && read(cause, 'message') === message && isOfMachine(cause);
}

/** Returns the message if a client may see it. Computed on access, since `expose` and `message` are often assigned late. */
function detailOf(error: Created): string | undefined {
  const { message, status, expose, cause } = error;
  if (typeof message !== 'string' || !isErrorStatus(status) || status >= 500 || !expose) return undefined;
  return isDefault(message, error) || isForeign(message, cause) ? undefined : message;
}

function logOf(error: Created): string | undefined {
  const { message } = error;
  if (typeof message !== 'string' || isDefault(message, error)) return undefined;
  return detailOf(error) === undefined ? message : undefined;
}

/** Returns status, phrase and exposed message, and nothing else: properties were never meant for clients. */
function documentOf(error: Created): ProblemDocument {
  const detail = detailOf(error);
  const status = isErrorStatus(error.status) ? error.status : 500;
  return { type: 'about:blank', title: titleOf(error), status, ...(detail !== undefined && { detail }) };
}

/** Returns a property that is computed until code assigns it. */
function derived(name: string, get: (error: Created) => unknown): PropertyDescriptor {
  return {
    get(this: Created): unknown {
      return get(this);
    },
    set(this: object, value: unknown): void {
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
    },
    configurable: true,
  };
}

/**
 * The properties that make an error of http-errors an HttpError of statuskit. On the prototype and not enumerable, so that
 * the error has no own property that one of http-errors does not have.
 */
export const MEMBERS: PropertyDescriptorMap = {
  type: { value: 'about:blank', writable: true, configurable: true },
  instance: { value: undefined, writable: true, configurable: true },
  extensions: { value: undefined, writable: true, configurable: true },
  title: derived('title', titleOf),
  detail: derived('detail', detailOf),
  log: derived('log', logOf),
  toJSON: {
    value: function toJSON(this: Created): ProblemDocument {
      return documentOf(this);
    },
    writable: true,
    configurable: true,
  },
};
