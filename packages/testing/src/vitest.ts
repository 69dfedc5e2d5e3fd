import { expect } from 'vitest';
import { matchers } from './matchers/index.ts';
import type { ResponseMatchers } from './matchers/types.ts';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the parameter is that of Vitest's own declaration, which must be the same
  interface Matchers<T = any> extends ResponseMatchers {}
}

expect.extend(matchers);
