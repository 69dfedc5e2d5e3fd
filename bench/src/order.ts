/**
 * `all` in another order for each round, the same in each run. Who comes after whom changes too: a contender pays for what the
 * one before it has left in the caches and on the heap.
 */
export function shuffled<T>(all: readonly T[], round: number): readonly T[] {
  const order = [...all];
  let state = round + 1;
  for (let last = order.length - 1; last > 0; last--) {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x297a2d39) | 0;
    const at = ((state >>> 8) % (last + 1)) | 0;
    const [a, b] = [order[last], order[at]];
    if (a === undefined || b === undefined) continue;
    order[last] = b;
    order[at] = a;
  }
  return order;
}
