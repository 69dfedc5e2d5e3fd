import type { Current, EvaluateOptions, Outcome, PreconditionRequest } from '@statuskit/core/conditional';
import { etag } from '@statuskit/core/conditional';
import type { Case, Expected, Options, State } from './case.ts';

// What Node keeps the first line of; it joins the lines of the others here (`http.IncomingMessage`, `headers`).
const FIRST_LINE_ONLY = new Set(['if-modified-since', 'if-unmodified-since']);

interface Field {
  readonly name: string;
  readonly value: string;
}

function fieldsOf(lines: readonly string[]): Field[] {
  return lines.map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
  });
}

/** The request as Node hands it over. */
export function asNode({ method, lines }: Pick<Case, 'method' | 'lines'>): PreconditionRequest {
  const headers: Record<string, string> = {};
  for (const { name, value } of fieldsOf(lines)) {
    const key = name.toLowerCase();
    const there = headers[key];
    if (there === undefined) headers[key] = value;
    else if (!FIRST_LINE_ONLY.has(key)) headers[key] = `${there}, ${value}`;
  }
  return { method, headers, rawHeaders: fieldsOf(lines).flatMap(({ name, value }) => [name, value]) };
}

/** The request with every line apart, as `headersDistinct` has them. */
export function asDistinct({ method, lines }: Pick<Case, 'method' | 'lines'>): PreconditionRequest {
  const headers: Record<string, string[]> = {};
  for (const { name, value } of fieldsOf(lines)) {
    const key = name.toLowerCase();
    headers[key] = [...(headers[key] ?? []), value];
  }
  return { method, headers };
}

export function asCurrent(state: State): Current {
  if (!state.exists) return state;
  const { etag: tag, lastModified, ...others } = state;
  return {
    ...others,
    ...(tag !== undefined && { etag: etag.parse(tag) }),
    ...(lastModified !== undefined && { lastModified: new Date(lastModified) }),
  };
}

/** Years of two digits are read as of then. */
export function asOptions(options: Options): EvaluateOptions {
  return { ...options, now: new Date('2026-01-01T00:00:00Z') };
}

export function asExpected(outcome: Outcome): Expected {
  switch (outcome.kind) {
    case 'proceed':
      return 'proceed';
    case 'not-modified':
      return '304';
    case 'malformed':
      return '400';
    case 'precondition-failed':
      return '412';
    case 'range-not-satisfiable':
      return '416';
    case 'precondition-required':
      return '428';
    case 'partial':
      return `206 ${outcome.ranges.map(({ first, last }) => `${first}-${last}`).join(',')}`;
  }
}
