import { wrongType } from './arguments.ts';

/** Returns one property of a value that somebody else made. A getter or a proxy that throws counts as absent. */
export function read(value: unknown, name: PropertyKey): unknown {
  try {
    return (value as Readonly<Record<PropertyKey, unknown>> | undefined | null)?.[name];
  } catch {
    return undefined;
  }
}

/** Returns one property if it is text, or else an empty text: what somebody else made may not convert to text at all. */
export function textIn(value: unknown, name: PropertyKey): string {
  const text = read(value, name);
  return typeof text === 'string' ? text : '';
}

/** Reports whether a value is a number from 0. */
export const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0;

/** Returns the status of a response of any client. */
export function statusOf(response: unknown): unknown {
  return read(response, 'status') ?? read(response, 'statusCode');
}

/** @throws {TypeError} If `response` has no status. */
export function requireStatus(response: unknown): number {
  const status = statusOf(response);
  if (typeof status === 'number') return status;
  throw wrongType('response', 'a response with a status', response);
}
