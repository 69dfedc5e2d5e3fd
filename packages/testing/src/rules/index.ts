import { AUTHENTICATION_RULES } from './authentication.ts';
import { CACHING_RULES } from './caching.ts';
import { CONDITIONAL_RULES } from './conditional.ts';
import { CONTENT_RULES } from './content-fields.ts';
import { DATE_RULES } from './dates.ts';
import { FRAMING_RULES } from './framing.ts';
import { LIMIT_RULES } from './limits.ts';
import { OTHER_RULES } from './other-fields.ts';
import { PROBLEM_RULES } from './problem.ts';
import type { CheckedRule } from './rule.ts';
import { SEMANTIC_RULES } from './semantics.ts';
import { STATUS_RULES } from './status.ts';

/** All rules with their code, by topic. */
export const RULES_BY_TOPIC: Readonly<Record<string, readonly CheckedRule[]>> = {
  'What a status requires': STATUS_RULES,
  'What a status means for its request': SEMANTIC_RULES,
  'Where a message ends, and the form of its fields': FRAMING_RULES,
  'Dates, tags and versions': DATE_RULES,
  'Preconditions and ranges': CONDITIONAL_RULES,
  'Caches and negotiation': [...CACHING_RULES, ...CONTENT_RULES],
  Authentication: AUTHENTICATION_RULES,
  'Waits and limits': LIMIT_RULES,
  'Problem documents': PROBLEM_RULES,
  'Other fields': OTHER_RULES,
};

/** All rules with their code. */
export const CHECKED_RULES: readonly CheckedRule[] = Object.values(RULES_BY_TOPIC).flat();
