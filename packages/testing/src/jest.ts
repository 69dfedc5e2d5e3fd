import { expect } from '@jest/globals';
import type {} from 'expect';
import { matchers } from './matchers/index.ts';
import type { ResponseMatchers } from './matchers/types.ts';

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends ResponseMatchers {}
}

expect.extend(matchers);
