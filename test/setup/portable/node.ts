// What the unit tests of the client use of Node, for browsers: Buffer and setImmediate.
(globalThis as { Buffer?: unknown }).Buffer ??= {
  from: (content: string | Uint8Array): Uint8Array =>
    typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
};
// Long enough for a stream that a browser reads in another thread.
(globalThis as { setImmediate?: unknown }).setImmediate ??= (run: () => void) => setTimeout(run, 25);
