// What a handler answers is checked: its declared union of results and errors, bodies where there may be one, fields.
import {
  accepted,
  Conflict,
  created,
  multiStatus,
  NotFound,
  noContent,
  notModified,
  ok,
  type Result,
  resetContent,
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
