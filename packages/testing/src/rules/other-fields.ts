import { isToken, listElements, parseLink } from '@statuskit/core/fields';
import { show } from '../arguments.ts';
import { type Directive, directiveOf } from './directive.ts';
import { isSeconds, isUriText, parts, wholeValue } from './grammar.ts';
import { type CheckedRule, must, should } from './rule.ts';

/** The parts of a field with semicolons, behind the first; undefined if one is malformed. */
function parameters(text: string): (Directive | undefined)[] {
  return parts(text)
    .slice(1)
    .filter((part) => part !== '')
    .map(directiveOf);
}

function isExtValue(value: string): boolean {
  return /^(?:utf-8|iso-8859-1)'[A-Za-z\d-]*'(?:[\w!#$&+.^`|~-]|%[\dA-Fa-f]{2})*$/i.test(value);
}

/** The value of a parameter whose name ends in `*` has its own syntax: neither a quoted string nor a plain token (RFC 8187 §3.2). */
function extensions(text: string): { readonly name: string; readonly value: string }[] {
  return parts(text)
    .slice(1)
    .flatMap((part) => {
      const [, name, value] = /^([^=\s]+\*)\s*=\s*(.*)$/.exec(part) ?? [];
      return name === undefined ? [] : [{ name, value: value ?? '' }];
    });
}

// RFC 6265 §4.1.1: no controls, spaces, quotes, commas, semicolons and backslashes.
const COOKIE_VALUE = /^(?:"[!#-+\--:<-[\]-~]*"|[!#-+\--:<-[\]-~]*)$/;

/** Rules about fields that have a grammar of their own. */
export const OTHER_RULES: readonly CheckedRule[] = [
  must(
    'content-disposition-syntax',
    '6266 §4.1',
    'Content-Disposition is a type with parameters.',
    { field: 'content-disposition' },
    wholeValue('Content-Disposition', 'a form such as attachment; filename="a.pdf"', (value) => {
      const [type = ''] = parts(value);
      return (
        isToken(type) &&
        parameters(value).every((one) => one?.value !== undefined || one?.name.endsWith('*') === true)
      );
    }),
  ),
  must(
    'extended-parameter-syntax',
    '8187 §3.2',
    "The value of a parameter such as filename* has the form UTF-8''a%20b.",
    { field: 'content-disposition' },
    (x) => {
      const wrong = extensions(x.value('content-disposition') ?? '').find(({ value }) => !isExtValue(value));
      return wrong && `Content-Disposition: ${wrong.name}=${wrong.value} is not encoded as UTF-8''…`;
    },
  ),
  should(
    'filename-with-path',
    '6266 §4.3',
    'The file name in Content-Disposition has no path.',
    { field: 'content-disposition' },
    (x) => {
      const name = parameters(x.value('content-disposition') ?? '').find(
        (one) => one?.name === 'filename',
      )?.value;
      return name !== undefined && /[\\/]/.test(name)
        ? `Content-Disposition: ${show(name)} has a path`
        : undefined;
    },
  ),
  must(
    'link-syntax',
    '8288 §3',
    'Link is a list of targets in angle brackets, each with parameters.',
    { field: 'link' },
    (x) => {
      const lines = x.lines('link');
      // Each link begins with "<"; one that the parser skips is malformed.
      const begun =
        lines
          .join(', ')
          .replaceAll(/"(?:\\.|[^"\\])*"/g, '')
          .match(/<[^>]*>?/g) ?? [];
      const links = parseLink(lines);
      const wrong = begun.find((target) => !target.endsWith('>') || !isUriText(target.slice(1, -1)));
      if (wrong !== undefined) return `Link: ${show(wrong)} is not a target`;
      return begun.length === 0 || links.length < begun.length
        ? `Link: expected a form such as </a>; rel="next", got ${show(x.value('link'))}`
        : undefined;
    },
  ),
  must('link-without-rel', '8288 §3.3', 'Each link has the parameter rel.', { field: 'link' }, (x) => {
    const bare = parseLink(x.lines('link')).find(
      ({ params }) => params['rel'] === undefined || params['rel'].trim() === '',
    );
    return bare && `Link: <${bare.target}> has no rel`;
  }),
  must(
    'set-cookie-syntax',
    '6265 §4.1.1',
    'Set-Cookie is a name and a value of the characters that a cookie may have, with attributes.',
    { field: 'set-cookie' },
    (x) => {
      const wrong = x.lines('set-cookie').find((line) => {
        const [pair = ''] = line.split(';', 1);
        const equals = pair.indexOf('=');
        return (
          equals < 1 || !isToken(pair.slice(0, equals)) || !COOKIE_VALUE.test(pair.slice(equals + 1).trim())
        );
      });
      return wrong === undefined ? undefined : `Set-Cookie: ${show(wrong)} is malformed`;
    },
  ),
  should(
    'set-cookie-repeated',
    '6265 §4.1.1',
    'A response sets a cookie once.',
    { field: 'set-cookie' },
    (x) => {
      const lines = x.lines('set-cookie');
      if (lines.length < 2) return undefined;
      const keys = lines.map((line) => {
        const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
        const where = attributes.filter((attribute) => /^(?:domain|path)=/i.test(attribute)).sort();
        return [pair.split('=', 1)[0], ...where.map((attribute) => attribute.toLowerCase())].join(';');
      });
      const twice = keys.find((key, at) => keys.indexOf(key) < at);
      return twice === undefined ? undefined : `Set-Cookie sets ${twice.split(';', 1)[0]} twice`;
    },
  ),
  must(
    'strict-transport-security-syntax',
    '6797 §6.1',
    'Strict-Transport-Security has max-age, and each directive once.',
    { field: 'strict-transport-security' },
    wholeValue('Strict-Transport-Security', 'directives with max-age once', (value) => {
      const directives = parts(value)
        .filter((part) => part !== '')
        .map(directiveOf);
      const names = directives.map((directive) => directive?.name);
      const age = directives.find((directive) => directive?.name === 'max-age');
      return isSeconds(age?.value) && !names.includes(undefined) && new Set(names).size === names.length;
    }),
  ),
  should(
    'nosniff-value',
    '9110 §8.3',
    'X-Content-Type-Options has the value nosniff, so that recipients trust Content-Type.',
    { field: 'x-content-type-options' },
    (x) => {
      const first = listElements(x.lines('x-content-type-options'))[0];
      return first?.toLowerCase() === 'nosniff'
        ? undefined
        : `X-Content-Type-Options: ${show(first ?? '')} has no effect`;
    },
  ),
  should(
    'nosniff-without-type',
    '9110 §8.3',
    'Content that may not be sniffed has Content-Type.',
    { field: 'x-content-type-options' },
    (x) =>
      x.size !== undefined && x.size > 0 && !x.has('content-type')
        ? 'X-Content-Type-Options: nosniff without Content-Type'
        : undefined,
  ),
  must(
    'digest-fields-syntax',
    '9530 §2',
    'Content-Digest and Repr-Digest are dictionaries of byte sequences.',
    {},
    (x) => {
      for (const field of ['content-digest', 'repr-digest']) {
        const wrong = listElements(x.lines(field)).find(
          (member) => !/^[a-z*][a-z\d_.*-]*=:[A-Za-z\d+/]*={0,2}:$/.test(member),
        );
        if (wrong !== undefined) return `${field}: expected a form such as sha-256=:…:, got ${show(wrong)}`;
      }
      return undefined;
    },
  ),
  must(
    'preference-applied-syntax',
    '7240 §3',
    'Preference-Applied names preferences that the request has.',
    { field: 'preference-applied' },
    (x) => {
      if (x.request === undefined) return undefined;
      const asked = listElements(x.asked('prefer')).map((one) =>
        one.split(/[=;]/, 1)[0]?.trim().toLowerCase(),
      );
      const wrong = listElements(x.lines('preference-applied')).find(
        (one) => !asked.includes(one.split('=', 1)[0]?.trim().toLowerCase()),
      );
      return wrong === undefined
        ? undefined
        : `Preference-Applied: ${show(wrong)} was not asked for in Prefer`;
    },
  ),
];
