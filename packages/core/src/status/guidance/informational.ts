import type { StatusOfClass } from '../names.ts';
import type { StatusGuidance } from './status-guidance.ts';

/** When to use each 1xx. */
export const INFORMATIONAL_GUIDANCE: Readonly<Record<StatusOfClass<'1'>, StatusGuidance>> = {
  100: {
    useWhen:
      'The request said `Expect: 100-continue`, its header fields are acceptable, and its content is now wanted.',
    confusedWith: [
      {
        code: 417,
        difference:
          'A body that is not wanted is refused with its own final status, such as 401 or 413, and not with 417.',
      },
    ],
  },
  101: {
    useWhen:
      'The client asked to switch protocols by Upgrade, and the connection switches now, as for WebSocket.',
    confusedWith: [
      { code: 426, difference: 'With 101 the server accepts an upgrade, with 426 it insists on one.' },
    ],
    fieldNote: 'HTTP/2 and HTTP/3 have neither 101 nor Upgrade nor Connection.',
  },
  102: {
    useWhen: 'Never in new work: it kept slow WebDAV requests alive until RFC 4918 left it out.',
    confusedWith: [
      { code: 202, difference: '102 comes before the final response, 202 is one and lets the client go.' },
    ],
  },
  103: {
    useWhen: 'The final response takes a while and the client can load style sheets or scripts meanwhile.',
    confusedWith: [
      {
        code: 100,
        difference: '100 asks for the content of the request, 103 announces fields of the final response.',
      },
    ],
    fieldNote: 'Usually carries Link; it must not go to an HTTP/1.0 client, no more than any other 1xx.',
  },
  104: {
    useWhen: 'A resumable upload has got its resource while its content is still arriving.',
    confusedWith: [
      {
        code: 201,
        difference: '104 names the resource of an upload that still arrives, 201 one that was created.',
      },
    ],
    fieldNote:
      'The registration is temporary and follows the draft, whose newer versions may change the fields.',
  },
};
