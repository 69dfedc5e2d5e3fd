/** `error` breaks a MUST of a specification, `warning` a SHOULD or common sense. */
export type FindingLevel = 'error' | 'warning';

/** What is wrong with a response, and the section that says so. */
export interface Finding {
  /** The id of the rule, in kebab-case: `'etag-syntax'`. All rules are in the guide `docs/guides/lint-rules.md`. */
  readonly rule: string;
  readonly level: FindingLevel;
  /** Where the rule is written: `'RFC 9110 §15.5.2'`. */
  readonly section: string;
  /** What is wrong. Names the field, or the member of the problem document. */
  readonly message: string;
  /** The method of the request; undefined if it is not known. */
  readonly method: string | undefined;
  readonly status: number;
  /** The pattern of the route, if it is known. */
  readonly route: string | undefined;
  /** File and line of the handler, as `file:line`, if they are known. */
  readonly source: string | undefined;
}
