// The menus. A new guide, decision, package or problem type appears by itself, under its first heading.
import { groupNamed } from '../../scripts/docs/groups.mjs';
import { titleOf } from './repository.mjs';

// Guides by what a reader wants, by their file names; all others are topics.
const SECTIONS = [
  { text: 'Begin', is: (name) => ['start', 'errors', 'mount-order'].includes(name) },
  { text: 'Topics', is: undefined },
  { text: 'Operate', is: (name) => /^(?:going-to-production|operate|reports)$/.test(name) },
  { text: 'Migrate', is: (name) => /^(?:migrate$|from-)/.test(name) },
  { text: 'Extend', is: (name) => /^write-a/.test(name) },
  { text: 'Compare', is: (name) => /-compared$|-sheet$|-statuses$/.test(name) },
];

// What a reader meets first in its section, whatever its title.
const FIRST = ['start', 'migrate', 'operate'];

const nameOf = (path) => path.replace(/^.*\//, '').replace(/\.md$/, '');
const linkOf = (path) => `/${path.replace(/\.md$/, '').replace(/(?:^|\/)index$/, '/')}`.replace('//', '/');
const rank = (path) => (FIRST.includes(nameOf(path)) ? 0 : 1);

function itemsOf(pages, folder) {
  return [...pages]
    .filter(([path]) => path.startsWith(`${folder}/`) && nameOf(path) !== 'index')
    .sort(
      ([one, a], [other, b]) =>
        rank(one) - rank(other) || titleOf(a).localeCompare(titleOf(b), 'en', { numeric: true }),
    )
    .map(([path, text]) => ({ text: titleOf(text), link: linkOf(path), name: nameOf(path) }));
}

const withoutName = ({ text, link }) => ({ text, link });

function guides(pages) {
  const items = itemsOf(pages, 'guides');
  const sectionOf = ({ name }) => SECTIONS.find(({ is }) => is?.(name) === true)?.text ?? 'Topics';
  return SECTIONS.map(({ text }) => ({
    text,
    items: items.filter((item) => sectionOf(item) === text).map(withoutName),
  })).filter(({ items: found }) => found.length > 0);
}

/** Returns the menu at the top, and the menu at the side of each part. */
export function navigation(pages, groups, statuses) {
  const section = (text, folder) => ({ text, items: itemsOf(pages, folder).map(withoutName) });
  const project = [
    section('Packages', 'packages'),
    section('Project', 'project'),
    section('Examples', 'examples'),
  ];
  return {
    nav: [
      { text: 'Guides', link: '/guides/start', activeMatch: '^/guides/' },
      { text: 'Reference', link: '/reference/', activeMatch: '^/reference/' },
      { text: 'Statuses', link: '/statuses/', activeMatch: '^/statuses/' },
      { text: 'Problems', link: '/problems/', activeMatch: '^/problems/' },
      { text: 'Packages', link: '/packages/express', activeMatch: '^/(?:packages|project|examples)/' },
      { text: 'Decisions', link: '/decisions/', activeMatch: '^/decisions/' },
    ],
    sidebar: {
      '/guides/': guides(pages),
      '/reference/': [
        {
          text: 'Reference',
          items: groups.map((id) => ({ text: groupNamed(id).title, link: `/reference/${id}` })),
        },
      ],
      '/statuses/': statuses,
      '/problems/': [section('Problem types', 'problems')],
      '/packages/': project,
      '/project/': project,
      '/examples/': project,
      '/decisions/': [section('Decisions', 'decisions')],
    },
  };
}
