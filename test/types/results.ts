// What a handler answers is checked: its declared union of results and errors, bodies where there may be one, fields.
import {
  accepted,
  Conflict,
  created,
  found,
  type Gone,
  type JobBody,
  jobStatus,
  moved,
  multiStatus,
  NotFound,
  noContent,
  notModified,
  ok,
  type Result,
  redirect,
  resetContent,
  seeOther,
} from '@statuskit/core';
import { handle as handleExpress } from '@statuskit/express';
import { handle as handleKoa } from '@statuskit/koa';

interface Note {
  readonly id: number;
  readonly text?: string;
  readonly changed: Date;
}
declare const note: Note;
declare const notes: readonly Note[];
declare const bytes: Uint8Array;
declare const map: Map<string, Note>;
declare const promised: Promise<Note>;

// A declared union is checked.
type Answer = Result<201, Note> | Result<200, Note> | NotFound;
const save = (exists: boolean): Answer => (exists ? ok(note) : created('/notes/7', note, { etag: '"v1"' }));
const saveLater = async (): Promise<Answer> => created.here(note);
// @ts-expect-error 204 is not among them
const wrongStatus = (): Answer => noContent();
// @ts-expect-error the body is no Note
const wrongBody = (): Answer => ok({ id: '7' });
// @ts-expect-error a Conflict is not among them
const wrongError = (): Answer => new Conflict('taken');
// @ts-expect-error plain data is no result
const plain = (): Answer => ({ status: 200, headers: {}, body: note });
handleExpress((req): Answer => (req.params['id'] === '7' ? ok(note) : new NotFound()));
handleKoa(async (ctx): Promise<Answer> => (ctx.path === '/7' ? ok(note) : new NotFound()));
// @ts-expect-error 202 is not among them
handleExpress((): Answer => accepted('/jobs/1'));
void [save, saveLater, wrongStatus, wrongBody, wrongError, plain];

// Statuses and bodies are literal.
const statuses: readonly [200, 201, 201, 202, 204, 205, 207, 304] = [
  ok().status,
  created('/x').status,
  created.here().status,
  accepted('/x').status,
  noContent().status,
  resetContent().status,
  multiStatus([]).status,
  notModified().status,
];
const id: number = ok(note).body.id;
const monitor: string = accepted('/jobs/1', { retryAfter: { seconds: 2 } }).body.monitor;
const nobody: undefined = accepted(null).body;
const own: { readonly jobId: number } = accepted('/jobs/1', { body: { jobId: 7 } }).body;
const nothing: readonly undefined[] = [ok().body, created('/x').body, noContent().body];
const texts: readonly [string, Uint8Array] = [ok('a,b', { contentType: 'text/csv' }).body, ok(bytes).body];
const list: readonly Note[] = ok(notes).body;
void [statuses, id, monitor, nobody, own, nothing, texts, list];

// A body where none may be.
// @ts-expect-error a body
noContent({ id: 7 });
// @ts-expect-error a body beside the fields
noContent({ etag: '"v7"' }, note);
// @ts-expect-error a text
noContent('done');
// @ts-expect-error a body among the fields
resetContent({ body: note });
// @ts-expect-error a body beside the fields
resetContent({}, note);
// @ts-expect-error a body
notModified(note);
// @ts-expect-error a media type of nothing
noContent({ contentType: 'text/plain' });
// @ts-expect-error several statuses, and none given
multiStatus();

// What has no JSON form.
// @ts-expect-error a bigint
ok({ id: 1n });
// @ts-expect-error a Map
ok(map);
// @ts-expect-error a forgotten await
created('/notes/7', promised);
// @ts-expect-error a function
accepted('/jobs/1', { body: () => note });

// What is compulsory.
// @ts-expect-error no location
created();
// @ts-expect-error no monitor, which null would say
accepted();
// @ts-expect-error a wait has a unit
accepted('/jobs/1', { retryAfter: 2 });

// Fields.
ok(note, { etag: '"v7"', lastModified: new Date(), cacheControl: { private: true, maxAgeSeconds: 60 } });
ok(note, { vary: 'Accept', link: ['</a>; rel="next"'], headers: { 'x-a': ['b', 'c'] } });
ok(note, { etag: undefined, headers: undefined, contentType: undefined });
// @ts-expect-error directives that contradict one another
ok(note, { cacheControl: { public: true, private: true } });
// @ts-expect-error a misspelt member
ok(note, { eTag: '"v7"' });
// @ts-expect-error a number is no field value
ok(note, { headers: { 'x-a': 7 } });

// Redirections: the status is literal, and what decides it has to be said.
const redirections: readonly [303, 302, 308, 307, 301] = [
  seeOther('/x').status,
  found('/x').status,
  moved.permanently('/x').status,
  moved.temporarily('/x').status,
  moved.permanently('/x', { method: 'may-change' }).status,
];
const chosen: readonly [308, 307, 301, 302, 307] = [
  redirect('/x', { permanent: true, keepMethod: true }).status,
  redirect('/x', { permanent: false, keepMethod: true }).status,
  redirect('/x', { permanent: true, keepMethod: false }).status,
  redirect('/x', { keepMethod: false }).status,
  redirect('/x', { keepMethod: true, allowHosts: ['good.example'] }).status,
];
declare const isPermanent: boolean;
const either: 307 | 308 = redirect('/x', { permanent: isPermanent, keepMethod: true }).status;
void [redirections, chosen, either];
declare const query: Readonly<Record<string, unknown>>;
seeOther(query['next'], { fallback: '/' });
moved.temporarily(query['next'], { fallback: '/', allowHosts: ['good.example'] });
// @ts-expect-error anything at all needs a fallback
seeOther(query['next']);
// @ts-expect-error keepMethod is missing
redirect('/x', { permanent: true });
// @ts-expect-error all is missing
redirect('/x');
// @ts-expect-error a temporary move keeps the method
moved.temporarily('/x', { method: 'may-change' });
// @ts-expect-error no target
seeOther();
// @ts-expect-error a body
seeOther('/x', { body: note });
// @ts-expect-error a list of hosts
seeOther('/x', { allowHosts: 'good.example' });

// A job's state decides what its monitor answers.
const running: Result<200, JobBody> = jobStatus(
  { state: 'running', progress: 45 },
  { retryAfter: { seconds: 2 } },
);
const failed: Result<200, JobBody> = jobStatus({ state: 'failed', problem: new NotFound() });
const done: Result<303, undefined> = jobStatus({ state: 'done', result: '/exports/1' });
const gone: Gone = jobStatus({ state: 'gone' });
declare const job: { readonly id: number } & Parameters<typeof jobStatus>[0];
const anyOfThem: Result<200, JobBody> | Result<303, undefined> | Gone = jobStatus(job);
void [running, failed, done, gone, anyOfThem];
// @ts-expect-error a failure has a problem
jobStatus({ state: 'failed' });
// @ts-expect-error no such state
jobStatus({ state: 'paused' });
// @ts-expect-error a done job may have no result, which is a 200
const notSure: Result<303, undefined> = jobStatus({ state: 'done' });
void notSure;
