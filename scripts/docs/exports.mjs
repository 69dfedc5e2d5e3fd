// Reads the public exports of every package, with the doc comments of each and of what it contains.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { isReachableThrow } from './throws.mjs';

export const CONDITION = '@statuskit/source';

const isFunctionNode = (node) => ts.isFunctionLike(node) && !ts.isCallSignatureDeclaration(node);

/** Returns the entries of a package: `[specifier, path of its source]`. */
export function entriesOf(folder) {
  const { name, exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.entries(exports).flatMap(([subpath, target]) =>
    target[CONDITION] === undefined
      ? []
      : [{ specifier: name + subpath.slice(1), source: join(folder, target[CONDITION]) }],
  );
}

/** Returns the program of the repository's sources, as the compiler's settings of the repository have it. */
export function sourceProgram(root, sources) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return ts.createProgram(sources, options);
}

/** Returns the text of a doc comment, its `@throws` and `@example` parts, or undefined if there is no comment. */
function docOf(declaration) {
  // `export const { a, b } = …`: the statement's comment is that of each.
  const node = ts.isBindingElement(declaration) ? declaration.parent.parent : declaration;
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const doc = docs.at(-1);
  if (doc === undefined) return undefined;
  const source = doc.getSourceFile();
  const lines = source.text
    .slice(doc.pos, doc.end)
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''));
  const parts = [{ tag: '', text: [] }];
  let isFenced = false;
  for (const line of lines) {
    if (line.trimStart().startsWith('```')) isFenced = !isFenced;
    const tag = isFenced ? null : /^\s*@(\w+)\s?(.*)$/.exec(line);
    if (tag === null) parts.at(-1).text.push(line);
    else parts.push({ tag: tag[1], text: [tag[2]] });
  }
  const texts = parts.map(({ tag, text }) => ({ tag, text: text.join('\n').trim() }));
  const of = (wanted) => texts.filter(({ tag }) => tag === wanted).map(({ text }) => text);
  return {
    line: source.getLineAndCharacterOfPosition(doc.pos).line + 1,
    text: of('')[0] ?? '',
    throws: of('throws'),
    examples: of('example'),
    prose: texts.filter(({ tag }) => tag !== 'example').map(({ text }) => text),
  };
}

function mergedDoc(nodes) {
  const docs = nodes.map(docOf).filter((doc) => doc !== undefined);
  if (docs.length === 0) return undefined;
  return {
    line: docs[0].line,
    text: docs[0].text,
    throws: docs.flatMap((doc) => doc.throws),
    examples: docs.flatMap((doc) => doc.examples),
    prose: docs.flatMap((doc) => doc.prose),
  };
}

/** Returns the functions whose bodies run when `symbol` is called or constructed. */
function bodiesOf(declaration) {
  if (ts.isClassDeclaration(declaration)) {
    const own = declaration.members.find((member) => ts.isConstructorDeclaration(member) && member.body);
    return own === undefined ? [] : [own];
  }
  if (isFunctionNode(declaration)) return declaration.body === undefined ? [] : [declaration];
  if (!ts.isVariableDeclaration(declaration) && !ts.isPropertyAssignment(declaration)) return [];
  let value = declaration.initializer;
  while (value !== undefined) {
    if (ts.isFunctionExpression(value) || ts.isArrowFunction(value)) return [value];
    if (ts.isCallExpression(value)) value = value.arguments[0];
    else if (
      ts.isAsExpression(value) ||
      ts.isSatisfiesExpression(value) ||
      ts.isParenthesizedExpression(value)
    )
      value = value.expression;
    else return [];
  }
  return [];
}

function kindOf(declaration, type) {
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) return 'type';
  if (ts.isClassDeclaration(declaration)) return 'class';
  return type.getCallSignatures().length > 0 ? 'function' : 'value';
}

function membersOf(declaration, type) {
  if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration))
    return declaration.members;
  if (ts.isTypeAliasDeclaration(declaration))
    return ts.isTypeLiteralNode(declaration.type) ? declaration.type.members : [];
  return type.getProperties().flatMap((property) => property.declarations ?? []);
}

/**
 * Returns what a reader can import from the entries of one package, each once: `{ name, kind, file, line, doc, canThrow, entries,
 * members }`. Re-exports of another package are that package's.
 */
export function exportsOf(program, root, folder, entries) {
  const checker = program.getTypeChecker();
  const found = new Map();
  for (const { specifier, source } of entries) {
    const file = program.getSourceFile(source);
    for (const { name, symbol } of namesOfModule(checker.getSymbolAtLocation(file))) {
      const declarations = (symbol.declarations ?? []).filter((one) =>
        one.getSourceFile().fileName.startsWith(join(folder, 'src').replaceAll('\\', '/')),
      );
      if (declarations.length === 0) continue;
      const known = found.get(symbol);
      if (known !== undefined) known.entries.push(specifier);
      else found.set(symbol, { ...describe(name, declarations), entries: [specifier] });
    }
  }
  return [...found.values()];

  /** A namespace (`export * as rules`) is no item: what it holds is. */
  function namesOfModule(module) {
    return checker.getExportsOfModule(module).flatMap((exported) => {
      const { name } = exported;
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      if (!symbol.declarations?.some(ts.isSourceFile)) return [{ name, symbol }];
      return namesOfModule(symbol).map((inner) => ({ ...inner, name: `${name}.${inner.name}` }));
    });
  }

  function describe(name, declarations) {
    const [first] = declarations;
    const type = checker.getTypeAtLocation(first);
    const kind = declarations.map((one) => kindOf(one, type)).sort()[0];
    const file = relative(root, first.getSourceFile().fileName).replaceAll('\\', '/');
    const signatures = type.getCallSignatures().map((one) => one.declaration);
    const isNamed = kind === 'function' && ts.isVariableDeclaration(first);
    const docs = [...declarations, ...(isNamed ? signatures : [])].filter((one) => one !== undefined);
    const bodies = declarations.flatMap(bodiesOf);
    return {
      name,
      kind,
      file,
      line: first.getSourceFile().getLineAndCharacterOfPosition(first.getStart()).line + 1,
      doc: mergedDoc(docs),
      canThrow: bodies.some((body) => isReachableThrow(checker, body, root)),
      members: declarations.flatMap((one) => describeMembers(one, type, first)),
    };
  }

  function describeMembers(declaration, type, owner) {
    return [...membersOf(declaration, type)].flatMap((member) => {
      const source = member.getSourceFile();
      if (source !== owner.getSourceFile() || member.name === undefined) return [];
      const isHidden =
        ts.isConstructorDeclaration(member) ||
        (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Override)) !== 0;
      if (isHidden) return [];
      const bodies = bodiesOf(member);
      const isCallable = checker.getTypeAtLocation(member).getCallSignatures().length > 0;
      return [
        {
          name: member.name.getText(),
          line: source.getLineAndCharacterOfPosition(member.getStart()).line + 1,
          doc: mergedDoc([member]),
          isCallable,
          isOptional: 'questionToken' in member && member.questionToken !== undefined,

          canThrow: bodies.some((body) => isReachableThrow(checker, body, root)),
        },
      ];
    });
  }
}
