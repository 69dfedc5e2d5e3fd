// What the unit tests of the client use of Node, for browsers: a stream that can be iterated and destroyed, Buffer and setImmediate.
type Chunks = Iterable<unknown>;

export class Readable {
  destroyed = false;
  #chunks: Chunks | undefined;

  static from(chunks: Chunks): Readable {
    const stream = new Readable();
    stream.#chunks = chunks;
    return stream;
  }

  destroy(): void {
    this.destroyed = true;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown> {
    if (this.#chunks === undefined) await new Promise(() => {}); // nothing ever comes
    yield* this.#chunks ?? [];
  }
}

(globalThis as { Buffer?: unknown }).Buffer ??= {
  from: (content: string | Uint8Array): Uint8Array =>
    typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
};
// Long enough for a stream that a browser reads in another thread.
(globalThis as { setImmediate?: unknown }).setImmediate ??= (run: () => void) => setTimeout(run, 25);
