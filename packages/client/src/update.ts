import { numberFrom, wrongType } from './arguments.ts';
import { type RequestOptions, sender } from './exchange.ts';
import { isRemote } from './remote.ts';

/** Options of {@link update}. */
export interface UpdateOptions extends RequestOptions {
  /** How the changed state is written. A PATCH sends it as `application/merge-patch+json`. Default: `'PUT'`. */
  readonly method?: 'PUT' | 'PATCH' | undefined;
  /** The most writes that are tried. Default: 10. */
  readonly maxAttempts?: number | undefined;
}

/** What {@link update} has done. */
export interface Updated<State> {
  /** The content of the last response, or else what was written. */
  readonly state: State;
  /** The entity tag of that state, if the server has sent one. */
  readonly etag: string | undefined;
  /** The number of writes; 0 if there was nothing to write. */
  readonly attempts: number;
}

interface Version<State> {
  readonly state: State;
  readonly etag: string | undefined;
}

// RFC 9110 §8.8.3; If-Match compares strongly, so a weak tag never matches (§13.1.1).
const STRONG = /^"[\x21\x23-\x7e\x80-\xff]*"$/;

/**
 * Changes a resource without losing the change of anyone else: reads it, calls `change` with its state, and writes what that
 * returns with If-Match (RFC 9110 §13.1.1). If another client was faster, it calls `change` again with the new state, which comes
 * with the 412 or from another GET. If `change` returns undefined, nothing is written.
 *
 * @throws {TypeError} If an argument has the wrong type.
 * @throws {RangeError} If `maxAttempts` is not an integer of at least 1.
 *
 * @example
 * ```ts
 * import { update } from '@statuskit/client';
 *
 * const fetch = async () => Response.json({ stock: 5 }, { headers: { etag: '"v1"' } });
 * const sell = (item: { stock: number }) => ({ ...item, stock: item.stock - 1 });
 * const { state } = await update('https://api.example/items/7', sell, { fetch });
 * ```
 */
export async function update<State = unknown>(
  url: string | URL,
  change: (state: State) => State | undefined | Promise<State | undefined>,
  options: UpdateOptions = {},
): Promise<Updated<State>> {
  if (typeof change !== 'function') throw wrongType('change', 'a function', change);
  const maxAttempts = numberFrom(options, 'maxAttempts', 10, 1);
  const { method = 'PUT' } = options;
  if (method !== 'PUT' && method !== 'PATCH') throw wrongType('method', "'PUT' or 'PATCH'", method);
  const send = sender(options);
  const target = String(url);
  const contentType = method === 'PUT' ? 'application/json' : 'application/merge-patch+json';

  async function load(): Promise<Version<State>> {
    // A state from a cache would only lead to another 412.
    const response = await send(target, { accept: 'application/json' }, { cache: 'no-cache' });
    return { state: (await response.json()) as State, etag: response.headers.get('etag') ?? undefined };
  }

  let version = await load();
  for (let attempts = 0; ; ) {
    const { state, etag } = version;
    const changed = await change(state);
    options.signal?.throwIfAborted();
    if (changed === undefined) return { state, etag, attempts };
    if (etag === undefined || !STRONG.test(etag)) {
      throw new Error(`update: the state has no strong ETag, so the change of another client could be lost`);
    }
    attempts += 1;
    try {
      const body: string | undefined = JSON.stringify(changed);
      if (body === undefined) throw wrongType('change', 'JSON', changed);
      const response = await send(
        target,
        { 'content-type': contentType, 'if-match': etag },
        { method, body },
      );
      return {
        state: await stateOf(response, changed),
        etag: response.headers.get('etag') ?? undefined,
        attempts,
      };
    } catch (error) {
      if (!isRemote(error) || error.status !== 412 || attempts >= maxAttempts) throw error;
      const current = (error as { readonly current?: unknown }).current;
      const tag = error.remote.etag;
      const isComplete = current !== undefined && tag !== undefined && STRONG.test(tag);
      version = isComplete ? { state: current as State, etag: tag } : await load();
    }
  }
}

async function stateOf<State>(response: Response, written: State): Promise<State> {
  const text = await response.text();
  const isJson = /\bjson\b/i.test(response.headers.get('content-type') ?? '');
  return isJson && text !== '' ? (JSON.parse(text) as State) : written;
}
