import type { Exchange } from '../exchange.ts';
import type { FindingLevel } from '../finding.ts';

/** A rule that responses are checked by. */
export interface Rule {
  /** In kebab-case. */
  readonly id: string;
  readonly level: FindingLevel;
  /** Where the rule is written: `'RFC 9110 §15.5.2'`. */
  readonly section: string;
  /** What the rule demands, as one sentence. */
  readonly demand: string;
}

/** A rule with its code. It is only asked about responses with its status and its field, if it names one. */
export interface CheckedRule extends Rule {
  readonly status?: number | undefined;
  readonly field?: string | undefined;
  /** Returns what is wrong, or undefined. */
  readonly check: (exchange: Exchange) => string | undefined;
}

type On = Pick<CheckedRule, 'status' | 'field'>;
type Check = CheckedRule['check'];

/** Returns a rule that breaks a MUST. `section` is `'9110 §15.5.2'`. */
export function must(id: string, section: string, demand: string, on: On, check: Check): CheckedRule {
  return { id, level: 'error', section: `RFC ${section}`, demand, check, ...on };
}

/** Returns a rule that breaks a SHOULD, or common sense. */
export function should(id: string, section: string, demand: string, on: On, check: Check): CheckedRule {
  return { id, level: 'warning', section: `RFC ${section}`, demand, check, ...on };
}
