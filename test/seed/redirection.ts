import type { Section } from './row.ts';

const POST = ['POST /\n\n'];

export const REDIRECTION: Section = {
  title: '3xx',
  rows: [
    {
      about: '300',
      says: 'Several representations; Location may name the preferred one. Rare.',
      code: 'statusFacts(300).recommendedFields',
      gives: ['Location'],
      instead: 'Negotiation by Accept.',
    },
    {
      about: '301',
      says: 'Moved for good; the method may become GET; kept by browsers for long; good for search engines. 308 is better.',
      code: "return moved.permanently('/new', { method: 'may-change' })",
      instead: 'What search engines make of it is up to them.',
      wire: ['301 Moved Permanently', 'Location: /new', 'Moved Permanently: /new'],
    },
    {
      about: '302',
      says: 'Elsewhere for now; the method may become GET. 307 keeps it.',
      code: "return found('/login')",
      wire: ['302 Found', 'Location: /login'],
    },
    {
      about: '303',
      says: 'See another resource by GET, whatever the method was.',
      code: "return seeOther('/dashboard')",
      ask: ['POST /login'],
      wire: ['303 See Other', 'Location: /dashboard'],
    },
    {
      about: '304',
      says: 'Not changed since the tag or the date that the request names; no content.',
      imprecise:
        'It repeats ETag, Vary, Cache-Control, Expires and Content-Location of the 200 (RFC 9110 §15.4.5), and the date is ignored beside If-None-Match (§13.1.3).',
      use: 'conditional(() => ({ etag: \'"v3"\', fields: { cacheControl: { maxAgeSeconds: 60 } } }))',
      code: 'return note',
      ask: ['GET /\nIf-None-Match: "v3"\nIf-Modified-Since: Wed, 01 Jan 2025 00:00:00 GMT'],
      wire: ['304 Not Modified', 'ETag: "v3"', 'Cache-Control: max-age=60', 'empty'],
    },
    {
      about: '304',
      says: 'The request date: Tuesday, 1 January 2025.',
      wrong:
        'That day was a Wednesday; a date with the wrong weekday is no HTTP-date (RFC 9110 §5.6.7) and is ignored (§13.1.3).',
      use: 'conditional(() => ({ lastModified: new Date(0) }))',
      code: 'return note',
      ask: ['GET /\nIf-Modified-Since: Tue, 01 Jan 2025 00:00:00 GMT'],
      wire: ['200 OK'],
    },
    {
      about: '307',
      says: 'Elsewhere for now; method and content stay.',
      code: "return moved.temporarily('/there')",
      ask: POST,
      wire: ['307 Temporary Redirect', 'Location: /there'],
    },
    {
      about: '308',
      says: 'Moved for good; method and content stay; also for HTTP to HTTPS.',
      imprecise:
        'For pages. An API that takes credentials refuses plain HTTP with an error: a redirection hides that they were sent in the clear, once for each request.',
      code: "return moved.permanently('https://api.example/', { allowHosts: ['api.example'] })",
      ask: POST,
      wire: ['308 Permanent Redirect', 'Location: https://api.example/'],
    },
    {
      about: 'choose',
      says: 'Permanent, GET will do: 301.',
      code: "return redirect('/x', { permanent: true, keepMethod: false })",
      wire: ['301 Moved Permanently'],
    },
    {
      about: 'choose',
      says: 'Permanent, keep the method: 308.',
      code: "return redirect('/x', { permanent: true, keepMethod: true })",
      wire: ['308 Permanent Redirect'],
    },
    {
      about: 'choose',
      says: 'Temporary, GET will do: 302.',
      code: "return redirect('/x', { keepMethod: false })",
      wire: ['302 Found'],
    },
    {
      about: 'choose',
      says: 'Temporary, keep the method: 307.',
      code: "return redirect('/x', { keepMethod: true })",
      wire: ['307 Temporary Redirect'],
    },
    {
      about: 'choose',
      says: 'After a POST, to the result: 303, so that a reload posts nothing.',
      code: "return seeOther('/success')",
      ask: POST,
      wire: ['303 See Other', 'Location: /success', 'See Other: /success'],
    },
    {
      about: 'choose',
      says: 'Unchanged: 304.',
      use: 'autoEtag()',
      code: 'return note',
      ask: ['GET /\nIf-None-Match: *'],
      wire: ['304 Not Modified', 'empty'],
    },
    {
      about: '(missing)',
      says: 'Nothing about targets that clients choose.',
      wrong: 'An unchecked target is an open redirect.',
      code: "return seeOther('//evil.example', { fallback: '/' })",
      wire: ['303 See Other', 'Location: /'],
    },
    {
      about: '(missing)',
      says: 'Nothing about what has moved as a whole.',
      imprecise: '308 and 410 from one list.',
      use: "relocations({ '/old': '/new', '/dead': null })",
      code: 'return null',
      ask: ['GET /old?a=1'],
      wire: ['308 Permanent Redirect', 'Location: /new?a=1'],
    },
  ],
};
