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
  return ruleOf('error', id, section, demand, on, check);
}

/** Returns a rule that breaks a SHOULD, or common sense. */
export function should(id: string, section: string, demand: string, on: On, check: Check): CheckedRule {
  return ruleOf('warning', id, section, demand, on, check);
}

// All rules have the same properties in the same order, since each response reads them.
function ruleOf(
  level: FindingLevel,
  id: string,
  section: string,
  demand: string,
  { status, field }: On,
  check: Check,
): CheckedRule {
  return { id, level, section: `RFC ${section}`, demand, status, field, check };
}
