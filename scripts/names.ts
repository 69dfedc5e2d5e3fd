import type { Options } from 'tsup';
import ts from 'typescript';

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Removes the calls of `keepNames` that change nothing, or that would run for each request. A bundler has to keep such a call, and with
 * it everything that the declaration imports. What stays is the name of a function that was renamed and that is made once.
 */
export const namesThatDiffer: NonNullable<Options['plugins']>[number] = {
  name: 'names-that-differ',
  renderChunk(code) {
    const edits: Edit[] = [];
    const source = ts.createSourceFile('chunk.js', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
    (function visit(node: ts.Node, depth: number): void {
      if (
        ts.isCallExpression(node) &&
        ts.isIdentifier(node.expression) &&
        node.expression.text === '__name'
      ) {
        const [named, name] = node.arguments;
        if (named !== undefined && name !== undefined && ts.isStringLiteral(name)) {
          const isRenamed = ts.isFunctionExpression(named) && named.name?.text !== name.text;
          if (isRenamed && depth <= 1) {
            ts.forEachChild(named, (child) => visit(child, depth + 1));
            return;
          }
          const isStatement = ts.isExpressionStatement(node.parent);
          // The comment in front says that the call is pure.
          const from = isStatement ? node.parent.getStart() : node.getFullStart();
          edits.push({ from, to: isStatement ? from : named.getStart(), text: isStatement ? '' : ' ' });
          edits.push({
            from: isStatement ? from : named.getEnd(),
            to: (isStatement ? node.parent : node).getEnd(),
            text: '',
          });
          visit(named, depth);
          return;
        }
      }
      ts.forEachChild(node, (child) => visit(child, ts.isFunctionLike(node) ? depth + 1 : depth));
    })(source, 0);
    let result = '';
    let at = 0;
    for (const { from, to, text } of edits.sort((a, b) => a.from - b.from || a.to - b.to)) {
      result += code.slice(at, from) + text;
      at = to;
    }
    return { code: result + code.slice(at) };
  },
};
