import type { Section } from './row.ts';

export const SUCCESSFUL: Section = {
  title: '2xx',
  rows: [
    {
      about: '200',
      says: 'Success, with the resource as content.',
      code: 'return user',
      wire: ['200 OK', 'Content-Type: application/json', '{"id":42}'],
    },
    {
      about: '201',
      says: 'Something was created, and Location, which must be there, points to it.',
      wrong:
        'Without Location the target itself names what was created (RFC 9110 §15.3.2). What must be is the 201 where a PUT creates (§9.3.4).',
      code: "return created('/users/42', user)",
      ask: ['POST /users'],
      wire: ['201 Created', 'Location: /users/42', '{"id":42}'],
    },
    {
      about: '201',
      says: 'Sometimes PUT creates too.',
      code: 'return created.here(user)',
      ask: ['PUT /users/42'],
      wire: ['201 Created', 'no Location'],
    },
    {
      about: '202',
      says: 'Accepted, not done yet: fire and forget, with the id of a job to poll.',
      imprecise:
        'The content should point to a monitor (RFC 9110 §15.3.3); Location on a 202 is a convention.',
      code: "return accepted('/jobs/1', { retryAfter: { seconds: 2 } })",
      ask: ['POST /reports'],
      wire: ['202 Accepted', 'Location: /jobs/1', 'Retry-After: 2', '{"monitor":"/jobs/1"}'],
    },
    {
      about: '203',
      says: 'A proxy has changed the 200 of the origin.',
      code: 'statusFacts(203).sender',
      gives: 'transforming-proxy',
      instead: 'Proxies; an origin never sends it.',
    },
    {
      about: '204',
      says: 'Done, nothing to show: after DELETE, or PUT and PATCH without a copy.',
      code: 'return noContent()',
      ask: ['DELETE /users/42'],
      wire: ['204 No Content', 'no Content-Length', 'empty'],
    },
    {
      about: '204',
      says: 'The browser stays where it is.',
      code: 'return null',
      ask: ['DELETE /users/42'],
      wire: ['204 No Content', 'no Content-Type', 'empty'],
    },
    {
      about: '205',
      says: 'As 204, and the client empties its form.',
      imprecise: 'It has no content either, but is framed as empty (RFC 9110 §15.3.6).',
      code: 'return resetContent()',
      ask: ['POST /'],
      wire: ['205 Reset Content', 'Content-Length: 0', 'empty'],
    },
    {
      about: '206',
      says: 'A part of the resource, for Range; Content-Range must be there.',
      imprecise:
        'With several parts each has its own, and the head must not have one (RFC 9110 §15.3.7.2). Range counts for GET only (§14.2).',
      use: 'conditional(() => ({ etag: \'"v3"\' }), { ranges: true })',
      code: "return 'hello world'",
      ask: ['GET /\nRange: bytes=0-4'],
      wire: ['206 Partial Content', 'Content-Range: bytes 0-4/11', 'ETag: "v3"', 'hello'],
      instead: 'Files: `send`, which knows ranges too.',
    },
    {
      about: '207',
      says: 'Several statuses in one body, for batches.',
      imprecise: 'WebDAV defines it as XML (RFC 4918 §13); as JSON it is a convention to be documented.',
      code: 'return batch([4, 0], (n) => (n > 0 ? { half: n / 2 } : new NotFound()))',
      ask: ['POST /users/batch'],
      wire: ['207 Multi-Status', '"status":200', '"status":404'],
    },
    {
      about: '208',
      says: 'WebDAV: already listed in this answer.',
      code: 'statusFacts(208).spec.rfc',
      gives: 5842,
      instead: 'WebDAV servers.',
    },
    {
      about: '226',
      says: 'A delta was applied; rarely seen.',
      code: 'statusFacts(226).spec.rfc',
      gives: 3229,
      instead: 'Nobody in practice.',
    },
  ],
};
