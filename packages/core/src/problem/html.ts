import type { ProblemDocument } from '../errors/problem-document.ts';
import { escapeHtml } from '../escape-html.ts';

const STYLE =
  ':root{color-scheme:light dark}' +
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1.5rem;color:#1d2430;background:#fff}' +
  'p{margin:.5rem 0;overflow-wrap:anywhere}' +
  'h1{font-size:1.75rem;line-height:1.2;margin:0 0 1rem}' +
  '.s{color:#5a6472;font-weight:600;margin:0}' +
  'pre{overflow:auto;font-size:.8125rem;margin-top:2rem}' +
  '.i{color:#5a6472;font-size:.875rem;margin-top:2rem}' +
  '@media(prefers-color-scheme:dark){body{color:#e6e9ef;background:#14181f}.s,.i{color:#9aa5b5}}';

/** What `STYLE` hashes to, so that a policy lets in this style sheet and no other; a test holds the two together. */
const STYLE_HASH = 'sha256-OW6TomW7ZOeKWnwK2IV2sHO2ftkPGmSFWsdMOnEm5dY=';

/** Content-Security-Policy of the page: it loads nothing, runs nothing, goes nowhere and stands in no frame. */
export const HTML_POLICY: string = `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

function paragraph(text: string | undefined, name = ''): string {
  return text === undefined ? '' : `<p${name}>${escapeHtml(text)}</p>`;
}

/**
 * The page for a person. It shows status, title, detail and instance, never the URL; and a trace, which only a developer may
 * see.
 */
export function htmlOf(problem: ProblemDocument, language = 'en', trace?: string): string {
  const { status, title, detail, instance } = problem;
  return (
    `<!doctype html><html lang="${language}">` +
    '<head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">' +
    `<title>${status} ${escapeHtml(title)}</title><style>${STYLE}</style></head>` +
    `<body><main><p class="s">${status}</p><h1>${escapeHtml(title)}</h1>${paragraph(detail)}` +
    `${instance === undefined ? '' : paragraph(`Reference: ${instance}`, ' class="i"')}` +
    `${trace === undefined ? '' : `<pre>${escapeHtml(trace)}</pre>`}</main></body></html>\n`
  );
}
