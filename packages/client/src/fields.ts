import type { Challenge } from '@statuskit/core/fields';

/*
 * Fields of a response, small. Core's parsers scan char by char, since servers read fields with each request. A client reads
 * these few when a request has failed, or once a page, and its users load every byte of the parser. So these are regular
 * expressions, each of which can match a text in one way only and takes linear time. A test compares them with core's.
 */

// RFC 9110: a token is [\w!#$%&'*+.^`|~-]+ (§5.6.2), and between parts there is [\t ]* (§5.6.3). In quotes is a valid string
// (§5.6.4), or in a list anything, up to the end if they are never closed.
const ELEMENT = /(?![\t ,])(?:[^",]|"(?:\\.|[^"\\])*(?:"|\\?$))+/gs;
/** A scheme, a parameter, or a scheme and one of a parameter and a token68. */
const PART =
  /^(?:([\w!#$%&'*+.^`|~-]+)(?:[\t ]*$| +(?! )))?(?:([\w!#$%&'*+.^`|~-]+)[\t ]*=[\t ]*(?:([\w!#$%&'*+.^`|~-]+)|"((?:\\?[\t !#-[\]-~\x80-\xff]|\\["\\])*)")|([\w.~+/-]+=*))?[\t ]*$/;
const NAMED = /^[\w!#$%&'*+.^`|~-]+[\t ]*=/;

const LINK = /[\t ,]*(?:<([^<>]*)>[\t ]*)?((?:[^",]|"(?:\\.|[^"\\])*(?:"|\\?$))*)/gs;
const LINK_PARAM =
  /;[\t ]*(?:([\w!#$%&'*+.^`|~-]+)[\t ]*(?:=[\t ]*(?:"((?:\\?[\t !#-[\]-~\x80-\xff]|\\["\\])*)"[\t ]*|(?!")([^;]*)))?)?/gy;

type Params = Record<string, string>;

/** Sets a parameter; if a name is repeated, the first counts. */
function put(params: Params | undefined, name: string, quoted = '', plain?: string): void {
  if (params) params[name.toLowerCase()] ??= plain ?? quoted.replace(/\\(.)/g, '$1');
}

/** Returns the methods of Allow, each once. */
export function parseAllow(value: string): string[] {
  const methods = (value.match(ELEMENT) ?? []).flatMap(
    (element) => /^([\w!#$%&'*+.^`|~-]+)[\t ]*$/.exec(element)?.[1] ?? [],
  );
  return [...new Set(methods)];
}

/** Returns the challenges of WWW-Authenticate or Proxy-Authenticate (RFC 9110 §11.6.1). What is malformed is skipped. */
export function parseChallenges(value: string): Challenge[] {
  const challenges: Challenge[] = [];
  let params: Params | undefined;
  for (const element of value.match(ELEMENT) ?? []) {
    const [, name, param, plain, quoted, token68] = PART.exec(element) ?? [];
    // A comma separates challenges and parameters alike. Only what begins as a parameter belongs to the challenge before.
    if (!NAMED.test(element)) params = undefined;
    if (name) {
      if (!token68) params = Object.create(null) as Params;
      challenges.push({ scheme: name.toLowerCase(), ...(params ? { params } : { token68 }) } as Challenge);
    }
    if (param) put(params, param, quoted, plain);
  }
  return challenges;
}

/** Returns the target of the first link with `rel="next"` and without an anchor (RFC 8288). What is malformed is skipped. */
export function nextLink(value: string): string | undefined {
  for (const [, target, rest = ''] of value.matchAll(LINK)) {
    const params = Object.create(null) as Params;
    let end = 0;
    for (const [all, name, quoted, plain] of rest.matchAll(LINK_PARAM)) {
      end += all.length;
      if (name) put(params, name, quoted, plain);
    }
    const isNext = /(^|\s)next(\s|$)/i.test(params['rel'] ?? '') && params['anchor'] === undefined;
    if (target !== undefined && end === rest.length && isNext) return target;
  }
  return undefined;
}
