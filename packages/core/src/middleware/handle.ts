import type { Reply } from '../reply.ts';
import type { RequestView } from '../request-view.ts';
import { toReply } from '../results/to-reply.ts';
import { isTagged } from './auto-etag.ts';
import { partOfReply } from './requested-ranges.ts';

/**
 * What `handle` writes for a value: its reply, or the part of it that the request asks for. The reply to a HEAD keeps its
 * content where `autoEtag` is to hash it; nobody sends it. Throws what `toReply` throws, and a 416.
 */
export function replyFor(value: unknown, request: RequestView, status: number): Reply {
  const hashed = request.method === 'HEAD' && isTagged(request);
  const view = hashed ? { ...request, headers: request.headers, method: 'GET' } : request;
  return partOfReply(toReply(value, view, status), request);
}
