import { Conflict, errorHandler, NotFound, unmatched } from '@statuskit/express';
import express from 'express';

const notes = new Map([['7', { text: 'buy milk', version: 3 }]]);
export const app = express();

app.put('/notes/:id', (req) => {
  const note = notes.get(req.params.id);
  if (!note) throw new NotFound('This note does not exist');
  throw new Conflict(note, { etag: `"v${note.version}"` });
});
app.use(unmatched()); // 404, 405 with Allow, OPTIONS, 501
app.use(errorHandler()); // whatever was thrown, as the right response
