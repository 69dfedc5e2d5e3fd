import { afterEach, describe, expect, it, vi } from 'vitest';
import { shedDecider } from '../../../src/middleware/shed.ts';
import type { NodeResponse } from '../../../src/node/exchange.ts';
import type { Step } from '../../../src/step.ts';

afterEach(() => void vi.unstubAllEnvs());

function framesOf(environment: string): number {
  vi.stubEnv('NODE_ENV', environment);
  const decide = shedDecider({ priority: () => 0 });
  const step = decide(
    {},
    { url: '/', resume() {}, unpipe() {}, once() {} },
    {} as NodeResponse,
    undefined,
  ) as Step;
  if (step.kind !== 'refuse') throw new Error(`expected a refusal, got ${step.kind}`);
  return step.error.stack?.match(/^ +at /gm)?.length ?? 0;
}

describe('the error of a request that was shed', () => {
  it('keeps no frame in production, since it would always be the same', () => {
    expect(framesOf('production')).toBe(0);
    expect(Error.stackTraceLimit).toBe(10);
  });

  it('keeps all frames elsewhere', () => {
    expect(framesOf('development')).toBeGreaterThan(1);
  });
});
