import { afterEach, beforeEach, expect } from 'vitest';
import { linted } from './linted.ts';

// A response that breaks a MUST fails its test, whatever the test looks at.

beforeEach(() => {
  linted().errors = [];
});

afterEach(() => {
  expect(linted().errors, 'found by lint').toEqual([]);
});
