// The examples of doc comments as modules: what they need is imported for them, so that they show only what a reader would write.
// A name comes from the package that is documented, or else from test/docs/stand-ins.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const PARSE = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };

/** Returns the code of the fenced blocks of a doc comment's `@example`, or undefined if it has none. */
export function blocksOf(example) {
  const blocks = [...example.matchAll(/```(?:ts|typescript)\n(.*?)\n?```/gs)].map(([, code]) => code);
  return blocks.length === 0 ? undefined : blocks;
}

function namesDeclared(source) {
  const names = new Set();
  const add = (name) => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (element.name) add(element.name);
  };
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement))
      for (const one of statement.declarationList.declarations) add(one.name);
    else if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      if (name) names.add(name.text);
      if (namedBindings && ts.isNamespaceImport(namedBindings)) names.add(namedBindings.name.text);
      else for (const element of namedBindings?.elements ?? []) names.add(element.name.text);
    } else if (statement.name !== undefined) names.add(statement.name.text);
  }
  return names;
}

function namesUsed(source) {
  const names = new Set();
  const visit = (node) => {
    const isProperty =
      (ts.isPropertyAccessExpression(node.parent ?? node) && node.parent.name === node) ||
      (ts.isPropertyAssignment(node.parent ?? node) && node.parent.name === node);
    if (ts.isIdentifier(node) && !isProperty) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/**
 * Returns the module of one block, and whether it needs what is only declared. `entries` are `[specifier, names]` in the order in which a
 * name is looked for.
 */
export function moduleOf(block, entries, standIns) {
  const source = ts.createSourceFile('example.ts', block, PARSE, true);
  const declared = namesDeclared(source);
  const imports = new Map();
  let isDeclared = false;
  for (const name of namesUsed(source)) {
    if (declared.has(name)) continue;
    const entry = entries.find(([, names]) => names.has(name))?.[0];
    const standIn = entry === undefined ? standIns.find(({ all }) => all.has(name)) : undefined;
    const from = entry ?? standIn?.specifier;
    if (from === undefined) continue;
    if (standIn?.declared.has(name)) isDeclared = true;
    imports.set(from, [...(imports.get(from) ?? []), name]);
  }
  const prelude = [...imports].map(([from, names]) => `import { ${names.join(', ')} } from '${from}';`);
  return { prelude: prelude.join(' '), block, isDeclared };
}

const VALUE = /^(?:['"`[{\d-]|true\b|false\b|null\b|undefined\b|new [A-Z]|[a-z]\w*(?:\.\w+)*\(.*\)$)/;

/** Returns the value that the comment behind a statement shows, as an expression, or undefined if the comment is prose. */
function shownBehind(statement, text) {
  const rest = /^[ \t]*\/\/ ?(.*)/.exec(text.slice(statement.end))?.[1]?.trim();
  if (rest === undefined) return undefined;
  const thrown = /^throws (?:an? )?([A-Z]\w*)/.exec(rest);
  if (thrown !== null) return { throws: thrown[1] };
  if (!VALUE.test(rest)) return undefined;
  const { parseDiagnostics, statements } = ts.createSourceFile('shown.ts', `(${rest})`, PARSE, true);
  return parseDiagnostics.length === 0 && statements.length === 1 ? { value: rest } : undefined;
}

/**
 * Returns the block as it is run: `call(); // value` compares, `call(); // throws RangeError` and each `throw new X(…)` expect that
 * error.
 */
export function checkedBlock(block) {
  const source = ts.createSourceFile('example.ts', block, PARSE, true);
  let checked = '';
  let end = 0;
  for (const statement of source.statements) {
    const shown = shownBehind(statement, block);
    const code = block.slice(statement.pos, statement.end);
    let replaced = code;
    if (ts.isThrowStatement(statement)) {
      const made = statement.expression;
      const name = ts.isNewExpression(made) ? made.expression.getText() : '';
      replaced = `\n;await $throws(async () => {${code}}, ${JSON.stringify(name)});`;
    } else if (shown?.throws !== undefined) {
      replaced = `\n;await $throws(async () => {${code}}, ${JSON.stringify(shown.throws)});`;
    } else if (shown !== undefined && ts.isExpressionStatement(statement)) {
      replaced = `\n;$shows((${statement.expression.getText()}), () => (${shown.value}), ${JSON.stringify(code.trim())});`;
    } else if (shown !== undefined && ts.isVariableStatement(statement)) {
      const { name } = statement.declarationList.declarations[0];
      if (ts.isIdentifier(name))
        replaced = `${code}\n;$shows(${name.text}, () => (${shown.value}), ${JSON.stringify(code.trim())});`;
    }
    checked += replaced;
    end = statement.end;
  }
  return checked + block.slice(end);
}

/** Compiles modules that exist in memory only. Returns the complaints, each with the module's name and line. */
export function compile(root, folder, modules, condition) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    {
      compilerOptions: {
        ...config.compilerOptions,
        customConditions: condition === undefined ? [] : [condition],
        isolatedDeclarations: false,
        declaration: false,
        verbatimModuleSyntax: false,
        noPropertyAccessFromIndexSignature: false,
        allowUnreachableCode: true,
      },
    },
    ts.sys,
    folder,
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => modules.has(name) || fileExists(name);
  host.readFile = (name) => modules.get(name) ?? readFile(name);
  host.getSourceFile = (name, target, ...rest) => {
    const text = modules.get(name);
    return text === undefined
      ? getSourceFile(name, target, ...rest)
      : ts.createSourceFile(name, text, target);
  };
  const program = ts.createProgram([...modules.keys()], options, host);
  return [...modules.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    return ts.getPreEmitDiagnostics(program, source).map(({ messageText, start }) => ({
      module: name,
      line: start === undefined ? 0 : source.getLineAndCharacterOfPosition(start).line,
      message: ts.flattenDiagnosticMessageText(messageText, ' '),
    }));
  });
}

/** Returns the module as JavaScript. */
export const transpile = (code) => ts.transpileModule(code, { compilerOptions: PARSE }).outputText;

/** Returns the names that a module declares for others, types and `declare`d values among them. */
export function namesOf(path) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), PARSE, true);
  const isExported = (statement) =>
    statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const isDeclared = (statement) =>
    statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
  const all = namesDeclared({ statements: source.statements.filter(isExported) });
  const declared = namesDeclared({
    statements: source.statements.filter((one) => isExported(one) && isDeclared(one)),
  });
  return { all, declared };
}
