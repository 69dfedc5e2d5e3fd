import { describe, expect, it } from 'vitest';
import {
  admitPolicy,
  bucketOf,
  claimSlot,
  findSlot,
  type SlotTable,
  slotTable,
} from '../../../src/rate-limit/memory/slot-table.ts';

const NOW = 1000;

it.each([
  [1, 1],
  [6, 1],
  [7, 2],
  [100_000, 15_313],
])('a table for %i keys has %i buckets of 16 slots', (keys, buckets) => {
  const table = slotTable(keys);
  expect([table.buckets, table.tags.length, table.values.length]).toEqual([
    buckets,
    buckets * 16,
    buckets * 16,
  ]);
});

it.each([
  [0, 0],
  [0x3fff_ffff, 0],
  [0x4000_0000, 16],
  [0x7fff_ffff, 16],
  [0x8000_0000 | 0, 32],
  [-1, 48],
])('of four buckets, the hash %i falls into the one that begins at %i', (hash, first) => {
  expect(bucketOf({ ...slotTable(24), buckets: 4 }, hash)).toBe(first);
});

it('remembers how long a full debt takes by slot, once policies differ', () => {
  const table = slotTable(6);
  admitPolicy(table, 500);
  admitPolicy(table, 500);
  expect([table.fullMs, table.fullMsBySlot]).toEqual([500, undefined]);
  admitPolicy(table, 70);
  expect(table.fullMs).toBe(500);
  expect([...(table.fullMsBySlot ?? [])]).toEqual(Array(16).fill(500));
  const before = table.fullMsBySlot;
  admitPolicy(table, 9);
  expect(table.fullMsBySlot).toBe(before);
});

/** A table of two buckets, the second of which has these values. Its tags are 100 and so on. */
function bucket(...values: number[]): SlotTable {
  const table = slotTable(12);
  for (let at = 0; at < 16; at++) {
    table.tags[16 + at] = 100 + at;
    table.values[16 + at] = values[at] ?? values.at(-1) ?? 0;
  }
  return table;
}

describe('a slot is found', () => {
  it('wherever it is in its bucket', () => {
    const table = bucket(0);
    for (let at = 0; at < 16; at++) expect(findSlot(table, 16, 100 + at)).toBe(16 + at);
  });

  it('nowhere else', () => {
    const table = bucket(0);
    for (const tag of [99, 116, -1]) expect(findSlot(table, 16, tag)).toBe(-1);
    table.tags[3] = 7;
    expect(findSlot(table, 16, 7)).toBe(-1);
    expect(findSlot(table, 0, 7)).toBe(3);
  });
});

describe('a slot is claimed', () => {
  const claim = (table: SlotTable, tag: number, fullMs: number) => claimSlot(table, 16, tag, NOW, fullMs);

  it.each([
    [0, 16],
    [5, 21],
    [15, 31],
    [16, 16],
    [-1, 31],
  ])('in an empty bucket, for the tag %i: %i', (tag, slot) => {
    const table = slotTable(12);
    expect(claim(table, tag, 100)).toBe(slot);
    expect(table.tags[slot]).toBe(tag);
  });

  it.each<[string, number, number[], number]>([
    ['its first, which is dead now', 2, [9e9, 9e9, NOW, 9e9], 18],
    ['the next one that is dead', 0, [9e9, NOW + 1, NOW, 0, 9e9], 18],
    ['the first one that is dead, round the end', 15, [0, 9e9], 16],
    ['the only one that is dead', 3, [...Array<number>(15).fill(9e9), NOW], 31],
  ])('%s', (_what, tag, values, slot) => {
    expect(claim(bucket(...values), tag, 100)).toBe(slot);
  });

  it.each<[string, number, number[], number]>([
    ['the smallest share of a rate', 100, [NOW + 50, NOW + 60, NOW + 40, NOW + 70], 18],
    ['the smallest share of a window', 0, [NOW + 5.5, NOW + 9.25, NOW + 7.75], 17],
    ['of equal shares of a window, that which is dead first', 0, [NOW + 9.5, NOW + 5.5, NOW + 7.5], 17],
    ['of equal shares that are dead together, the first', 100, [NOW + 50], 16],
  ])('of a full bucket: %s', (_what, fullMs, values, slot) => {
    const table = bucket(...values);
    expect(claim(table, 0, fullMs)).toBe(slot);
    expect(table.tags[slot]).toBe(0);
  });

  it('by the share that its policy has used, if policies differ', () => {
    const table = bucket(NOW + 50);
    admitPolicy(table, 100);
    admitPolicy(table, 1000);
    if (table.fullMsBySlot !== undefined) table.fullMsBySlot[20] = 1000;
    expect(claim(table, 0, 70)).toBe(20);
    expect(table.fullMsBySlot?.[20]).toBe(70);
    expect(claim(table, 0, 70)).toBe(16);
    const other = bucket(NOW + 50);
    admitPolicy(other, 100);
    admitPolicy(other, 1000);
    other.values[20] = NOW + 600;
    if (other.fullMsBySlot !== undefined) other.fullMsBySlot[20] = 1000;
    expect(claim(other, 4, 70)).toBe(21);
  });
});
