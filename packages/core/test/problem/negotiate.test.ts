import { describe, expect, it } from 'vitest';
import { preferredForm } from '../../src/problem/negotiate.ts';

const BROWSER =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8';

describe('the form that the client prefers', () => {
  it.each([
    // What clients send.
    [undefined, 'json'],
    ['*/*', 'json'],
    [BROWSER, 'html'],
    ['text/html', 'html'],
    ['text/plain', 'text'],
    ['application/json', 'json'],
    ['application/problem+json', 'json'],
    ['application/json, text/plain, */*', 'json'],
    ['application/json, text/*;q=0.5', 'json'],
    ['application/problem+xml', 'xml'],
    ['application/xml', 'xml'],
    ['text/xml, application/json;q=0.9', 'xml'],
    ['application/xml, text/html', 'html'],
    // By weight.
    ['text/html;q=0.9, application/json;q=0.8', 'html'],
    ['text/html;q=0.8, application/json;q=0.9', 'json'],
    ['text/plain;q=0.9, text/html;q=0.8', 'text'],
    ['text/html;q=0.5, */*;q=0.1', 'html'],
    ['text/plain;q=0.2, */*;q=0.1', 'text'],
    ['application/problem+json;q=0.1, text/html;q=0.2', 'html'],
    ['application/json;q=0.1, application/problem+json;q=0.9, text/html;q=0.5', 'json'],
    // Ties: JSON before the others, HTML before text.
    ['text/html, application/json', 'json'],
    ['text/plain, application/json', 'json'],
    ['text/plain, text/html', 'html'],
    ['text/*', 'html'],
    // The more specific range counts, not the greater weight.
    ['text/html;q=0, */*', 'json'],
    ['text/*;q=0.9, text/html;q=0.1, application/json;q=0.5', 'text'],
    ['*/*, application/json;q=0, application/problem+json;q=0', 'html'],
    ['*/*, application/json;q=0, application/problem+json;q=0, text/html;q=0', 'text'],
    // Case does not matter.
    ['TEXT/HTML', 'html'],
    ['Text/Plain', 'text'],
  ] as const)('Accept: %s is answered with %s', (accept, form) => {
    expect(preferredForm({ accept })).toBe(form);
  });

  it.each([
    'image/png',
    'application/x-unknown',
    'text/html;q=0',
    '*/*;q=0',
    '',
    ',',
    'nonsense',
    ';q=1',
    'audio/*',
  ])('Accept: %j, which accepts none, is answered with JSON: never a 406 about an error', (accept) => {
    expect(preferredForm({ accept })).toBe('json');
  });

  it('several lines are one list', () => {
    expect(preferredForm({ accept: ['application/json;q=0.5', 'text/html'] })).toBe('html');
  });

  it('no fields at all is JSON', () => {
    expect(preferredForm(undefined)).toBe('json');
    expect(preferredForm({})).toBe('json');
  });
});
