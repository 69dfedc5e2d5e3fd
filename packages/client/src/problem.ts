import { isObject } from './arguments.ts';
import { phraseOf } from './phrases.ts';
import { isCount, read } from './read.ts';

type Members = Record<string, unknown>;

/** A problem document, taken apart. */
export interface Problem {
  /** Whether there was a document at all. */
  readonly isDocument: boolean;
  /** The document, with the members of RFC 9457 §3.1 that count. */
  readonly document: Members;
  /** The properties of the error. */
  readonly properties: Members;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isListOf =
  (isOne: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(isOne);

const isFault = (value: unknown): boolean =>
  isText(read(value, 'detail')) &&
  ['pointer', 'parameter', 'header'].filter((name) => isText(read(value, name))).length === 1;

type Own = readonly [member: string, isValid: (value: unknown) => boolean, property?: string];

const errors: Own = ['errors', /* @__PURE__ */ isListOf(isFault)];
const current: Own = ['current', (value) => typeof value === 'object'];
const wait: Own = ['retryAfter', isCount, 'retryAfterSeconds'];

/** The member that the class of a status has, the form that it must have, and the name of the property if that differs. */
const OWN: Readonly<Record<number, Own>> = {
  400: errors,
  406: ['available', /* @__PURE__ */ isListOf((one) => isText(one) || isText(read(one, 'type')))],
  409: current,
  412: current,
  413: ['limit', isCount],
  422: errors,
  428: ['required', /* @__PURE__ */ isListOf(isText)],
  429: wait,
  503: wait,
};

/** Leaves out members that would change a prototype if they were copied one by one. */
function withoutPollution(name: string, value: unknown): unknown {
  const pollutes = name === '__proto__' || (name === 'constructor' && read(value, 'prototype') !== undefined);
  return pollutes ? undefined : value;
}

function documentIn(text: string): Members | undefined {
  try {
    // A byte order mark is white space for `trim`, and not for JSON.
    const document: Members | undefined = JSON.parse(text.trim(), withoutPollution);
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
  const extensions = { ...document };
  const standard: Members = {
    type: 'about:blank',
    // RFC 9110 §15: of a status that nobody knows, the class is known.
    title: phraseOf(status) || (status < 500 ? 'Client Error' : 'Server Error'),
    status,
    detail: undefined,
    instance: undefined,
  };
  for (const name in standard) {
    if (isText(extensions[name]) && name !== 'status') standard[name] = extensions[name];
    delete extensions[name];
  }
  const [member = '', isValid, property = member] = OWN[status] ?? [];
  const own: Members = {};
  if (isValid) {
    own[property] = undefined;
    if (isValid(extensions[member])) {
      own[property] = extensions[member];
      delete extensions[member];
    }
  }
  return {
    isDocument: document !== undefined,
    document: { ...document, ...standard },
    properties: {
      ...standard,
      statusCode: status,
      expose: false,
      log: undefined,
      extensions: Object.keys(extensions).length > 0 ? extensions : undefined,
      headers: {},
      ...own,
    },
  };
}
