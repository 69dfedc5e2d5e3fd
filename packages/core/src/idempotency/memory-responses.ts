import type { StoredResponse } from './store.ts';

/*
 * Theory of operation.
 *
 * Responses are kept in the order in which they were stored, all together and once more for each scope. A map of
 * JavaScript iterates in the order of insertion, so that the oldest is always the first.
 *
 * If there are too many, or too many bytes, a scope that holds more than a tenth of what is exceeded loses its oldest
 * response: of several such scopes the one that holds most. Only if no scope holds that much does the oldest of all go. A
 * flood therefore evicts the responses of the caller that sends it, while a caller that is alone can fill the store.
 *
 * `large` holds the scopes above a tenth, at most 18 of them, so that an eviction looks at those only.
 *
 * The bound is about memory that is retained. A short body is often a view of a pool of 8 KiB, and a text may be a slice
 * of a longer one. So bodies are copied, and everything else is kept as one JSON text. A short body is kept as a text of
 * one byte per character as well, since an array of bytes costs 200 bytes by itself.
 */

/** A response, and until when it is valid. */
export interface KeptResponse {
  readonly fingerprint: string;
  readonly scope: string;
  readonly untilMs: number;
  /** Everything but the body, as JSON. */
  readonly head: string;
  readonly body: Uint8Array | string | undefined;
  readonly bytes: number;
  /** Grows with each response, for those of two scopes to be compared. */
  readonly order: number;
}

interface Share {
  readonly responses: Map<string, KeptResponse>;
  bytes: number;
}

/** Returns what is stored of a response; the counterpart of {@link responseOf}. */
type NewResponse = Pick<KeptResponse, 'fingerprint' | 'scope' | 'untilMs'> & {
  readonly response: StoredResponse;
};

// What a response, the array of a body that is not short, and a scope cost beside their texts and bytes. Measured with
// 50,000 responses.
const ENTRY_BYTES = 450;
const ARRAY_BYTES = 200;
const SHARE_BYTES = 230;

/** The longest body that is kept as a text. */
const SHORT = 1024;

/** The part of the store above which a scope pays for its own growth. */
const TENTH = 0.1;

/** Responses in memory, bounded in number and in bytes. */
export interface MemoryResponses {
  find(name: string): KeptResponse | undefined;
  /** Stores a response under a name that is free, and evicts what does not fit any more. */
  add(name: string, response: NewResponse): void;
  remove(name: string): void;
  /** Removes the oldest responses for as long as they have expired. */
  sweep(nowMs: number): void;
  size(): number;
}

export function memoryResponses(capacity: number, maxBytes: number): MemoryResponses {
  const all = new Map<string, KeptResponse>();
  const shares = new Map<string, Share>();
  const large = new Set<Share>();
  let bytes = 0;
  let order = 0;

  function measure(share: Share): void {
    const isLarge = share.responses.size > capacity * TENTH || share.bytes > maxBytes * TENTH;
    if (isLarge) large.add(share);
    else large.delete(share);
  }

  function remove(name: string): void {
    const kept = all.get(name);
    if (kept === undefined) return;
    all.delete(name);
    bytes -= kept.bytes;
    const share = shares.get(kept.scope);
    if (share === undefined) return;
    share.responses.delete(name);
    share.bytes -= kept.bytes;
    measure(share);
    if (share.responses.size > 0) return;
    shares.delete(kept.scope);
    bytes -= SHARE_BYTES;
  }

  function shareOf(scope: string): Share {
    const known = shares.get(scope);
    if (known !== undefined) return known;
    const made: Share = { responses: new Map(), bytes: 0 };
    shares.set(scope, made);
    bytes += SHARE_BYTES;
    return made;
  }

  /** Returns the name of the response to evict; `heldBy` measures what is exceeded. */
  function victim(heldBy: (share: Share) => number, bound: number): string | undefined {
    let from: Share | undefined;
    for (const share of large) {
      if (heldBy(share) <= bound * TENTH) continue;
      const more = from === undefined ? 1 : heldBy(share) - heldBy(from);
      if (from === undefined || more > 0 || (more === 0 && ageOf(share) < ageOf(from))) from = share;
    }
    return first(from === undefined ? all : from.responses)?.[0];
  }

  function evict(): void {
    while (all.size > capacity || bytes > maxBytes) {
      const name =
        all.size > capacity
          ? victim(({ responses }) => responses.size, capacity)
          : victim((share) => share.bytes, maxBytes);
      if (name === undefined) return;
      remove(name);
    }
  }

  return {
    find: (name) => all.get(name),
    add(name, { response, ...about }) {
      let kept = pack(about, response, ++order);
      // One that is too large by itself would evict all others and then itself: that the request was answered counts.
      if (kept.bytes > maxBytes) kept = pack(about, { ...response, body: undefined }, order);
      all.set(name, kept);
      bytes += kept.bytes;
      const share = shareOf(kept.scope);
      share.responses.set(name, kept);
      share.bytes += kept.bytes;
      measure(share);
      evict();
    },
    remove,
    sweep(nowMs) {
      for (const [name, { untilMs }] of all) {
        if (untilMs > nowMs) return;
        remove(name);
      }
    },
    size: () => all.size,
  };
}

function first<K, V>(map: Map<K, V>): readonly [K, V] | undefined {
  for (const entry of map) return entry;
  return undefined;
}

function ageOf({ responses }: Share): number {
  return first(responses)?.[1].order ?? 0;
}

function pack(
  about: Pick<KeptResponse, 'fingerprint' | 'scope' | 'untilMs'>,
  { body, ...rest }: StoredResponse,
  order: number,
): KeptResponse {
  const head = JSON.stringify(rest);
  const isShort = body === undefined || body.byteLength <= SHORT;
  const own = isShort ? body && Buffer.from(body).toString('latin1') : Uint8Array.from(body);
  const { fingerprint, scope, untilMs } = about;
  const bytes = ENTRY_BYTES + (isShort ? 0 : ARRAY_BYTES) + head.length + (body?.byteLength ?? 0);
  return { fingerprint, scope, untilMs, head, body: own, bytes, order };
}

/** Returns the response that was stored. */
export function responseOf({ head, body }: KeptResponse): StoredResponse {
  const rest = JSON.parse(head) as Omit<StoredResponse, 'body'>; // written by pack
  return { ...rest, body: typeof body === 'string' ? Uint8Array.from(Buffer.from(body, 'latin1')) : body };
}
