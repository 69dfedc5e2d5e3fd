import type { StatusOfClass } from '../names.ts';
import type { StatusGuidance } from './status-guidance.ts';

/** When to use each 3xx. */
export const REDIRECTION_GUIDANCE: Readonly<Record<StatusOfClass<'3'>, StatusGuidance>> = {
  300: {
    useWhen: 'The target has several representations, each with a URI, and the client is to choose.',
    confusedWith: [
      { code: 406, difference: '406 says that none of what exists is acceptable to the client.' },
    ],
    fieldNote: 'Location is a SHOULD if the server prefers one of the choices.',
  },
  301: {
    useWhen: 'The target has a new permanent URI, and a POST may turn into a GET on the way there.',
    confusedWith: [
      { code: 308, difference: '308 is as permanent and keeps the method.' },
      { code: 302, difference: '302 is temporary.' },
    ],
  },
  302: {
    useWhen: 'The target is under another URI for a while, and a POST may turn into a GET on the way there.',
    confusedWith: [
      { code: 307, difference: '307 is as temporary and keeps the method.' },
      { code: 303, difference: '303 always turns into a GET, of another resource.' },
    ],
  },
  303: {
    useWhen: 'The result of the request is to be read with GET from another URI, as after posting a form.',
    confusedWith: [
      { code: 302, difference: '302 leaves it to the user agent whether the method changes.' },
      {
        code: 201,
        difference: '201 answers a program that made something, 303 sends a browser to look at it.',
      },
    ],
  },
  304: {
    useWhen: 'A conditional GET or HEAD finds that the copy which the client has is still good.',
    confusedWith: [
      { code: 412, difference: '412 is the answer to a failed If-None-Match with any other method.' },
      { code: 204, difference: '204 is a success without content, not a pointer to a stored response.' },
    ],
    fieldNote:
      'Content-Location, Date, ETag, Vary, Cache-Control and Expires are compulsory if a 200 would have had them.',
  },
  305: {
    useWhen: 'Never: it let a response reconfigure the proxy of a client, and was deprecated for that.',
    confusedWith: [{ code: 407, difference: '407 comes from the proxy that is in use already.' }],
  },
  306: {
    useWhen: 'Never: an early draft used the number, and it stays reserved.',
    confusedWith: [],
  },
  307: {
    useWhen: 'The target is under another URI for a while, and the method must stay as it is.',
    confusedWith: [
      { code: 302, difference: '302 allows a POST to become a GET.' },
      { code: 308, difference: '308 is permanent.' },
    ],
  },
  308: {
    useWhen: 'The target has a new permanent URI, and the method must stay as it is.',
    confusedWith: [
      { code: 301, difference: '301 allows a POST to become a GET.' },
      { code: 307, difference: '307 is temporary.' },
    ],
  },
};
