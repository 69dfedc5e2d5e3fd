import type { Options } from 'tsup';

/**
 * Removes the calls by which `keepNames` repeats the name of a declaration that was not renamed. A bundler has to keep such a call, and
 * with it everything that the declaration imports.
 */
export const unrepeatedNames: NonNullable<Options['plugins']>[number] = {
  name: 'unrepeated-names',
  renderChunk: (code) => ({ code: code.replace(/^__name\((\w+), "\1"\);\n/gm, '') }),
};
