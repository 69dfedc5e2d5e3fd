/** One statement of a status cheat sheet, in our words, and what becomes of it. */
export interface Row {
  /** The status or the situation. */
  readonly about: string;
  readonly says: string;
  /** What is right instead, where the statement is wrong. */
  readonly wrong?: string;
  /** What is missing or out of date in it. */
  readonly imprecise?: string;
  /** Middleware before the handler, as JavaScript. */
  readonly use?: string;
  /** The handler, as JavaScript; with `gives` an expression. Run as it stands here, on each framework. */
  readonly code?: string;
  /** Routes that answer; then `unmatched` answers for the rest. */
  readonly routes?: readonly string[];
  /** The call that serves the application, as JavaScript: the request then goes through `@statuskit/node`. */
  readonly serve?: string;
  /** The requests; the answer to the last one counts. `{a × 20000}` stands for so many characters. A request line, then fields, then an empty line and a body. Default: `GET /`. */
  readonly ask?: readonly string[];
  /** The status line, then fields (`ETag: "v3"`, `no Location`) and parts of the body. */
  readonly wire?: readonly string[];
  /** What the expression gives, in place of a wire. */
  readonly gives?: unknown;
  /** Why statuskit does nothing here, and who does. */
  readonly instead?: string;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}
