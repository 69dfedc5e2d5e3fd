import type { IdempotencyStore } from '@statuskit/core/idempotency';
import type { AsyncRateLimitStore } from '@statuskit/core/rate-limit';
import * as rateLimitModule from '@statuskit/core/rate-limit';
import { readGuide, run } from '../../setup/guide.ts';
import { describeStore as describeKeys } from '../../setup/idempotency-store.ts';
import { describeStore as describeLimits } from '../../setup/store-contract.ts';

/** A database with rows and transactions, as the guide asks for it; each transaction waits for the one before. */
class MemoryTable<Row> {
  readonly #rows = new Map<string, Row>();
  #last: Promise<unknown> = Promise.resolve();

  transaction<T>(key: string, change: (row: Row | undefined) => { result: T; row?: Row | null }): Promise<T> {
    const done = this.#last.then(() => {
      const { result, row } = change(this.#rows.get(key));
      if (row === null) this.#rows.delete(key);
      else if (row !== undefined) this.#rows.set(key, row);
      return result;
    });
    this.#last = done.catch(() => {});
    return done;
  }
}

const [limits, keys] = readGuide('write-a-store').blocks.map(({ code }) => code);
const modules = { '@statuskit/core/rate-limit': rateLimitModule, './table.ts': {} };

const { tableStore } = run(limits ?? '', modules) as {
  tableStore(table: MemoryTable<unknown>): AsyncRateLimitStore;
};
const { tableKeys } = run(keys ?? '', modules) as {
  tableKeys(table: MemoryTable<unknown>, now: () => number): IdempotencyStore;
};

describeLimits('the store of the guide', () => tableStore(new MemoryTable()), 300);

describeKeys(
  'the store of keys of the guide',
  () => {
    let nowMs = 1_000;
    return {
      store: tableKeys(new MemoryTable(), () => nowMs),
      pass(milliseconds) {
        nowMs += milliseconds;
      },
    };
  },
  { renews: true },
);
