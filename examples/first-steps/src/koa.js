import Router from '@koa/router';
import { Conflict, errorHandler, NotFound, unmatched } from '@statuskit/koa';
import Koa from 'koa';

const notes = new Map([['7', { text: 'buy milk', version: 3 }]]);
const router = new Router();
export const app = new Koa().use(errorHandler());

router.put('/notes/:id', (ctx) => {
  const note = notes.get(ctx.params.id);
  if (!note) throw new NotFound('This note does not exist');
  throw new Conflict(note, { etag: `"v${note.version}"` });
});
app.use(unmatched()).use(router.routes());
