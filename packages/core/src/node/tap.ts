import type { NodeResponse } from './exchange.ts';

/*
 * Taps: functions that stand in front of a method of a response and see what passes.
 *
 * Node and the frameworks have no hook for "this is about to be sent", so middleware has replaced methods of the response ever
 * since. Each such place goes through `tap`, so that there is one form of it and one list of them.
 *
 * The order is that of the mounts and nothing else. A tap is placed when a request reaches its middleware and calls the method as it
 * was then. So a call of the handler passes the taps from the last mounted to the first, and Node's own method comes last:
 *
 *     handler → res.send: the part asked for, no tag of Express  (conditional, sendFile)
 *             → end, write: the hash of the content, or a 304    (autoEtag)
 *             → writeHead, write, end: the copy for a replay     (idempotent)
 *             → write, end: text as bytes beside obs-text        (a field outside ASCII)
 *             → whatever middleware outside has replaced         (compression)
 *             → Node
 *
 * Two taps of the list may stand in another order if an application mounts them so, and each must work in either: a copy that is
 * made outside of autoEtag is of the 304, one inside of it is of the content. What must never happen is that one tap reads the
 * content at one place and the fields that describe it at another.
 *
 * The other taps are about what is set, not about what is sent, and order does not matter to them: `setHeader` (a strong tag becomes
 * weak as soon as a coding is set), `remove` of Koa (the length of a 205) and `destroy` (an answer that is complete stays).
 * `taken.ts` is not a tap: it replaces all methods by ones that do nothing, once something else than the handler has sent the response.
 *
 * The replacement has a name before it is assigned, here and wherever a method of an object is replaced. V8 makes a function that is
 * assigned where it is written in old space, since it takes the object for a class or a module. There it lives until the next full
 * collection, and with it all that it refers to: the response, the request and their content. `npm test` refuses the other form.
 */

/** A method as it was before the tap. */
export type Inner = (...args: unknown[]) => unknown;

/** Called instead of a method, with the method and with the arguments. Returns what the method is to return. */
export type Tap = (inner: Inner, args: unknown[]) => unknown;

/** Places taps on methods of an object. A method that the object does not have is left out. */
export function tap(owner: object, taps: Readonly<Record<string, Tap>>): void {
  const methods = owner as Record<string, unknown>;
  for (const name of Object.keys(taps)) {
    const method = methods[name];
    const one = taps[name];
    if (typeof method !== 'function' || one === undefined) continue;
    const inner: Inner = (...args) => method.apply(owner, args);
    const tapped: Inner = (...args) => one(inner, args);
    methods[name] = tapped;
  }
}

/** Calls `seen` after each field that is set on a response. Without the lists of `tap`: each response sets several fields. */
export function tapSetHeader(
  response: Pick<NodeResponse, 'setHeader'>,
  seen: (name: string, value: unknown) => void,
): void {
  const { setHeader } = response;
  const tapped: typeof setHeader = (name, value) => {
    const result = setHeader.call(response, name, value);
    seen(name, value);
    return result;
  };
  response.setHeader = tapped;
}
