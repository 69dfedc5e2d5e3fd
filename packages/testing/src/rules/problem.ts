import { show } from '../arguments.ts';
import { type Exchange, objectOf } from '../exchange.ts';
import { isUri } from './grammar.ts';
import { type CheckedRule, must, should } from './rule.ts';

type Members = Readonly<Record<string, unknown>>;

/** Returns a check of the members of a problem document. */
function members(check: (document: Members, x: Exchange) => string | undefined): CheckedRule['check'] {
  return (x) => {
    const document = x.problem;
    return document && check(document, x);
  };
}

function textMember(name: 'title' | 'detail', section: string): CheckedRule {
  return must(
    `problem-${name}`,
    section,
    `The member ${name} is a string.`,
    {},
    members(({ [name]: value }) =>
      value === undefined || typeof value === 'string'
        ? undefined
        : `the member ${name} is ${show(value)}, not a string`,
    ),
  );
}

function uriMember(name: 'type' | 'instance', section: string): CheckedRule {
  return must(
    `problem-${name}`,
    section,
    `The member ${name} is a URI reference.`,
    {},
    members(({ [name]: value }) =>
      value === undefined || (typeof value === 'string' && isUri(value))
        ? undefined
        : `the member ${name} is ${show(value)}, not a URI reference`,
    ),
  );
}

const STANDARD: ReadonlySet<string> = new Set(['type', 'title', 'status', 'detail', 'instance']);
/** The RateLimit draft names a member like that. */
const VIOLATED = 'violated-policies';
const FRAME = /(?:^|\n)\s+at .*:\d+:\d+/;

/** Rules about problem documents. */
export const PROBLEM_RULES: readonly CheckedRule[] = [
  must(
    'problem-object',
    '9457 §3',
    'The content of application/problem+json is a JSON object.',
    { field: 'content-type' },
    (x) => {
      if (!x.isProblem || x.method === 'HEAD' || x.status === 304) return undefined;
      const text = x.text();
      if (text === undefined) return undefined;
      return objectOf(x.content) === undefined
        ? `the content is not a JSON object: ${show(text)}`
        : undefined;
    },
  ),
  must(
    'problem-status',
    '9457 §3.1.2',
    'The member status is the number of the status.',
    {},
    members(({ status }, x) =>
      status === undefined || status === x.status
        ? undefined
        : `the member status is ${show(status)}, the status ${x.status}`,
    ),
  ),
  uriMember('type', '9457 §3.1.1'),
  textMember('title', '9457 §3.1.3'),
  textMember('detail', '9457 §3.1.4'),
  uriMember('instance', '9457 §3.1.5'),
  should(
    'problem-extension-names',
    '9457 §3.2',
    'The name of an extension member begins with a letter, has at least three characters, and only letters, digits and _.',
    {},
    members((document) => {
      const wrong = Object.keys(document).find(
        (name) => !STANDARD.has(name) && name !== VIOLATED && !/^[A-Za-z]\w{2,}$/.test(name),
      );
      return wrong === undefined
        ? undefined
        : `the member ${show(wrong)} is not easy to use in other formats`;
    }),
  ),
  should(
    'problem-with-stack',
    '9457 §5',
    'A problem document shows nothing of the implementation, such as a stack trace.',
    {},
    members((document) => {
      const found = Object.entries(document).find(
        ([, value]) => typeof value === 'string' && FRAME.test(value),
      );
      return found && `the member ${found[0]} has a stack trace`;
    }),
  ),
  should(
    'problem-on-success',
    '9457 §3',
    'A problem document describes an error, so its status is 4xx or 5xx.',
    { field: 'content-type' },
    (x) =>
      x.isProblem && x.isFrom(200, 399) && x.status !== 304
        ? `Content-Type: application/problem+json on a ${x.status}`
        : undefined,
  ),
  should(
    'problem-media-type',
    '9457 §3',
    'A problem document has the media type application/problem+json.',
    { field: 'content-type' },
    (x) => {
      if (x.status < 400 || x.mediaType !== 'application/json') return undefined;
      const document = objectOf(x.content);
      // All that only a problem document has together.
      return typeof document?.['type'] === 'string' &&
        typeof document['title'] === 'string' &&
        document['status'] === x.status
        ? 'Content-Type: application/json, but the content is a problem document'
        : undefined;
    },
  ),
];
