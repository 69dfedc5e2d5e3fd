import type { Json } from '@statuskit/core';
import { ERROR_NAMES } from '@statuskit/core/status';
import { isCount } from './read.ts';

type Members = Record<string, Json>;

/** A problem document, taken apart. */
export interface Problem {
  /** Whether there was a document at all. */
  readonly isDocument: boolean;
  /** The members of RFC 9457 §3.1. */
  readonly standard: Record<string, string | number | undefined>;
  /** All other members. */
  readonly members: Members;
  /** The properties of the class. */
  readonly own: Record<string, Json | undefined>;
  /** The members that are not properties of the class. */
  readonly extensions: Members;
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

type Own = readonly [member: string, isValid: (value: unknown) => boolean, property?: string];

const errors: Own = ['errors', /* @__PURE__ */ isListOf(isFault)];
const current: Own = ['current', (value) => typeof value === 'object'];
const wait: Own = ['retryAfter', isCount, 'retryAfterSeconds'];

/** The member that the class of a status has, the form that it must have, and the name of the property if that differs. */
const OWN: Readonly<Record<number, Own>> = {
  400: errors,
  406: [
    'available',
    /* @__PURE__ */ isListOf((one) => isText(one) || (isObject(one) && isText(one['type']))),
  ],
  409: current,
  412: current,
  413: ['limit', isCount],
  422: errors,
  428: ['required', /* @__PURE__ */ isListOf(isText)],
  429: wait,
  503: wait,
};

/** Reports whether a status has a class of its own. */
export const isNamed = (status: number): status is 404 => status in ERROR_NAMES;

/** Leaves out members that would change a prototype if they were copied one by one. */
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
  const members = { ...document };
  const standard: Problem['standard'] = {
    type: 'about:blank',
    // RFC 9110 §15: of a status that nobody knows, the class is known.
    title: isNamed(status) ? ERROR_NAMES[status] : status < 500 ? 'Client Error' : 'Server Error',
    status,
    detail: undefined,
    instance: undefined,
  };
  for (const name in standard) {
    const { [name]: value } = members;
    if (isText(value) && name !== 'status') standard[name] = value;
    delete members[name];
  }
  const extensions = { ...members };
  const own: Problem['own'] = {};
  const [member = '', isValid, property = member] = OWN[status] ?? [];
  if (isValid) {
    own[property] = undefined;
    if (isValid(members[member])) {
      own[property] = members[member];
      delete extensions[member];
    }
  }
  return { isDocument: document !== undefined, standard, members, own, extensions };
}
