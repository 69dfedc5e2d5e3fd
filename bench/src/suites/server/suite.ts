import { controlTable, serverMethod, serverTable, verdictsOfShare } from '../../server-tables.ts';
import { type Figures, measureBoth } from '../../servers.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { CONTENDERS, FRAMEWORKS, isShed } from './contenders.ts';

const BASE = 'the bare server';
const MOST = 1.08;
const MOST_SHED = 2.5;

// Without the network: protection is a few assignments, which no figure with system calls in it shows.
function judge(figures: Figures): readonly Verdict[] {
  return CONTENDERS.filter(({ way }) => !way.startsWith('bare') && way !== 'by hand').flatMap((one) =>
    (isShed(one.way)
      ? verdictsOfShare(figures, { ...one, against: 'by hand' }, MOST_SHED, 'one by hand')
      : verdictsOfShare(figures, one, MOST, BASE)
    ).slice(1),
  );
}

/** What the server below the framework costs. */
export const server: Suite = {
  name: 'server',
  title: 'The server below the framework',
  packages: ['express', 'koa'],
  async run(full, progress) {
    const figures = await measureBoth(CONTENDERS, new URL('./server.ts', import.meta.url), full, progress);
    return {
      parts: [
        ...FRAMEWORKS.map((framework) => serverTable(figures, framework, BASE)),
        controlTable(figures, ({ way }) => way === 'bare, again'),
      ],
      verdicts: judge(figures),
      method: `${serverMethod(full)}

One route answers a small JSON object. The limit of shed is set so high that a busy machine never reaches it, or every request is
shed because its priority is 0; its report goes to a function that does nothing.`,
    };
  },
};
