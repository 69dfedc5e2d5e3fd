// Guarded reads: a value that somebody else made may have getters, or be a proxy, that throws.

/** Returns one property of a foreign value. A getter or a proxy that throws counts as absent. */
export function read(value: unknown, name: string): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  try {
    return (value as Readonly<Record<string, unknown>>)[name];
  } catch {
    return undefined;
  }
}

/** Returns a property that is a string. */
export function readText(value: unknown, name: string): string | undefined {
  const text = read(value, name);
  return typeof text === 'string' ? text : undefined;
}

/** Returns a property that is a status of an error. */
export function readStatus(value: unknown, name: string): number | undefined {
  const status = read(value, name);
  return isErrorStatus(status) ? status : undefined;
}

/** Reports whether a value is a status of an error. */
export function isErrorStatus(status: unknown): status is number {
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599;
}

/** Reports whether a value is an Error of any realm. Parsed JSON never is one. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
  } catch {
    return false;
  }
}

/** Returns the name of the class of a value. Parsed JSON has none but `Object` and `Array`. */
export function classOf(value: unknown): string | undefined {
  return readText(read(value, 'constructor'), 'name');
}

/** Reports whether a value is a Blob. The environments of Jest before 28 hide the class, and then nothing is one. */
export function isBlob(value: unknown): value is Blob {
  return typeof Blob === 'function' && value instanceof Blob;
}

/** Reports whether a value is a fetch Response, of which the same holds. */
export function isResponse(value: unknown): value is Response {
  return typeof Response === 'function' && value instanceof Response;
}
