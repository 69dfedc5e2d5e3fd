// The words of doc comments: one summary sentence first, and none of the words that only this project would use.

const DIALECT = [
  [/\bgives?\b/i, 'returns, passes, sends'],
  [/\b(?<!by |other |on )hands?\b/i, 'passes, returns'],
  [/\bhears? (?:of|from)\b/i, 'is called with'],
  [/\btells?\b/i, 'reports, returns'],
  [/\bsays? (?:whether|if)\b/i, 'reports whether'],
  [/(?<!\bthere )\b(?:is|are|be) none\b/i, 'is not a …, is invalid'],
  [/(?<!\bthere )\b(?:is|are) no (?!longer\b|more\b|less\b)[a-z]+/i, 'is not a …'],
  [/\bwho(?:ever|soever)\b/i, 'the caller, anyone'],
  [/\b(?:one's own|of (?:one's|its|their|his) own)\b/i, 'your own, custom'],
  [/\b(?:anew|again and again)\b/i, 'again, repeatedly'],
  [/\bat once\b/i, 'immediately, in the same call'],
  [/\b(?:dear|dearer|cheap|cheaply|cheaper)\b/i, 'expensive, inexpensive, or the number'],
  [/\blet(?:s|ting)? (?:\w+ )?through\b/i, 'allows'],
  [/\b(?:keeps?|holds?) to\b/i, 'follows, compares with'],
  [/\bmembers? of (?:an? |the |its |their )?(?:\w+ )?objects?\b/i, 'properties'],
  [/\b(?:mends?|mended|forged?|forges)\b/i, 'fix, repair, fake'],
  [/^(?:An?|The) [^,.]{1,40}, so that\b/i, 'a full sentence'],
];

// After one of these, "where" asks for a place and is no condition.
const PLACES =
  /^(?:place|places|URL|URI|page|line|point|position|folder|file|decide|decides|know|show|shows|say|from|is|section|layer|site|offset)$/;

const withoutCode = (text) =>
  text
    .replace(/```.*?```/gs, ' ')
    .replace(/\{@link [^}]*\}/g, 'X')
    .replace(/`[^`]*`/g, 'X')
    .replace(/"[^"]*"/g, 'X');

/** Returns the faults of a piece of prose: dialect words, each with what to write instead. */
export function dialectIn(text) {
  const prose = withoutCode(text).replace(/\s+/g, ' ');
  const faults = DIALECT.flatMap(([pattern, better]) => {
    const found = pattern.exec(prose);
    return found === null ? [] : [`"${found[0].trim()}": write ${better}`];
  });
  for (const { 1: before = '' } of prose.matchAll(/(\S+)\s+where\b/g)) {
    if (!PLACES.test(before)) faults.push(`"${before} where": write if, when`);
  }
  return faults;
}

/** Returns the faults of the summary of a doc comment. */
export function summaryFaults(text) {
  const [summary = ''] = text.split(/\n\s*\n/);
  const flat = summary.replace(/\s+/g, ' ').trim();
  if (flat.startsWith('{@inheritDoc ')) return [];
  if (flat === '') return ['no summary sentence'];
  const faults = [];
  if (!/^[A-Z0-9`{'"<]/.test(flat))
    faults.push(`the summary begins with "${flat.slice(0, 20)}": write a capital`);
  if (!/[.!?:][)'"`]?$/.test(flat)) faults.push('the summary does not end with a period');
  return faults;
}

/** Returns the faults of one `@throws` part. */
export function throwsFaults(text) {
  return /^\{[A-Z]\w*(?: \| [A-Z]\w*)*\} (?:If|When) .*\.$/s.test(text)
    ? []
    : [`@throws ${text.slice(0, 40)}…: write {Type} If ….`];
}
