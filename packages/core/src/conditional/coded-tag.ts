import { type EntityTag, findTag, isWeakTag } from '../fields/entity-tag.ts';
import { unionVary } from '../fields/vary.ts';
import type { Reply } from '../reply.ts';
import type { Current } from './current.ts';
import { notModifiedReply, type RepresentationFields, type RepresentationOptions } from './representation.ts';
import { listField, type PreconditionRequest } from './request.ts';

/*
 * Theory of operation.
 *
 * A handler answers with a representation and its strong tag. Compression outside then makes another representation of it,
 * byte for byte, and two representations must not share a strong tag (RFC 9110 §8.8.3.3): a client would join the halves of
 * both. Whether it compresses is decided when the head is written, long after the conditions were evaluated.
 *
 * So the tag is changed at that moment: `"v3"` becomes `"v3;gzip"`, as `etag.join` would make it. When such a tag comes back
 * in If-Match or If-None-Match it stands for the state that it was made of. When it comes back in If-Range it stands for
 * nothing, since a range is taken of the uncoded content. A weak tag would not do: a client that reads with compression
 * could never satisfy If-Match.
 */

/** The content codings that middleware applies (RFC 9110 §8.4.1; zstd, RFC 8878). */
const CODINGS: readonly string[] = ['gzip', 'br', 'deflate', 'zstd', 'x-gzip', 'compress'];

/** Returns the tag of a representation once a coding is applied to it. A weak tag may stay; an unknown coding weakens it. */
export function codedTag(tag: EntityTag, coding: string): EntityTag {
  if (isWeakTag(tag)) return tag;
  const name = coding.trim().toLowerCase();
  return (CODINGS.includes(name) ? `${tag.slice(0, -1)};${name}"` : `W/${tag}`) as EntityTag; // of a tag and a token
}

/** Returns the tags that `tag` becomes by a coding, as far as `value` contains them. */
function codedTagsIn(value: string | undefined, tag: EntityTag): EntityTag[] {
  if (value === undefined || !value.includes(`${tag.slice(0, -1)};`)) return [];
  return CODINGS.map((coding) => codedTag(tag, coding)).filter((coded) => value.includes(coded));
}

/** Returns the request with each coded form of the current tag replaced by the tag in If-Match and If-None-Match. */
export function withoutCodings(
  request: PreconditionRequest,
  tag: EntityTag | undefined,
): PreconditionRequest {
  if (tag === undefined || isWeakTag(tag)) return request;
  let headers: Record<string, string | readonly string[] | undefined> | undefined;
  for (const name of ['if-match', 'if-none-match'] as const) {
    const value = listField(request, name);
    const coded = codedTagsIn(value, tag);
    if (value === undefined || coded.length === 0) continue;
    headers ??= { ...request.headers };
    headers[name] = coded.reduce((text, one) => text.replaceAll(one, () => tag), value);
  }
  if (headers === undefined) return request;
  return { method: request.method, headers, rawHeaders: request.rawHeaders };
}

/**
 * Returns the tag for a 304: the form that the client has, since a cache selects what it has stored by a strong tag (RFC
 * 9111 §4.3.4).
 */
export function tagForNotModified(request: PreconditionRequest, tag: EntityTag): EntityTag {
  if (isWeakTag(tag)) return tag;
  const value = listField(request, 'if-none-match');
  if (value === undefined || findTag(value, tag, 'weak') === 'listed') return tag;
  return codedTagsIn(value, tag)[0] ?? tag;
}

/**
 * Returns the 304 with the tag under which the client has the content. The 200 with a coded form of it had `Vary:
 * Accept-Encoding`, so its 304 has it too (RFC 9110 §15.4.5); middleware that compresses leaves a 304 alone.
 */
export function notModifiedAsKnown(
  request: PreconditionRequest,
  current: Current,
  fields: RepresentationFields = {},
  options?: RepresentationOptions,
): Reply {
  if (!current.exists || current.etag === undefined) return notModifiedReply(current, fields, options);
  const etag = tagForNotModified(request, current.etag);
  const vary = etag === current.etag ? fields.vary : unionVary(fields.vary, 'Accept-Encoding');
  return notModifiedReply({ ...current, etag }, { ...fields, vary }, options);
}
