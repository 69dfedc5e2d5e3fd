import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { csvHead, csvRow } from '../src/csv.ts';
import { createExports } from '../src/exports.ts';
import { seedAirports } from '../src/seed.ts';

const airports = seedAirports().slice(0, 100);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('an export', () => {
  it('grows slice by slice, and gives its file when it is whole', () => {
    const job = createExports({ paceMs: 10 }).start(airports);
    const seen: number[] = [];
    while (job.file() === undefined) {
      seen.push(job.progress());
      vi.advanceTimersByTime(10);
    }
    expect(seen).toEqual([0, 17, 33, 50, 67, 83]);
    expect(job.progress()).toBe(100);
    expect(job.file()).toBe(csvHead + airports.map(csvRow).join(''));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is found by its number; of old ones the last twenty are kept', () => {
    const exports = createExports();
    const jobs = Array.from({ length: 25 }, () => exports.start(airports));
    expect(exports.find(25)).toBe(jobs[24]);
    expect(exports.find(6)).toBe(jobs[5]);
    expect(exports.find(5)).toBeUndefined();
    expect(exports.find(Number.NaN)).toBeUndefined();
  });

  it('ends with the server', () => {
    const exports = createExports();
    exports.start(airports);
    exports.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('CSV', () => {
  it('quotes what would break a row', () => {
    const [airport] = airports;
    if (airport === undefined) throw new Error('expected an airport');
    const row = csvRow({ ...airport, name: 'Say "Hi", Field', municipality: null, elevationFeet: 0 });
    expect(row).toContain(',"Say ""Hi"", Field",');
    expect(row).toMatch(/,,[A-Z]{2},.*,0\r\n$/);
  });
});
