/** The tag that a database would keep as a version. */
export const TAG = '"v7"';
export const PATH = '/notes';

const LINES = Array.from({ length: 20 }, (_, id) => ({
  id,
  title: `Note ${id}`,
  text: 'Milk, bread, and whatever else is missing',
  updatedAt: '2026-01-02T03:04:05Z',
}));

/** What a handler answers with, made anew for each request: 2 kB as JSON. */
export function notes(): object {
  return { notes: LINES.map((line) => ({ ...line })) };
}

/** One turn of the event loop, as after a query. */
export function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
