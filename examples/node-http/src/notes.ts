import { BadRequest, NotFound, noContent } from '@statuskit/core';
import { etag } from '@statuskit/core/conditional';
import { byIp } from '@statuskit/core/rate-limit';
import { conditional, handle, type Layer, listener, type NodeSource, rateLimit } from './adapter.ts';

interface Note {
  readonly text: string;
  readonly version: number;
}

const notes = new Map<string, Note>([['7', { text: 'buy milk', version: 3 }]]);

const guard = conditional(
  ({ params }) => {
    const note = notes.get(params['id'] ?? '');
    return note && { etag: etag.strong(`v${note.version}`), state: note };
  },
  { require: true, showState: true },
);

const limit = rateLimit({
  policies: [{ name: 'minute', quota: 100, windowSeconds: 60 }],
  key: byIp(),
});

/** Reads the content. A real service also limits its size. */
async function readContent(request: NodeSource): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    request.content = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    throw new BadRequest({ detail: 'The content is not JSON', cause });
  }
  return request.content;
}

const save: Layer = handle(async (request) => {
  const { text } = (await readContent(request)) as { text?: unknown };
  if (typeof text !== 'string')
    throw new BadRequest({ errors: [{ detail: 'is not a string', pointer: '#/text' }] });
  const version = (guard.passed(request).state?.version ?? 0) + 1;
  notes.set(request.params['id'] ?? '', { text, version });
  return noContent({ etag: etag.strong(`v${version}`) });
});

export const app = listener(
  {
    'GET /notes/:id': [guard.decide, handle((request) => guard.passed(request).state ?? new NotFound())],
    'PUT /notes/:id': [guard.decide, save],
    'GET /broken': [
      handle(() => {
        throw new Error('the disk of db-7 is full');
      }),
    ],
  },
  { before: [limit.decide] },
);
