import { Conflict, httpError, ServiceUnavailable } from '@statuskit/core';
import { MemoryIdempotencyStore } from '@statuskit/core/idempotency';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { problemOf } from '../../setup/here.ts';
import { hearWarnings } from '../../setup/warnings.ts';
import { serveKeyed } from './here.ts';

const DOCUMENTATION = 'https://api.example/keys';

/** A store whose calls fail. */
const broken = {
  begin: () => Promise.reject(new Error('down')),
  complete: () => Promise.reject(new Error('down')),
  release: () => Promise.reject(new Error('down')),
};

describe.each(FRAMEWORKS)('%s: the refusals of idempotent, worded by the application', (framework) => {
  it('refuse is called with the reason, the default status and the request', async () => {
    hearWarnings();
    const seen: unknown[] = [];
    const store = new MemoryIdempotencyStore();
    const refuse = (decision: { kind: string; status: number }, source: unknown): Conflict => {
      const { originalUrl } = source as { originalUrl: string };
      seen.push([decision.kind, decision.status, originalUrl]);
      return new Conflict(`no: ${decision.kind}`);
    };
    const { post } = await serveKeyed(framework, () => 'x'.repeat(99), {
      store,
      refuse,
      maxBodyBytes: 50,
      documentation: DOCUMENTATION,
    });
    const missing = await post(undefined);
    expect([missing.status, problemOf(missing)['detail']]).toEqual([409, 'no: missing']);
    expect(missing.fields['link']?.[0]).toContain(DOCUMENTATION);
    await post('"');
    await post('"k"');
    await post('"k"', { amount: 8 });
    await post('"k"');
    await post('"u"', 'a=1', { 'content-type': 'application/x-unknown' });
    expect(seen).toEqual([
      ['missing', 400, '/'],
      ['malformed', 400, '/'],
      ['reused', 422, '/'],
      ['too-large', 409, '/'],
      ['unread', 415, '/'],
    ]);
  });

  it('a wait of the default refusal stays, if the worded one has none', async () => {
    let end = (): void => {};
    const running = new Promise<void>((resolve) => {
      end = resolve;
    });
    let began = (): void => {};
    const begun = new Promise<void>((resolve) => {
      began = resolve;
    });
    const { post } = await serveKeyed(
      framework,
      async () => {
        began();
        await running;
        return null;
      },
      {
        refuse: ({ kind }) =>
          kind === 'running'
            ? new Conflict('Wait for the first one')
            : new ServiceUnavailable({ seconds: 9 }),
        maxPerScope: 1,
      },
    );
    const first = post('"k"');
    await begun;
    const again = await post('"k"');
    expect([again.status, again.fields['retry-after']]).toEqual([409, ['1']]);
    const other = await post('"other"');
    expect([other.status, other.fields['retry-after']]).toEqual([503, ['9']]);
    end();
    await first;
  });

  it('a store that fails, a status of its own, and a hook that fails', async () => {
    const warned = hearWarnings();
    const { post } = await serveKeyed(framework, () => 'x', {
      store: broken as never,
      refuse: ({ kind }) => httpError(kind === 'store-failed' ? 599 : 400),
    });
    expect((await post('"k"')).status).toBe(599);
    const { post: failing } = await serveKeyed(framework, () => 'x', {
      refuse: () => {
        throw new Error('hook');
      },
    });
    expect((await failing(undefined)).status).toBe(400);
    const { post: silent } = await serveKeyed(framework, () => 'x', { refuse: () => undefined });
    expect((await silent(undefined)).status).toBe(400);
    expect(warned()).toEqual(['STATUSKIT_HOOK_FAILED']);
  });
});
