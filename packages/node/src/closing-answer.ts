import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { markClosing } from '@statuskit/core/adapter';

type Fields =
  | OutgoingHttpHeaders
  | readonly OutgoingHttpHeader[]
  | readonly (readonly OutgoingHttpHeader[])[];

const isConnection = (name: unknown): boolean => String(name).toLowerCase() === 'connection';

/** `Connection: close`, beside the token that an `Upgrade` field needs. */
const closing = (given: unknown): string => (/upgrade/i.test(String(given)) ? 'close, upgrade' : 'close');

/** The fields that were passed to `writeHead`, without Connection, and what Connection said. */
function withoutConnection(fields: Fields): { readonly fields: Fields; readonly connection: unknown } {
  let connection: unknown;
  if (!Array.isArray(fields)) {
    const kept = Object.entries(fields).filter(([name, value]) => {
      if (isConnection(name)) connection = value;
      return !isConnection(name);
    });
    return { fields: Object.fromEntries(kept), connection };
  }
  if (Array.isArray(fields[0])) {
    const pairs = fields as readonly (readonly OutgoingHttpHeader[])[];
    connection = pairs.find(([name]) => isConnection(name))?.[1];
    return { fields: pairs.filter(([name]) => !isConnection(name)), connection };
  }
  const kept: OutgoingHttpHeader[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    if (isConnection(fields[at])) connection = fields[at + 1];
    else kept.push(fields[at], fields[at + 1]);
  }
  return { fields: kept, connection };
}

/**
 * Lets an answer say `Connection: close` if `closes` returns true when its head is written. It is decided as late as that,
 * since error handlers of frameworks remove every field first, and since another request may have arrived behind.
 */
export function closeWithAnswer(response: ServerResponse, closes: () => boolean): void {
  if (response.headersSent) return;
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;

  function writeClosingHead(status: number, ...rest: unknown[]): ServerResponse {
    if (status < 200 || response.headersSent || !closes()) return writeHead(status, ...rest);
    const given = rest.at(-1);
    const hasFields = typeof given === 'object' && given !== null;
    const { fields, connection } = hasFields
      ? withoutConnection(given as Fields)
      : { fields: undefined, connection: undefined };
    response.setHeader('Connection', closing(connection ?? response.getHeader('connection')));
    if (response.req.socket !== null) markClosing(response.req.socket);
    return writeHead(status, ...(hasFields ? [...rest.slice(0, -1), fields] : rest));
  }
  response.writeHead = writeClosingHead;
}
