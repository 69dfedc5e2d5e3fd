declare module 'send' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export default function send(
    request: IncomingMessage,
    path: string,
    options: { readonly root: string; readonly maxAge?: number; readonly immutable?: boolean },
  ): { pipe(response: ServerResponse): unknown };
}
