import type { IdempotencyStore, StoredResponse } from '@statuskit/core/idempotency';
import { describe, expect, it } from 'vitest';

/** A store to be tested, and the clock that it goes by. */
export interface StoreUnderTest {
  readonly store: IdempotencyStore;
  /** Lets time pass for the store. */
  pass(milliseconds: number): void | Promise<void>;
}

export const RESPONSE: StoredResponse = {
  status: 201,
  headers: { location: '/payments/7', link: ['</a>; rel="a"', '</b>; rel="b"'] },
  body: Uint8Array.from([0x7b, 0x7d, 0x00, 0xff]),
};

const asBytes = (response: StoredResponse): StoredResponse => ({
  ...response,
  body: response.body && Uint8Array.from(response.body),
});

/** The contract of every store of keys. */
export function describeStore(
  title: string,
  make: () => StoreUnderTest | Promise<StoreUnderTest>,
  { renews = false }: { readonly renews?: boolean } = {},
): void {
  let names = 0;
  const fresh = (): string => `name-${process.pid}-${names++}`;

  describe(title, () => {
    it('tells one of many that it begins, and the others who does', async () => {
      const { store } = await make();
      const name = fresh();
      const begun = await Promise.all(
        Array.from({ length: 50 }, (_, at) => store.begin(name, `fp-${at}`, `token-${at}`, 60_000)),
      );
      const started = begun.findIndex(({ kind }) => kind === 'started');
      expect(begun.filter(({ kind }) => kind === 'started')).toHaveLength(1);
      for (const one of begun) {
        if (one.kind !== 'started') expect(one).toEqual({ kind: 'running', fingerprint: `fp-${started}` });
      }
    });

    it('gives a completed response back as it came, to everybody', async () => {
      const { store } = await make();
      for (const response of [
        RESPONSE,
        { status: 204, headers: {}, body: new Uint8Array() },
        { status: 200, headers: { 'content-type': 'text/plain' }, body: undefined },
      ]) {
        const name = fresh();
        await store.begin(name, 'fp', 'a', 60_000);
        expect(await store.complete(name, 'fp', 'a', response, 60_000)).toBe(true);
        const again = await store.begin(name, 'other', 'b', 60_000);
        expect(again).toMatchObject({ kind: 'completed', fingerprint: 'fp' });
        if (again.kind === 'completed') expect(asBytes(again.response)).toEqual(asBytes(response));
      }
    });

    it('lets a released name begin anew', async () => {
      const { store } = await make();
      const name = fresh();
      await store.begin(name, 'fp', 'a', 60_000);
      await store.release(name, 'a');
      expect(await store.begin(name, 'other', 'b', 60_000)).toEqual({ kind: 'started' });
    });

    it('lets nobody but the owner release, and nobody once it is completed', async () => {
      const { store } = await make();
      const name = fresh();
      await store.begin(name, 'fp', 'a', 60_000);
      await store.release(name, 'b');
      expect(await store.begin(name, 'fp', 'b', 60_000)).toMatchObject({ kind: 'running' });
      await store.complete(name, 'fp', 'a', RESPONSE, 60_000);
      await store.release(name, 'a');
      expect(await store.begin(name, 'fp', 'b', 60_000)).toMatchObject({ kind: 'completed' });
    });

    it('frees a name when the lease ends, and not before', async () => {
      const { store, pass } = await make();
      const name = fresh();
      await store.begin(name, 'fp', 'a', 500);
      expect(await store.begin(name, 'fp', 'b', 500)).toMatchObject({ kind: 'running' });
      await pass(500);
      expect(await store.begin(name, 'fp', 'b', 60_000)).toEqual({ kind: 'started' });
    });

    it('lets an owner whose lease has ended neither complete nor release what another one runs', async () => {
      const { store, pass } = await make();
      const name = fresh();
      await store.begin(name, 'fp', 'a', 500);
      await pass(500);
      await store.begin(name, 'fp', 'b', 60_000);
      expect(await store.complete(name, 'fp', 'a', RESPONSE, 60_000)).toBe(false);
      await store.release(name, 'a');
      expect(await store.begin(name, 'fp', 'c', 60_000)).toMatchObject({ kind: 'running' });
      expect(await store.complete(name, 'fp', 'b', RESPONSE, 60_000)).toBe(true);
      expect(await store.complete(name, 'fp', 'a', { ...RESPONSE, status: 500 }, 60_000)).toBe(false);
      expect(await store.begin(name, 'fp', 'c', 60_000)).toMatchObject({ response: { status: 201 } });
    });

    it('lets an owner whose lease has ended complete where nobody has begun since', async () => {
      const { store, pass } = await make();
      const name = fresh();
      await store.begin(name, 'fp', 'a', 500);
      await pass(500);
      expect(await store.complete(name, 'fp', 'a', RESPONSE, 60_000)).toBe(true);
      expect(await store.begin(name, 'fp', 'b', 60_000)).toMatchObject({
        kind: 'completed',
        fingerprint: 'fp',
      });
    });

    it('forgets a response when its time is over', async () => {
      const { store, pass } = await make();
      const name = fresh();
      await store.begin(name, 'fp', 'a', 60_000);
      await store.complete(name, 'fp', 'a', RESPONSE, 500);
      await pass(500);
      expect(await store.begin(name, 'other', 'b', 60_000)).toEqual({ kind: 'started' });
    });

    it('stores what the handler removed, and the origin that the CORS fields are for', async () => {
      const { store } = await make();
      const name = fresh();
      const response = { ...RESPONSE, removed: ['cache-control'], origin: 'https://a.example' };
      await store.begin(name, 'fp', 'a', 60_000);
      await store.complete(name, 'fp', 'a', response, 60_000, 'scope');
      const again = await store.begin(name, 'fp', 'b', 60_000);
      if (again.kind !== 'completed') throw new Error('expected a response');
      expect(asBytes(again.response)).toEqual(asBytes(response));
    });

    it('keeps names apart', async () => {
      const { store } = await make();
      const [one, two] = [fresh(), fresh()];
      await store.begin(one, 'fp', 'a', 60_000);
      await store.complete(one, 'fp', 'a', RESPONSE, 60_000);
      expect(await store.begin(two, 'fp', 'a', 60_000)).toEqual({ kind: 'started' });
    });

    if (!renews) return;
    it('renews the lease of its owner, who may take a free name again, and of nobody else', async () => {
      const { store, pass } = await make();
      const name = fresh();
      await store.begin(name, 'fp', 'a', 500);
      await pass(300);
      expect(await store.renew?.(name, 'fp', 'a', 500)).toBe(true);
      await pass(300);
      expect(await store.renew?.(name, 'fp', 'b', 500)).toBe(false);
      expect(await store.begin(name, 'fp', 'b', 500)).toMatchObject({ kind: 'running' });
      await pass(500);
      expect(await store.renew?.(name, 'fp', 'a', 500)).toBe(true);
      expect(await store.begin(name, 'fp', 'b', 500)).toEqual({ kind: 'running', fingerprint: 'fp' });
      await pass(500);
      await store.begin(name, 'fp', 'b', 60_000);
      expect(await store.renew?.(name, 'fp', 'a', 500)).toBe(false);
      await store.complete(name, 'fp', 'b', RESPONSE, 60_000);
      expect(await store.renew?.(name, 'fp', 'b', 60_000)).toBe(false);
      expect(await store.begin(name, 'fp', 'c', 500)).toMatchObject({ kind: 'completed' });
    });
  });
}
