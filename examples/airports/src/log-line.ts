/** What of a failure's report goes into the log of this demo. */
export type FailureReport = {
  readonly error: { readonly status: number };
  readonly thrown: unknown;
  readonly level: 'info' | 'warn' | 'error';
  /** The member `instance` that the client was shown: who complains can name it. */
  readonly instance: string | undefined;
};

const DEEPEST = 4;

function messages(thrown: unknown): string[] {
  const found: string[] = [];
  for (let one = thrown; one instanceof Error && found.length < DEEPEST; one = one.cause) {
    found.push(`${one.name}: ${one.message}`);
  }
  return found;
}

/** One failure as a record of the log, with its chain of causes; nothing for what is the client's own mistake. */
export function logLine(
  server: string,
  { error, thrown, level, instance }: FailureReport,
): string | undefined {
  if (level === 'info') return undefined;
  const head = `${server.padEnd(8)} ${error.status} ${instance ?? ''}`;
  return `${[head.trimEnd(), ...messages(thrown).map((message) => `           ${message}`)].join('\n')}\n`;
}
