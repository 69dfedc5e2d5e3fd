import { show } from '../arguments.ts';
import { etag } from '../conditional/etag.ts';
import { evaluatePreconditions, readsOnly } from '../conditional/evaluate.ts';
import { notModifiedReply } from '../conditional/representation.ts';
import { listField, type PreconditionRequest } from '../conditional/request.ts';
import { parseCacheControl } from '../fields/cache-control.ts';
import { type EntityTag, findTag, isEntityTag, isWeakTag } from '../fields/entity-tag.ts';
import { parseHttpDate } from '../fields/http-date.ts';
import { unionVary } from '../fields/vary.ts';
import { type NodeResponse, setFields } from '../node/exchange.ts';
import { isEncoded, onceEncoded } from '../node/once-encoded.ts';
import { type OptionNames, warnOfUnknown } from '../option-names.ts';
import { byteLength } from '../reply.ts';
import { answer, CONTINUE, type Step } from '../step.ts';
import { warnOnce } from '../warn.ts';

/** Options of `autoEtag`. */
export interface AutoEtagOptions {
  /** Whether every tag is weak. Content that is compressed has a weak tag in any case. Default: false. */
  readonly weak?: boolean | undefined;
  /** Longest content that is hashed, in bytes. Default: 1,048,576. */
  readonly maxBytes?: number | undefined;
  /** Request fields by which the content was chosen. Added to Vary on the 200 and the 304. Default: none. */
  readonly vary?: string | readonly string[] | undefined;
}

/** Tags a response that is about to be sent. Its step is the 304 to send instead if the client has the content. */
export type AutoEtag = (request: PreconditionRequest, response: NodeResponse, content: unknown) => Step;

const MEBIBYTE = 1_048_576;
/** The tags of npm's `etag`: the length in hexadecimal digits, and a SHA-1. Express and @koa/etag use it. */
const OF_BODY = /^(?:W\/)?"([0-9a-f]+)-[A-Za-z0-9+/]{27}"$/;

const NAMES: OptionNames<AutoEtagOptions> = {
  weak: true,
  maxBytes: true,
  vary: true,
};

/**
 * Returns the half of `autoEtag` that both adapters share. It tags responses to GET, HEAD and QUERY with status 200 by a hash of
 * their content. A tag that the handler has set is kept, and counts. Content that may not be stored, that is neither text nor bytes,
 * or that is too long is not tagged. It never refuses: the method has been applied.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If `maxBytes` is not an integer of at least 0.
 */
export function autoTagger(options: AutoEtagOptions = {}): AutoEtag {
  warnOfUnknown('autoEtag', options, NAMES);
  const { weak = false, maxBytes = MEBIBYTE, vary } = options;
  if (typeof weak !== 'boolean') throw new TypeError(`weak: expected a boolean, got ${show(weak)}`);
  if (!(Number.isSafeInteger(maxBytes) && maxBytes >= 0))
    throw new RangeError(`maxBytes: expected a whole number of bytes, got ${show(maxBytes)}`);
  const more: Readonly<Record<string, string>> =
    vary === undefined ? {} : { vary: unionVary(vary, undefined) };

  return function tagAnswer(request, response, content) {
    const { method = '' } = request;
    if (method === 'PUT' || method === 'PATCH') warnOfTagOnWrite(response, content);
    if (!readsOnly(method) || response.statusCode !== 200) return CONTINUE;
    // The tag of content that may not be stored would never come back.
    if (parseCacheControl(text(response, 'cache-control')).noStore) return CONTINUE;

    const own = text(response, 'etag');
    let tag: EntityTag;
    if (own !== undefined) {
      if (!isEntityTag(own)) return CONTINUE;
      tag = own;
    } else {
      if (!isTaggable(content, method) || byteLength(content) > maxBytes) return CONTINUE;
      tag = etag.of(content);
      if (weak || isEncoded(text(response, 'content-encoding'))) tag = weakened(tag);
      response.setHeader('ETag', tag);
      if (!isWeakTag(tag)) {
        onceEncoded(response, () => {
          if (response.getHeader('etag') === tag) response.setHeader('ETag', weakened(tag));
        });
      }
    }
    setFields(more, response);
    return notModified(request, response, tag);
  };
}

function text(response: NodeResponse, name: string): string | undefined {
  const value = response.getHeader(name);
  return value === undefined ? undefined : String(value);
}

// A HEAD may come with its content, or with '' in place of one that is not known.
function isTaggable(content: unknown, method: string): content is string | Uint8Array {
  if (method === 'HEAD' && content === '') return false;
  return typeof content === 'string' || content instanceof Uint8Array;
}

function weakened(tag: EntityTag): EntityTag {
  return etag.parse(isWeakTag(tag) ? tag : `W/${tag}`);
}

function notModified(request: PreconditionRequest, response: NodeResponse, tag: EntityTag): Step {
  const modified = text(response, 'last-modified');
  const lastModified = modified === undefined ? undefined : parseHttpDate(modified);
  const outcome = evaluatePreconditions(
    request,
    { exists: true, etag: tag, lastModified },
    { ranges: false },
  );
  if (outcome.kind !== 'not-modified') return CONTINUE;
  // RFC 9111 §4.3.4: a cache that has stored the weak tag would not recognize a strong one.
  const asked = listField(request, 'if-none-match');
  const isKnown = asked === undefined || findTag(asked, tag, 'strong') !== 'unlisted';
  return answer(notModifiedReply({ exists: true, etag: isKnown ? tag : weakened(tag), lastModified }));
}

function warnOfTagOnWrite(response: NodeResponse, content: unknown): void {
  const isFine = response.statusCode >= 200 && response.statusCode <= 299;
  const [, length] = OF_BODY.exec(text(response, 'etag') ?? '') ?? [];
  if (!isFine || length === undefined || !(typeof content === 'string' || content instanceof Uint8Array))
    return;
  if (Number.parseInt(length, 16) !== byteLength(content)) return;
  warnOnce(
    'STATUSKIT_ETAG_ON_WRITE',
    'the answer of a PUT or PATCH carries an entity tag made of its body; it is not the tag of the resource, so a client cannot use it in If-Match',
  );
}

const TAGGED = new WeakSet<object>();

/** Marks a request if `autoEtag` reads the content of its response, also if it is a HEAD. */
export function noteTagged(request: object): void {
  TAGGED.add(request);
}

/** Reports whether `autoEtag` reads the content of the response to this request. */
export function isTagged(request: object): boolean {
  return TAGGED.has(request);
}
