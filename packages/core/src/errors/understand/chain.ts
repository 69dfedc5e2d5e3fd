import { read } from '../../read.ts';

// What errors that wrap another one call it: ES2022, Sequelize, TypeORM, MikroORM, Objection.
const WRAPS = ['cause', 'parent', 'original', 'driverError', 'previous', 'nativeError'] as const;
const DEEPEST = 5;

/**
 * Returns a thrown value and the errors that it wraps, outermost first and at most 5 deep. A value that wraps itself
 * occurs once.
 */
export function chainOf(value: unknown): readonly unknown[] {
  const chain = [value];
  // The list grows while it is walked.
  for (const one of chain) {
    for (const name of WRAPS) {
      const inner = read(one, name);
      const isNew = typeof inner === 'object' && inner !== null && !chain.includes(inner);
      if (isNew && chain.length <= DEEPEST) chain.push(inner);
    }
  }
  return chain;
}
