import { show } from '../arguments.ts';
import { type Fault, UnprocessableContent } from '../errors/validation.ts';

/** The name of an item: its position in the batch, from 0, or the id that `id` returns. */
export type ItemReference = string | number;

/** How items name themselves and each other. */
export interface OrderOptions<T> {
  readonly id?: ((item: T, index: number) => string | undefined) | undefined;
  readonly dependsOn?:
    | ((item: T, index: number) => ItemReference | readonly ItemReference[] | null | undefined)
    | undefined;
  readonly pointer?: string | undefined;
}

/** The items of a batch by their places. */
export interface BatchOrder {
  readonly ids: readonly (string | undefined)[];
  /** The items that must have succeeded before. */
  readonly before: readonly (readonly number[])[];
  /** The items that wait for this one. */
  readonly after: readonly (readonly number[])[];
}

/**
 * Who waits for whom. All of it is the client's: throws an UnprocessableContent that points at each item whose id is taken, that
 * names one which is not there, or that waits for itself by way of others.
 */
export function orderOf<T>(items: readonly T[], options: OrderOptions<T>): BatchOrder {
  const { pointer = '#' } = options;
  const faults: Fault[] = [];
  const blame = (index: number, detail: string): void => {
    faults.push({ detail, pointer: `${pointer}/${index}` });
  };

  const ids = items.map((item, index) => options.id?.(item, index));
  const places = new Map<ItemReference, number>(items.map((_, index) => [index, index]));
  for (const [index, id] of ids.entries()) {
    if (id === undefined) continue;
    if (typeof id !== 'string') blame(index, 'must have a string as its id');
    else if (places.has(id)) blame(index, `must have an id of its own; ${show(id)} is taken`);
    else places.set(id, index);
  }

  const before = items.map((item, index) => {
    const given = options.dependsOn?.(item, index) ?? [];
    const references: readonly unknown[] = Array.isArray(given) ? given : [given];
    const wanted = new Set<number>();
    for (const reference of references) {
      const place = places.get(reference as ItemReference); // what is neither has no place
      if (place === undefined) blame(index, `must depend on items of this batch, not on ${show(reference)}`);
      else wanted.add(place);
    }
    return [...wanted];
  });
  const after: number[][] = items.map(() => []);
  for (const [index, wanted] of before.entries()) for (const place of wanted) after[place]?.push(index);

  for (const index of waitingForever(before, after))
    blame(index, 'must not depend on itself, by way of others');
  if (faults.length > 0) throw new UnprocessableContent({ errors: faults });
  return { ids, before, after };
}

/** The items that would never begin: those in a circle, and those behind one. */
function waitingForever(
  before: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
): readonly number[] {
  const waiting = before.map(({ length }) => length);
  const ready = [...waiting.keys()].filter((index) => waiting[index] === 0);
  for (const index of ready) {
    for (const next of after[index] ?? []) {
      const left = (waiting[next] ?? 0) - 1;
      waiting[next] = left;
      if (left === 0) ready.push(next); // the loop comes to it
    }
  }
  return [...waiting.keys()].filter((index) => (waiting[index] ?? 0) > 0);
}
