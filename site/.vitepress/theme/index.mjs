// The default theme with the fonts of the system: nothing is fetched from elsewhere, and no font is downloaded.
import { useData } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { h, nextTick, onMounted, watch } from 'vue';
import './style.css';

const SAMPLE = `throw new NotFound('This note does not exist');
throw new Conflict(note, { etag });
throw new TooManyRequests({ seconds: 30 });

throw new Unauthorized();
      ~~~~~~~~~~~~~~~~~~
Expected 1-2 arguments, but got 0.
  An argument for 'challenge' was not provided.`;

/** The theme has no `main` on its start page and on the page for what is not there. */
const Layout = {
  setup() {
    const { frontmatter, page } = useData();
    const mark = () => {
      const hasNone = frontmatter.value.layout === 'home' || page.value.isNotFound === true;
      const content = document.getElementById('VPContent');
      if (hasNone) content?.setAttribute('role', 'main');
      else content?.removeAttribute('role');
    };
    onMounted(mark);
    watch(
      () => page.value.relativePath,
      () => nextTick(mark),
    );
    return () =>
      h(DefaultTheme.Layout, undefined, {
        'home-hero-image': () => h('pre', { class: 'hero-code', tabindex: '0' }, SAMPLE),
      });
  },
};

export default { extends: DefaultTheme, Layout };
