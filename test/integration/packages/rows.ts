import { ACCESS } from './access.ts';
import { BODIES } from './bodies.ts';
import { OTHERS } from './others.ts';
import type { Row } from './row.ts';
import { VALIDATORS } from './validators.ts';

/** All rows, by what the package does. */
export const ROWS: readonly Row[] = [...VALIDATORS, ...BODIES, ...ACCESS, ...OTHERS];
