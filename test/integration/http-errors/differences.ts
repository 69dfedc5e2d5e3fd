/**
 * Where the drop-in answers otherwise than http-errors 2.0.1, by the ids that the guide uses as well. What is not here
 * is the same.
 */
export const DIFFERENCES = [
  'status-wins',
  'upstream',
  'foreign-fields',
  'new-error',
  'other-realm',
  'expose-kept',
  'subclasses',
  'statuskit-classes',
  'problem-document',
  'whole-status',
  'prototype-names',
  'old-names',
  'no-notice',
  'own-words',
  'frames',
  'unknown-members',
] as const;

export type Difference = (typeof DIFFERENCES)[number];
