import type { Stop } from './stop.ts';
import type { Answer } from './tour-client.ts';

// These belong to the connection and the moment, not to the response.
const passing = new Set([
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'ratelimit', // what is left, which grows with time
  'retry-after',
]);

/** What of an answer is not as the tour expects it; empty where all is right. */
export function faultsOf({ expected, method }: Stop, answer: Answer): string[] {
  const faults: string[] = [];
  if (answer.status !== expected.status) faults.push(`expected ${expected.status}, got ${answer.status}`);
  for (const [name, value] of Object.entries(expected.fields ?? {})) {
    const got = answer.fields.get(name);
    if (got !== value) faults.push(`${name}: expected ${value}, got ${got ?? 'none'}`);
  }
  for (const name of expected.has ?? []) if (!answer.fields.has(name)) faults.push(`expected ${name}`);
  if (expected.hints !== undefined && answer.hints !== expected.hints) {
    faults.push(`expected a 103 with ${expected.hints}, got ${answer.hints ?? 'none'}`);
  }
  if (expected.continues !== undefined && answer.continued !== expected.continues) {
    faults.push(expected.continues ? 'expected a 100 before' : 'expected no 100 before');
  }
  if (expected.contains !== undefined && !answer.content.includes(expected.contains)) {
    faults.push(`expected content with ${expected.contains}, got ${answer.content.slice(0, 200)}`);
  }
  const all = [...answer.fields].flat().join('\n') + answer.content;
  if (expected.hides !== undefined && all.includes(expected.hides)) {
    faults.push(`expected no word of ${expected.hides}`);
  }
  if (method === 'HEAD' && answer.content !== '') faults.push('expected no content for HEAD');
  return faults;
}

// An instance names one occurrence, so that it differs where all is right.
const withoutOccurrence = (text: string): string => text.replace(/urn:uuid:[\w-]+/g, 'urn:uuid:…');
// The audit tells when something was done, and the servers do it one after the other.
const withoutMoment = (text: string): string => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…');

// Each server works on an export of its own.
const withoutProgress = (text: string): string => text.replace(/"progress":\d+/, '"progress":…');

const comparable = (text: string): string => withoutProgress(withoutMoment(withoutOccurrence(text)));

/** In what two answers to the same request differ: `status`, `content`, or the names of fields. */
export function differences(one: Answer, other: Answer): string[] {
  const found: string[] = [];
  if (one.status !== other.status || one.phrase !== other.phrase) found.push('status');
  for (const name of new Set([...one.fields.keys(), ...other.fields.keys()])) {
    if (passing.has(name)) continue;
    if (comparable(one.fields.get(name) ?? '') !== comparable(other.fields.get(name) ?? '')) found.push(name);
  }
  if (comparable(one.content) !== comparable(other.content)) found.push('content');
  if (one.continued !== other.continued) found.push('100');
  if (one.hints !== other.hints) found.push('early hints');
  return found;
}
