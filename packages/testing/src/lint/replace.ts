import type { Finding } from '../finding.ts';
import type { Writers } from './judge.ts';
import { lineOf } from './line.ts';
import type { NodeResponse } from './node.ts';

/** Writes a 500 with the findings, in place of a response that has not begun. Fields of CORS stay, so that browsers show it. */
export function replaceResponse(
  response: NodeResponse,
  findings: readonly Finding[],
  writers: Writers,
): void {
  const [first] = findings.filter(({ level }) => level === 'error');
  const content = JSON.stringify({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    detail: first && lineOf(first),
    findings,
  });
  for (const name of response.getHeaderNames())
    if (!name.startsWith('access-control-') && name !== 'vary') response.removeHeader(name);
  const { method } = (response as unknown as { readonly req: { readonly method?: string } }).req;
  response.statusCode = 500;
  if (response.stream === undefined) response.statusMessage = 'Internal Server Error';
  response.setHeader('Content-Type', 'application/problem+json');
  response.setHeader('Content-Length', String(Buffer.byteLength(content)));
  response.setHeader('Cache-Control', 'no-store');
  writers.end(method === 'HEAD' ? undefined : content);
}
