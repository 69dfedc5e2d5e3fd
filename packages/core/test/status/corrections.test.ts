import { describe, expect, it } from 'vitest';
import { reasonPhrase, statusFacts } from '../../src/status/index.ts';

// Status sheets in circulation repeat the same mistakes. Each test names what such a sheet says and what the RFC says.

const every = <T>(
  statuses: readonly number[],
  pick: (facts: NonNullable<ReturnType<typeof wide>>) => T,
): T[] =>
  statuses.map((status) => {
    const facts = wide(status);
    if (facts === undefined) throw new TypeError(`Expected a registered status, but got ${status}.`);
    return pick(facts);
  });

function wide(status: number) {
  return statusFacts(status);
}

describe('wrong in the sheet: 1xx and 2xx', () => {
  it('100 is not only permission: a refused body gets its final status, not a 100 (RFC 9110 §10.1.1)', () => {
    expect(statusFacts(100).confusedWith.map(({ code }) => code)).toContain(417);
    expect(statusFacts(100).useWhen).toContain('header fields are acceptable');
  });

  it('101 must carry Upgrade (RFC 9110 §15.2.2); the sheet offers it for HTTP/2, which RFC 9113 §3.1 gave up', () => {
    expect(statusFacts(101).requiredFields).toEqual(['Upgrade', 'Connection']);
    expect(statusFacts(101).useWhen).not.toContain('HTTP/2');
  });

  it('102 is deprecated, dropped by RFC 4918; the sheet recommends it against timeouts', () => {
    expect(statusFacts(102)).toMatchObject({ standing: 'deprecated', spec: { rfc: 2518 } });
  });

  it('103 is a current status of RFC 8297, and never for HTTP/1.0 (RFC 9110 §15.2)', () => {
    expect(statusFacts(103)).toMatchObject({ standing: 'current', spec: { rfc: 8297, section: '2' } });
    expect(statusFacts(103).fieldNote).toContain('HTTP/1.0');
  });

  it('104 is registered, for the time being; the sheet does not have it', () => {
    expect(statusFacts(104)).toMatchObject({ standing: 'temporary', name: 'Upload Resumption Supported' });
  });

  it('201 does not demand Location: the target URI may name what was created (RFC 9110 §15.3.2; the sheet: must)', () => {
    expect(statusFacts(201).requiredFields).toEqual([]);
    expect(statusFacts(201).recommendedFields).toEqual(['Location']);
    expect(statusFacts(201).fieldNote).toContain('target URI');
  });

  it('202 should lead to a status monitor (RFC 9110 §15.3.3); the sheet says fire and forget', () => {
    expect(statusFacts(202).useWhen).toContain('links to how it fares');
    expect(statusFacts(202).fieldNote).toContain('convention');
  });

  it('205 has no content but is framed, unlike 204 (RFC 9110 §15.3.6); the sheet calls them similar', () => {
    expect(statusFacts(205).mayHaveContent).toBe(false);
    expect(statusFacts(205).fieldNote).toContain('Content-Length: 0');
  });

  it('206 must not have Content-Range beside multipart/byteranges (RFC 9110 §15.3.7.2; the sheet: must)', () => {
    expect(statusFacts(206).requiredFields).toEqual([]);
    expect(statusFacts(206).fieldNote).toContain('forbidden beside multipart/byteranges');
  });

  it('206 repeats what the 200 would have had (RFC 9110 §15.3.7); the sheet is silent', () => {
    expect([...statusFacts(206).repeatedFields].sort()).toEqual([...statusFacts(304).repeatedFields].sort());
  });

  it('207 is XML by RFC 4918 §13 and not cacheable by default; the sheet uses it for JSON batches', () => {
    expect(statusFacts(207).heuristicallyCacheable).toBe(false);
    expect(statusFacts(207).fieldNote).toContain('XML');
  });

  it('204 is not for an empty list, as the sheet says in one place and denies in another', () => {
    expect(statusFacts(200).useWhen).toContain('an empty list included');
  });

  it('200 answers for a job that failed, where the sheet says 500 (RFC 9110 §15.3.3)', () => {
    expect(statusFacts(202).confusedWith).toContainEqual({
      code: 200,
      difference: expect.stringContaining('even if the job has failed'),
    });
  });
});

describe('wrong in the sheet: 3xx', () => {
  it('304 is not in the list of heuristically cacheable statuses of RFC 9110 §15.1 (the sheet: it is)', () => {
    expect(statusFacts(304).heuristicallyCacheable).toBe(false);
  });

  it('304 applies to HEAD too and repeats six fields (RFC 9110 §15.4.5); the sheet speaks of GET alone', () => {
    expect(statusFacts(304).useWhen).toContain('GET or HEAD');
    expect(statusFacts(304).requiredFields).toEqual([]);
    expect(statusFacts(304).repeatedFields).toHaveLength(6);
  });

  it("302 is Found; Moved Temporarily, the sheet's other name, is that of HTTP/1.0", () => {
    expect(statusFacts(302)).toMatchObject({ name: 'Found', formerNames: ['Moved Temporarily'] });
  });

  it('303 is as little cacheable by default as 302 and 307; the sheet forgets it', () => {
    expect(every([302, 303, 307], (facts) => facts.heuristicallyCacheable)).toEqual([false, false, false]);
  });

  it('305 is deprecated and 306 reserved (RFC 9110 §15.4.6, §15.4.7); the sheet skips both', () => {
    expect(every([305, 306], (facts) => facts.standing)).toEqual(['deprecated', 'reserved']);
  });

  it('1 January and 31 December 2025 were Wednesdays; the sheet writes Tue, Mon and Fri', () => {
    expect(new Date(Date.UTC(2025, 0, 1)).toUTCString()).toMatch(/^Wed, 01 Jan 2025/);
    expect(new Date(Date.UTC(2025, 11, 31)).toUTCString()).toMatch(/^Wed, 31 Dec 2025/);
  });
});

describe('wrong in the sheet: 4xx', () => {
  it('401 is for a failed login too, with a challenge (RFC 9110 §15.5.2); the sheet forgets the field there', () => {
    expect(statusFacts(401).requiredFields).toEqual(['WWW-Authenticate']);
    expect(statusFacts(401).useWhen).toContain('failed login');
  });

  it('402 is reserved and no rate limit (RFC 9110 §15.5.3); the sheet reports that use', () => {
    expect(statusFacts(402).confusedWith.map(({ code }) => code)).toEqual([429]);
  });

  it('403 need not be about credentials (RFC 9110 §15.5.4; the sheet: authenticated but lacks permission)', () => {
    expect(statusFacts(403).useWhen).toContain('no reason of identity');
  });

  it('404 and 410 are cached alike (RFC 9110 §15.1; the sheet: 410 aggressively)', () => {
    expect(every([404, 410], (facts) => facts.heuristicallyCacheable)).toEqual([true, true]);
  });

  it('407 must carry Proxy-Authenticate and comes from proxies (RFC 9110 §15.5.8; the sheet: includes)', () => {
    expect(statusFacts(407)).toMatchObject({ requiredFields: ['Proxy-Authenticate'], sender: 'proxy' });
  });

  it('408 need not close the connection (RFC 9110 §15.5.9; the sheet: will be closed)', () => {
    expect(statusFacts(408)).toMatchObject({ requiredFields: [], recommendedFields: [] });
    expect(statusFacts(408).fieldNote).toContain('no longer asks for Connection: close');
  });

  it('413 has Retry-After only where the limit is temporary (RFC 9110 §15.5.14)', () => {
    expect(statusFacts(413).recommendedFields).toEqual(['Retry-After']);
    expect(statusFacts(413).fieldNote).toContain('temporary');
  });

  it("415 names Accept and Accept-Encoding; the sheet's Accept-Post is not in RFC 9110 §15.5.16", () => {
    expect(statusFacts(415).requiredFields).toEqual([]);
    expect(statusFacts(415).optionalFields).toContain('Accept');
    expect(statusFacts(415).fieldNote).toContain('Accept-Post (from W3C LDP)');
  });

  it('415 offers Accept-Patch for a PATCH (RFC 5789 §2.2); the sheet gives no field for it', () => {
    expect(statusFacts(415).recommendedFields).toContain('Accept-Patch');
  });

  it('416 should have Content-Range, and only for byte ranges (RFC 9110 §15.5.17; the sheet: includes)', () => {
    expect(statusFacts(416)).toMatchObject({ requiredFields: [], recommendedFields: ['Content-Range'] });
  });

  it('417 is not about 100-continue, which a server simply answers (RFC 9110 §10.1.1; the sheet: its example)', () => {
    expect(statusFacts(417).useWhen).toContain('other than 100-continue');
  });

  it('418 is reserved (RFC 9110 §15.5.19; the sheet: left unassigned)', () => {
    expect(statusFacts(418)).toMatchObject({ standing: 'reserved', name: '(Unused)', sender: 'nobody' });
    expect(reasonPhrase(418)).not.toContain('teapot');
  });

  it('421 is no longer heuristically cacheable (RFC 9110 §15.1; RFC 7540 §9.1.2 said it was), never by a proxy', () => {
    expect(statusFacts(421)).toMatchObject({
      heuristicallyCacheable: false,
      sender: 'not-proxy',
      retry: 'new-connection',
    });
  });

  it('425 is repeated once the handshake is over (RFC 8470 §5.2)', () => {
    expect(statusFacts(425).retry).toBe('after-handshake');
  });

  it('426 demands Connection beside Upgrade (RFC 9110 §7.8), and is not for TLS as in the sheet', () => {
    expect(statusFacts(426).requiredFields).toEqual(['Upgrade', 'Connection']);
    expect(statusFacts(426).useWhen).not.toContain('TLS');
  });

  it('428, 429, 431 and 511 must not be stored (RFC 6585); the sheet is silent', () => {
    expect(every([428, 429, 431, 511], (facts) => facts.mustNotStore)).toEqual([true, true, true, true]);
  });

  it('429 may have Retry-After (RFC 6585 §4), no X-RateLimit field is part of it', () => {
    expect(statusFacts(429)).toMatchObject({
      requiredFields: [],
      recommendedFields: [],
      optionalFields: ['Retry-After'],
    });
  });

  it('451 links to who implements the block (RFC 7725 §4; the sheet: to details of the demand)', () => {
    expect(statusFacts(451).recommendedFields).toEqual(['Link']);
    expect(statusFacts(451).fieldNote).toContain('who implements the block');
  });

  it("451 is cacheable by default (RFC 7725 §3); the sheet's list leaves it out", () => {
    expect(statusFacts(451).heuristicallyCacheable).toBe(true);
  });
});

describe('wrong in the sheet: 5xx', () => {
  it('502 and 504 are repeated only when idempotent (RFC 9110 §9.2.2; the sheet: safe to retry)', () => {
    expect(every([502, 504], (facts) => facts.retry)).toEqual(['if-idempotent', 'if-idempotent']);
  });

  it('502 and 504 come from who relays', () => {
    expect(every([502, 504], (facts) => facts.sender)).toEqual(['gateway-or-proxy', 'gateway-or-proxy']);
  });

  it('503 may have Retry-After (RFC 9110 §15.6.4; the sheet: should)', () => {
    expect(statusFacts(503)).toMatchObject({
      requiredFields: [],
      recommendedFields: [],
      optionalFields: ['Retry-After'],
    });
  });

  it('505 should describe the versions that are supported (RFC 9110 §15.6.6); the sheet is silent', () => {
    expect(statusFacts(505).fieldNote).toContain('which versions are supported');
  });

  it('510 is obsoleted, RFC 2774 being historic; the sheet lists it as any other', () => {
    expect(statusFacts(510).standing).toBe('obsoleted');
  });

  it('511 is not for origins (RFC 6585 §6) and has no challenge', () => {
    expect(statusFacts(511)).toMatchObject({ sender: 'intercepting-proxy', requiredFields: [] });
  });

  it('501 is the only 5xx that is heuristically cacheable (RFC 9110 §15.1)', () => {
    const codes = [500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511];
    expect(codes.filter((status) => wide(status)?.heuristicallyCacheable)).toEqual([501]);
  });

  it('codes of vendors lie inside 4xx and 5xx, so only their class is known (RFC 9110 §15; the sheet: above 499)', () => {
    for (const status of [420, 440, 444, 449, 494, 499, 520, 530]) {
      expect(statusFacts(status)).toBeUndefined();
      expect(reasonPhrase(status)).toBe(status < 500 ? 'Client Error' : 'Server Error');
    }
  });
});
