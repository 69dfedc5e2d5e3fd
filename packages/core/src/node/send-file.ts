import { show } from '../arguments.ts';
import { notModifiedAsKnown, withoutCodings } from '../conditional/coded-tag.ts';
import type { Current } from '../conditional/current.ts';
import { etag } from '../conditional/etag.ts';
import { evaluatePreconditions, readsOnly } from '../conditional/evaluate.ts';
import { preconditionError } from '../conditional/precondition-error.ts';
import { type RepresentationFields, representationHeaders } from '../conditional/representation.ts';
import type { PreconditionRequest } from '../conditional/request.ts';
import { NotFound } from '../errors/client-errors.ts';
import type { EntityTag } from '../fields/entity-tag.ts';
import { type NodeResponse, setFields } from './exchange.ts';
import { allowForCoding, withNoTransform } from './transformations.ts';

/** Options of `sendFile`. */
export interface SendFileOptions {
  /**
   * Folder below which the path is looked for. Nothing above it and nothing hidden is found. A path that a client chooses needs one.
   * Default: none, and the path must be absolute.
   */
  readonly root?: string | undefined;
  /** Entity tag of the file. Default: made of its size and modification time; weak if it was changed within the last two seconds. */
  readonly etag?: EntityTag | undefined;
  /** Fields for the 200, the 206 and the 304 alike. Default: none. */
  readonly fields?: RepresentationFields | undefined;
  /** Clock, in milliseconds since 1970. Default: the system's. */
  readonly now?: (() => number) | undefined;
}

interface Stat {
  readonly size: number;
  readonly mtime: Date;
  readonly mtimeMs: number;
}

interface Source {
  destroy(): unknown;
}

interface SendStream {
  on(event: 'file', listener: (path: string, stat: Stat) => void): SendStream;
  on(event: 'directory', listener: () => void): SendStream;
  on(event: 'error', listener: (error: unknown) => void): SendStream;
  on(event: 'stream', listener: (source: Source) => void): SendStream;
  pipe(response: unknown): unknown;
}

/** The function that the package `send` exports. */
export type Send = (request: object, path: string, options: Readonly<Record<string, unknown>>) => SendStream;

/** Called about a file that is being sent. */
export interface FileEvents {
  failed(error: unknown): void;
  /** The file is open; nothing but its content is still to come. */
  opened?(source: Source): void;
}

/** A request for a file, and the response that `send` writes. */
export interface FileExchange {
  readonly request: PreconditionRequest;
  readonly response: NodeResponse;
  readonly path: string;
  readonly options: SendFileOptions;
  /** The response on which middleware outside sets its fields. Default: `response`. */
  readonly outside?: NodeResponse | undefined;
}

/** The clock of some file systems counts in steps of two seconds. */
const SETTLED_MS = 2000;

/**
 * Sends a file with the package `send`, which finds the file, confines it to its folder, knows its media type and streams it. The
 * conditions and the range of the request are evaluated here, and `send` receives a request to which only one response is possible.
 */
export function pipeFile(
  send: Send,
  { request, response, path, options, outside = response }: FileExchange,
  events: FileEvents,
): void {
  const asked = { method: request.method, url: '/', headers: {} as Record<string, string> };
  let failure: unknown;
  let encoded: string;
  try {
    encoded = encodeURI(path); // `send` takes a path as it stands in a URL
  } catch {
    events.failed(new NotFound()); // half a surrogate pair
    return;
  }
  send(asked, encoded, {
    root: options.root,
    // A path that the application chose may lead through a hidden folder.
    dotfiles: options.root === undefined ? 'allow' : 'ignore',
    index: false,
    acceptRanges: readsOnly(request.method ?? ''),
    cacheControl: false,
    etag: false,
    lastModified: false,
  })
    .on('file', (_path, stat) => {
      try {
        asked.headers = decide(request, response, outside, stat, options);
      } catch (thrown) {
        failure = thrown;
        asked.headers = { 'if-match': 'nothing' }; // makes it an error
      }
    })
    .on('directory', () => events.failed(new NotFound()))
    .on('error', (error) => events.failed(failure ?? error))
    .on('stream', (source) => events.opened?.(source))
    .pipe(response);
}

/** @throws {TypeError} If the path or the root is not a string, or if the path is neither absolute nor below a root. */
export function checkFile(
  path: unknown,
  options: SendFileOptions,
  isAbsolute: (path: string) => boolean,
): void {
  if (typeof path !== 'string') throw new TypeError(`path: expected a string, got ${show(path)}`);
  // An empty root is a missing setting, and `send` would treat it as no root.
  if (options.root !== undefined && (typeof options.root !== 'string' || options.root.trim() === ''))
    throw new TypeError(`root: expected the path of a folder, got ${show(options.root)}`);
  if (options.root === undefined && !isAbsolute(path))
    throw new TypeError(`path: expected an absolute path, or one below a root, got ${show(path)}`);
}

/** Sets the fields of the response, and returns those of a request to which `send` has only one possible response. */
function decide(
  request: PreconditionRequest,
  response: NodeResponse,
  outside: NodeResponse,
  stat: Stat,
  options: SendFileOptions,
): Record<string, string> {
  // The response to any other method is not a representation of its target, and the method has already been applied.
  if (!readsOnly(request.method ?? '')) return {};
  const nowMs = (options.now ?? Date.now)();
  const tag = options.etag ?? tagOf(stat, nowMs);
  const current: Current = {
    exists: true,
    etag: tag,
    lastModified: stat.mtime,
    length: stat.size,
  };
  // `send` does not write `multipart/byteranges`.
  const now = new Date(nowMs);
  const asked = withoutCodings(request, tag);
  const outcome = evaluatePreconditions(asked, current, { now, maxRanges: 1 });
  switch (outcome.kind) {
    case 'not-modified': {
      const { drop, headers } = notModifiedAsKnown(request, current, options.fields, { now });
      for (const name of drop) response.removeHeader(name);
      setFields(headers as Record<string, string>, response); // of a 304 each has one line
      return { 'if-none-match': '*' };
    }
    case 'proceed':
    case 'partial':
      setFields(
        { ...representationHeaders(current, options.fields, { now }), 'accept-ranges': 'bytes' },
        response,
      );
      allowForCoding(tag, request, outside);
      if (outcome.kind === 'proceed') return {};
      response.setHeader('Cache-Control', withNoTransform(response.getHeader('cache-control')));
      return { range: `bytes=${outcome.ranges[0].first}-${outcome.ranges[0].last}` };
    default:
      throw preconditionError(outcome, current);
  }
}

// Two contents with the same size and time cannot be distinguished. They are possible only while the clock shows that time.
function tagOf({ size, mtimeMs }: Stat, nowMs: number): EntityTag {
  const text = `${size.toString(16)}-${mtimeMs.toString(16)}`;
  return Math.abs(nowMs - mtimeMs) < SETTLED_MS ? etag.weak(text) : etag.strong(text);
}
