import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HTML_POLICY, htmlOf } from '../../src/problem/html.ts';

const problem = { type: 'about:blank', title: 'Not Found', status: 404 };

describe('the page', () => {
  it('is a whole document: doctype, language, charset first, one title, one main', () => {
    const page = htmlOf({ ...problem, detail: 'No such airport.', instance: 'urn:uuid:1' });
    expect(page).toMatch(/^<!doctype html><html lang="en"><head><meta charset="utf-8">/);
    expect(page).toMatch(/<\/head><body><main>.*<\/main><\/body><\/html>\n$/s);
    for (const element of ['html', 'head', 'title', 'style', 'body', 'main', 'h1']) {
      expect(page.match(new RegExp(`<${element}[ >]`, 'g')), element).toHaveLength(1);
      expect(page.match(new RegExp(`</${element}>`, 'g')), element).toHaveLength(1);
    }
    expect(page).toContain('<title>404 Not Found</title>');
    expect(page).toContain('<h1>Not Found</h1>');
    expect(page).toContain('<p>No such airport.</p>');
    expect(page).toContain('Reference: urn:uuid:1');
    expect(page).toContain('<meta name="robots" content="noindex">');
  });

  it('closes each element that it opens, in order', () => {
    const page = htmlOf({ ...problem, detail: 'd', instance: 'i' }).replace(/^<!doctype html>/, '');
    const open: string[] = [];
    for (const [, slash, name = ''] of page.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
      if (slash === '/') expect(open.pop()).toBe(name);
      else if (name !== 'meta') open.push(name);
    }
    expect(open).toEqual([]);
  });

  it('leaves out what is not there', () => {
    expect(htmlOf(problem)).not.toMatch(/undefined|Reference/);
  });

  it('shows no other member: extensions are for programs', () => {
    expect(htmlOf({ ...problem, balance: 'probe', current: { a: 'probe' } })).not.toContain('probe');
  });

  it.each(['title', 'detail', 'instance'])('escapes the five characters in %s', (member) => {
    const page = htmlOf({ ...problem, [member]: `<b a="1" c='2'>&amp;</b>` });
    expect(page).toContain('&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt;');
    expect(page).not.toContain('<b ');
  });

  it('shows a trace, and a language, if it gets them', () => {
    const page = htmlOf(problem, 'de-CH', 'Error: <b>\n  at x');
    expect(page).toContain('<html lang="de-CH">');
    expect(page).toContain('<pre>Error: &lt;b&gt;\n  at x</pre></main>');
    expect(htmlOf(problem)).not.toContain('<pre');
  });

  it('has the same elements whatever the text', () => {
    const elements = (text: string): string[] =>
      [...htmlOf({ ...problem, title: text, detail: text, instance: text }).matchAll(/<[^>]*>/g)].map(String);
    const plain = elements('x');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>&"\'/=abc \n') }), (text) => {
        expect(elements(text)).toEqual(plain);
      }),
    );
  });

  it('loads nothing, runs nothing and goes nowhere', () => {
    const page = htmlOf({ ...problem, detail: 'd', instance: 'https://example.org/' });
    expect(page).not.toMatch(
      /<script|<a |<img|<form|<iframe|<link|<base|src=|href=|url\(|@import|style=| on[a-z]+=/i,
    );
  });
});

describe('the policy', () => {
  it("is default-src 'none', and lets in this style sheet and no other", () => {
    const style = /<style>(.*?)<\/style>/s.exec(htmlOf(problem))?.[1] ?? '';
    expect(style).not.toBe('');
    const hash = createHash('sha256').update(style).digest('base64');
    expect(HTML_POLICY.split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${hash}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });
});
