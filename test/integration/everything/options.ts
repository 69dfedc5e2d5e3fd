import { rules } from '@statuskit/core';

/** The one origin that may read across origins. */
export const ORIGIN = 'https://app.example';

/** What the application with statuskit is told, on all four frameworks. */
export const OPTIONS = {
  challenge: { scheme: 'Bearer', params: { realm: 'api' } },
  rules: [rules.postgres, rules.prisma, rules.mongo, rules.upstream],
  report: (): void => {},
};

/** For the strategy of passport: nobody is known. */
export function verify(_token: string, done: (failure: unknown, user?: unknown) => void): void {
  done(null, false);
}
