import type { Challenge } from '@statuskit/core/fields';

/*
 * Fields of a response, small. Core's parsers scan char by char, since servers read fields with each request. A client reads
 * these few when a request has failed, or once a page, and its users load every byte of the parser. So these are regular
 * expressions, each of which can match a text in one way only and takes linear time. A test compares them with core's.
 */

const OWS = '[\\t ]*';
const TOKEN = "([\\w!#$%&'*+.^`|~-]+)";
// RFC 9110 §5.6.4; and anything in quotes, up to the end of the line if they are never closed.
const QUOTED = '"((?:\\\\?[\\t !#-\\[\\]-~\\x80-\\xff]|\\\\["\\\\])*)"';
const STRING = '"(?:\\\\.|[^"\\\\])*(?:"|\\\\?$)';

const ELEMENT = /* @__PURE__ */ new RegExp(`(?![\\t ,])(?:[^",]|${STRING})+`, 'gs');
const ONE_TOKEN = /* @__PURE__ */ new RegExp(`^${TOKEN}${OWS}$`);
const NAMED = /* @__PURE__ */ new RegExp(`^${TOKEN}${OWS}=`);
const PARAM = /* @__PURE__ */ new RegExp(`^${TOKEN}${OWS}=${OWS}(?:${TOKEN}|${QUOTED})${OWS}$`);
const SCHEME = /* @__PURE__ */ new RegExp(`^${TOKEN}(?:${OWS}$| +(.+))`, 's');
const TOKEN68 = /^([\w.~+/-]+=*)[\t ]*$/;

type Params = Record<string, string>;

/** Sets a parameter; if a name is repeated, the first counts. */
function put(params: Params | undefined, name: string, quoted = '', plain?: string): void {
  if (params) params[name.toLowerCase()] ??= plain ?? quoted.replace(/\\(.)/g, '$1');
}

/** Returns the methods of Allow, each once. */
export function parseAllow(value: string): string[] {
  const methods = (value.match(ELEMENT) ?? []).flatMap((element) => ONE_TOKEN.exec(element)?.[1] ?? []);
  return [...new Set(methods)];
}

/** Returns the challenges of WWW-Authenticate or Proxy-Authenticate (RFC 9110 §11.6.1). What is malformed is skipped. */
export function parseChallenges(value: string): Challenge[] {
  const challenges: Challenge[] = [];
  // A comma separates challenges and parameters alike; which of them it was shows in the next element.
  let params: Params | undefined;
  for (const element of value.match(ELEMENT) ?? []) {
    let text: string | undefined = element;
    if (!NAMED.test(element)) {
      const [, name, rest] = SCHEME.exec(element) ?? [];
      const [, token68] = TOKEN68.exec(rest ?? '') ?? [];
      text = rest;
      params = undefined;
      if (name === undefined || (rest && !token68 && !PARAM.test(rest))) continue;
      const scheme = name.toLowerCase();
      if (!token68) params = Object.create(null) as Params;
      challenges.push(params ? { scheme, params } : { scheme, token68: token68 as string });
    }
    const [, name, plain, quoted] = PARAM.exec(text ?? '') ?? [];
    if (name) put(params, name, quoted, plain);
  }
  return challenges;
}

/** Returns the target of the first link with `rel="next"` and without an anchor (RFC 8288). What is malformed is skipped. */
export function nextLink(value: string): string | undefined {
  // Here, since bundlers keep an expression with a template outside, used or not.
  const LINK = new RegExp(`[\\t ,]*(?:<([^<>]*)>${OWS})?((?:[^",]|${STRING})*)`, 'gs');
  const LINK_PARAM = new RegExp(
    `;${OWS}(?:${TOKEN}${OWS}(?:=${OWS}(?:${QUOTED}${OWS}|(?!")([^;]*)))?)?`,
    'gy',
  );
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
