/** Returns one property of a value that somebody else made. A getter or a proxy that throws counts as absent. */
export function read(value: unknown, name: PropertyKey): unknown {
  try {
    return (value as Readonly<Record<PropertyKey, unknown>> | undefined | null)?.[name];
  } catch {
    return undefined;
  }
}

/** Returns the status of a response of any client. */
export function statusOf(response: unknown): unknown {
  return read(response, 'status') ?? read(response, 'statusCode');
}
