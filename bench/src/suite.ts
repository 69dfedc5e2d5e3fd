/** Something to reach, and what came out. Goals are judged by the median alone. */
export interface Verdict {
  readonly goal: string;
  readonly measured: string;
  readonly reached: boolean;
}

/** What a suite found. */
export interface Findings {
  /** Tables and sentences in Markdown. */
  readonly parts: readonly string[];
  readonly verdicts: readonly Verdict[];
  /** How it was measured. */
  readonly method: string;
}

/** A part of the benchmark that can be run alone; its section of RESULTS.md is replaced then. */
export interface Suite {
  /** For the command line. */
  readonly name: string;
  readonly title: string;
  /** The packages that take part, beside those of this workspace. */
  readonly packages: readonly string[];
  /** `full` is for figures that are kept, otherwise it only shows that everything runs. */
  run(full: boolean, progress: (text: string) => void): Promise<Findings>;
}
