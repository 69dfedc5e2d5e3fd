import { requireFunction } from '../arguments.ts';
import {
  checkGuardOptions,
  type GuardOptions,
  isGuarded,
  judge,
  type Verdict,
} from '../conditional/judge.ts';
import type { MaybeLoaded, Passed } from '../conditional/loaded.ts';
import type { PreconditionRequest } from '../conditional/request.ts';
import { isThenable } from '../hook.ts';

/** The part of a guard that both adapters share. `Source` is the request of Express or the context of Koa. */
export interface Guard<Source extends object, L extends MaybeLoaded> {
  /** The verdict, at once where `load` gives its answer at once; undefined where there is nothing to judge. */
  judge(
    source: Source,
    request: PreconditionRequest,
  ): Verdict<L> | undefined | Promise<Verdict<L> | undefined>;
  passed(source: object): Passed<L>;
}

/** Throws a TypeError or a RangeError for a `load` that is no function and for options of the wrong form. */
export function createGuard<Source extends object, L extends MaybeLoaded>(
  load: (source: Source) => L | PromiseLike<L>,
  options: GuardOptions,
): Guard<Source, L> {
  requireFunction('load', load);
  checkGuardOptions(options);
  const passes = new WeakMap<object, Passed<L>>();

  function judged(source: Source, request: PreconditionRequest, loaded: L): Verdict<L> {
    const verdict = judge(request, loaded, options);
    if (verdict.kind === 'pass') passes.set(source, verdict.passed);
    return verdict;
  }

  return {
    judge(source, request) {
      if (!isGuarded(request)) return undefined;
      const loaded = load(source);
      return isThenable(loaded)
        ? Promise.resolve(loaded).then((now) => judged(source, request, now))
        : judged(source, request, loaded);
    },
    passed(source) {
      const passed = passes.get(source);
      if (passed !== undefined) return passed;
      throw new TypeError(
        'passed: expected what this guard has let through; mount it on the route, before the handler',
      );
    },
  };
}
