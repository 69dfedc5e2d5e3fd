import { isToken, listElements, parseMediaType } from '@statuskit/core/fields';
import { show } from '../arguments.ts';
import { everyElement } from './grammar.ts';
import { type CheckedRule, must, should } from './rule.ts';

/** Rules about the fields that describe content. */
export const CONTENT_RULES: readonly CheckedRule[] = [
  should('content-type-missing', '9110 §8.3', 'Content has Content-Type.', {}, (x) =>
    x.size !== undefined && x.size > 0 && !x.has('content-type') && x.status >= 200
      ? 'Content-Type is missing'
      : undefined,
  ),
  must(
    'content-type-syntax',
    '9110 §8.3.1',
    'Content-Type is one media type.',
    { field: 'content-type' },
    (x) => {
      const value = x.value('content-type') ?? '';
      return parseMediaType(value) === undefined
        ? `Content-Type: expected a media type, got ${show(value)}`
        : undefined;
    },
  ),
  should(
    'charset-known',
    '9110 §8.3.2',
    'The charset of Content-Type is one that clients know.',
    { field: 'content-type' },
    (x) => {
      const charset = parseMediaType(x.value('content-type'))?.params['charset'];
      return charset === undefined || isCharset(charset)
        ? undefined
        : `Content-Type: the charset ${charset} is unknown`;
    },
  ),
  must(
    'content-type-parameter-repeated',
    '6838 §4.3',
    'A parameter of a media type stands once.',
    { field: 'content-type' },
    (x) => {
      const names = [...(x.value('content-type') ?? '').matchAll(/;\s*([^=;\s]+)=/g)].map(([, name = '']) =>
        name.toLowerCase(),
      );
      const twice = names.find((name, at) => names.indexOf(name) < at);
      return twice === undefined ? undefined : `Content-Type: ${twice} stands there twice`;
    },
  ),
  must(
    'content-encoding-syntax',
    '9110 §8.4',
    'Content-Encoding is a list of codings.',
    { field: 'content-encoding' },
    everyElement('Content-Encoding', 'a coding', isToken, true),
  ),
  should(
    'content-encoding-identity',
    '9110 §8.4',
    'Content-Encoding does not say identity.',
    { field: 'content-encoding' },
    (x) =>
      listElements(x.lines('content-encoding')).some((coding) => coding.toLowerCase() === 'identity')
        ? 'Content-Encoding: identity'
        : undefined,
  ),
  should(
    'content-encoding-unasked',
    '9110 §12.5.3',
    'The coding of the content is one that Accept-Encoding allows.',
    { field: 'content-encoding' },
    (x) => {
      const asked = x.asked('accept-encoding');
      if (asked === undefined || x.status < 200 || x.status > 299) return undefined;
      const allowed = new Map(
        listElements(asked).map((element) => {
          const [coding = '', ...params] = element.split(';').map((part) => part.trim().toLowerCase());
          return [coding.replace(/^x-/, ''), !params.some((param) => /^q=0(?:\.0*)?$/.test(param))];
        }),
      );
      const wrong = listElements(x.lines('content-encoding'))
        .map((coding) => coding.toLowerCase().replace(/^x-/, ''))
        .find((coding) => coding !== 'identity' && !(allowed.get(coding) ?? allowed.get('*') ?? false));
      return wrong === undefined ? undefined : `Content-Encoding: ${wrong}, but Accept-Encoding: ${asked}`;
    },
  ),
  must(
    'content-language-syntax',
    '9110 §8.5',
    'Content-Language is a list of language tags, with hyphens.',
    { field: 'content-language' },
    everyElement('Content-Language', 'a language tag such as en-US', (tag) =>
      /^[a-z]{1,8}(?:-[a-z\d]{1,8})*$/i.test(tag),
    ),
  ),
];

const CHARSETS = new Map<string, boolean>();

function isCharset(label: string): boolean {
  let known = CHARSETS.get(label);
  if (known === undefined) {
    try {
      new TextDecoder(label);
      known = true;
    } catch {
      known = false;
    }
    if (CHARSETS.size < 1000) CHARSETS.set(label, known);
  }
  return known;
}
