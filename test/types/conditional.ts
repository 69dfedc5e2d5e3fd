// What a guard gives back is typed by what `load` gives; what must not compile stands beside it.
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import express, { type Request } from 'express';
import Koa, { type Context } from 'koa';

const { etag } = forExpress;

interface Note {
  readonly id: number;
  readonly version: number;
}

declare const notes: { find(id: string | undefined): Promise<Note | undefined> };

const loadNote = async (request: Request) => {
  const note = await notes.find(String(request.params['id']));
  return note && { etag: etag.strong(note.version), state: note };
};
const guard = forExpress.conditional(loadNote, { require: true });

const app = express();
// The next handler keeps the types of the path's parameters.
app.put('/notes/:id', guard, (request, response) => {
  request.params.id satisfies string;
  // @ts-expect-error no such parameter
  request.params.other;
  const passed = guard.passed(request);
  if (passed.exists) passed.state.version satisfies number;
  // @ts-expect-error the note may be absent
  passed.state.version;
  response.end();
});

// Without a parameter's type the framework's own request is meant.
app.get(
  '/a/:id',
  forExpress.conditional((request) => (request.ip === '' ? null : { etag: etag.weak('1') })),
);
// @ts-expect-error a string is no entity tag
forExpress.conditional(() => ({ etag: '"1"' }));
// @ts-expect-error a version is no entity tag
forExpress.conditional(() => ({ etag: 1 }));
// @ts-expect-error nothing that is known of a target
forExpress.conditional(() => ({ version: 1 }));
// @ts-expect-error contradictions do not compile
forExpress.conditional(() => ({ fields: { cacheControl: { public: true, private: true } } }));
// @ts-expect-error no such choice
forExpress.conditional(() => null, { absent: 'maybe' });

const always = forKoa.conditional((context: Context) => ({ state: context.path }));
declare const context: Context;
// Where `load` never gives nothing, the target exists.
always.passed(context).state satisfies string;
always.passed(context).exists satisfies true;
new Koa().use(always);

const bare = forKoa.conditional((context) => ({ lastModified: new Date(context.path) }));
bare.passed(context).state satisfies undefined;

const saved: Promise<Note> = forExpress.conditionalWrite({} as Request, {
  load: loadNote,
  write: async (expected) => {
    expected.exists satisfies boolean;
    if (expected.exists) return { id: 1, version: expected.state.version + 1 };
    throw new forExpress.LostRace();
  },
});
void saved;
forKoa.conditionalWrite(context, {
  load: (own) => ({ etag: etag.strong(own.path), state: { path: own.path } }),
  write: ({ state }) => state.path satisfies string,
});
