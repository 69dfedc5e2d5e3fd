import type { Json } from '@statuskit/core';
import type { ErrorParts } from './http-error.ts';

type Members = Readonly<Record<string, Json>>;

/** A problem document, taken apart. */
export interface Problem {
  /** Whether there was a document at all. */
  readonly isDocument: boolean;
  /** What every error has. */
  readonly parts: ErrorParts;
  /** The properties of the class. */
  readonly own: Members;
  /** All members but the five of RFC 9457 §3.1. */
  readonly members: Members;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;
const isListOf =
  (isOne: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(isOne);

const isFault = (value: unknown): boolean =>
  isObject(value) &&
  isText(value['detail']) &&
  [value['pointer'], value['parameter'], value['header']].filter(isText).length === 1;

const errors = ['errors', isListOf(isFault)] as const;
const current = ['current', (value: unknown): boolean => typeof value === 'object'] as const;

const isCount = (value: unknown): boolean => typeof value === 'number' && value >= 0;
const wait = ['retryAfter', isCount, 'retryAfterSeconds'] as const;

/** The member that the class of a status has, the form that it must have, and the name of the property if that differs. */
const OWN: Readonly<
  Record<number, readonly [member: string, isValid: (value: unknown) => boolean, property?: string]>
> = {
  400: errors,
  406: ['available', isListOf((one) => isText(one) || (isObject(one) && isText(one['type'])))],
  409: current,
  412: current,
  413: ['limit', isCount],
  422: errors,
  428: ['required', isListOf(isText)],
  429: wait,
  503: wait,
};

/** Members that would change a prototype if they were copied one by one. */
function withoutPollution(name: string, value: unknown): unknown {
  const pollutes =
    name === '__proto__' || (name === 'constructor' && isObject(value) && 'prototype' in value);
  return pollutes ? undefined : value;
}

function documentIn(text: string): Members | undefined {
  try {
    const document: unknown = JSON.parse(text.replace(/^\ufeff/, ''), withoutPollution);
    return isObject(document) && !Array.isArray(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a problem document. Text that is not one has no members. A member with the wrong type is ignored (RFC 9457 §3.1). A
 * member that the class of the status cannot use is an extension like any other.
 */
export function parseProblem(text: string, status: number): Problem {
  const document = documentIn(text);
  const { type, title, status: _, detail, instance, ...members } = document ?? {};
  const extensions = { ...members };
  const own: Record<string, Json> = {};
  const [member, isValid, property = member] = OWN[status] ?? [];
  if (member !== undefined && property !== undefined) {
    const isThere = member in members && isValid?.(members[member]) === true;
    own[property] = isThere ? members[member] : undefined;
    if (isThere) delete extensions[member];
  }
  const textOr = (value: unknown): string | undefined => (isText(value) ? value : undefined);
  const parts = {
    type: textOr(type),
    title: textOr(title),
    detail: textOr(detail),
    instance: textOr(instance),
    extensions: Object.keys(extensions).length === 0 ? undefined : extensions,
  };
  return { isDocument: document !== undefined, parts, own, members };
}
