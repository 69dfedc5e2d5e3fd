// Decides whether a call can throw an error of ours: the function, or a function of this repository that it calls directly, holds a
// `throw` outside of any `try` with a `catch` and outside of any function that it merely returns or passes on.
import ts from 'typescript';

const bodyOf = (node) => ('body' in node ? node.body : undefined);

function visit(node, onThrow, onCall) {
  if (ts.isFunctionLike(node)) return;
  if (ts.isTryStatement(node) && node.catchClause !== undefined) {
    ts.forEachChild(node.catchClause, (child) => visit(child, onThrow, onCall));
    if (node.finallyBlock !== undefined) visit(node.finallyBlock, onThrow, onCall);
    return;
  }
  if (ts.isThrowStatement(node)) onThrow(node);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) onCall(node);
  ts.forEachChild(node, (child) => visit(child, onThrow, onCall));
}

/** Returns the body that a call runs, if it stands in this repository. */
function calledBody(checker, call, root) {
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (declaration === undefined) return undefined;
  const file = declaration.getSourceFile().fileName;
  if (!file.startsWith(root) || file.includes('/node_modules/')) return undefined;
  if (bodyOf(declaration) !== undefined) return bodyOf(declaration);
  const symbol = 'name' in declaration && declaration.name && checker.getSymbolAtLocation(declaration.name);
  return symbol?.declarations?.map(bodyOf).find((body) => body !== undefined);
}

function holdsThrow(body) {
  let isFound = false;
  visit(
    body,
    () => {
      isFound = true;
    },
    () => {},
  );
  return isFound;
}

/** Reports whether a call of `fn` can throw. */
export function isReachableThrow(checker, fn, root) {
  const body = bodyOf(fn);
  if (body === undefined) return false;
  let isFound = holdsThrow(body);
  visit(
    body,
    () => {},
    (call) => {
      const called = isFound ? undefined : calledBody(checker, call, root);
      if (called !== undefined && holdsThrow(called)) isFound = true;
    },
  );
  return isFound;
}
