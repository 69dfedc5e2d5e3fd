import type { StatusOfClass } from '../names.ts';
import type { StatusGuidance } from './status-guidance.ts';

/** When to use each 2xx. */
export const SUCCESSFUL_GUIDANCE: Readonly<Record<StatusOfClass<'2'>, StatusGuidance>> = {
  200: {
    useWhen: 'The request succeeded and the content is its result, an empty list included.',
    confusedWith: [
      { code: 204, difference: '204 has no content at all; an empty list is content.' },
      { code: 207, difference: 'With 207 each item has a separate status.' },
    ],
  },
  201: {
    useWhen: 'The request has created at least one resource before the response is sent.',
    confusedWith: [
      { code: 200, difference: 'A PUT that creates must say 201, one that replaces says 200 or 204.' },
      { code: 202, difference: 'With 202 the resource does not exist yet, and perhaps never will.' },
    ],
    fieldNote: 'Location names what was created; without it that is the target URI, as after a PUT.',
  },
  202: {
    useWhen:
      'The request is accepted and will be worked on later; the content says or links to how it fares.',
    confusedWith: [
      { code: 201, difference: 'With 201 the work is done.' },
      {
        code: 200,
        difference: 'The monitor of a job answers 200, even if the job has failed.',
      },
    ],
    fieldNote: 'A Location to the status monitor is a convention, not part of RFC 9110.',
  },
  203: {
    useWhen: 'A transforming proxy has changed the content that the origin sent with 200.',
    confusedWith: [{ code: 200, difference: 'An origin says 200 about its own content.' }],
  },
  204: {
    useWhen: 'The request succeeded and there is nothing to say; a user agent keeps the document it shows.',
    confusedWith: [
      { code: 205, difference: '205 asks the user agent to reset the form it was sent from.' },
      { code: 200, difference: 'An empty result of a search is a 200 with an empty list.' },
      { code: 304, difference: '304 sends the client to the copy that it has.' },
    ],
  },
  205: {
    useWhen:
      'The request succeeded and the user agent should reset the document view, as for the next data entry.',
    confusedWith: [
      { code: 204, difference: '204 leaves the view as it is, and needs no Content-Length: 0.' },
    ],
    fieldNote:
      'Unlike 204 it is framed as any response, so HTTP/1.1 needs Content-Length: 0 or an empty chunked body.',
  },
  206: {
    useWhen: 'A GET with Range is answered with the parts of the representation that it asked for.',
    confusedWith: [
      { code: 200, difference: 'A server may ignore Range, and then sends all of it with 200.' },
      { code: 416, difference: '416 is for ranges of which none lies within the representation.' },
    ],
    fieldNote:
      'Content-Range is compulsory for a single part and forbidden beside multipart/byteranges, whose parts have it.',
  },
  207: {
    useWhen: 'Several independent operations were done, and each has a separate status.',
    confusedWith: [
      {
        code: 200,
        difference: 'A 200 says that all went well, a 207 says nothing before its content is read.',
      },
    ],
    fieldNote: 'RFC 4918 §13 defines its content as XML; JSON under 207 is a convention to be documented.',
  },
  208: {
    useWhen: 'Inside a 207, for members of a WebDAV collection that an earlier binding has listed.',
    confusedWith: [
      { code: 207, difference: '208 is an element within a 207, and no status line outside of it.' },
      {
        code: 508,
        difference: 'To a client that does not know 208 a loop of bindings is reported with 508.',
      },
    ],
  },
  226: {
    useWhen: 'A GET with A-IM is answered by a delta or another instance-manipulation of the representation.',
    confusedWith: [
      { code: 206, difference: '206 is a range of one representation, 226 the way to it from another.' },
    ],
    fieldNote: 'ETag is that of the current instance; IM names the manipulations applied.',
  },
};
