import { requireFunction } from '../arguments.ts';
import { readsOnly } from '../conditional/evaluate.ts';
import { checkGuardOptions, type GuardOptions, isGuarded, judge } from '../conditional/judge.ts';
import type { MaybeLoaded, Passed } from '../conditional/loaded.ts';
import { isThenable } from '../hook.ts';
import { isAnswered, type NodeRequest, type NodeResponse, setFields } from '../node/exchange.ts';
import { allowForCoding } from '../node/transformations.ts';
import { type OptionNames, warnOfUnknown } from '../option-names.ts';
import { CONTINUE, refuse, type Step } from '../step.ts';
import type { Decider } from './decider.ts';
import { refusedQuery } from './query.ts';
import { noteJudged } from './requested-ranges.ts';

/** The half of a guard that both adapters share. `Source` is the request of Express or the context of Koa. */
export interface Guard<Source extends object, L extends MaybeLoaded> {
  /** A request that continues has the fields of the representation set on its response. */
  readonly decide: Decider<Source>;
  /**
   * Returns what the guard has accepted.
   *
   * @throws {TypeError} If this guard has not allowed the request to continue.
   */
  passed(source: object): Passed<L>;
}

const NAMES: OptionNames<GuardOptions> = {
  require: true,
  absent: true,
  malformed: true,
  showState: true,
  ranges: true,
  maxRanges: true,
};

/**
 * Returns the half of `conditional` that both adapters share.
 *
 * @throws {TypeError} If `load` is not a function, or if an option has the wrong type.
 * @throws {RangeError} If `maxRanges` is not an integer of at least 1.
 */
export function createGuard<Source extends object, L extends MaybeLoaded>(
  load: (source: Source) => L | PromiseLike<L>,
  options: GuardOptions,
): Guard<Source, L> {
  requireFunction('load', load);
  warnOfUnknown('conditional', options, NAMES);
  checkGuardOptions(options);
  const PASSED: unique symbol = Symbol('what a guard has accepted');
  type Guarded = { [PASSED]?: Passed<L> };

  function judged(source: Source, request: NodeRequest, response: NodeResponse, loaded: L): Step {
    const verdict = judge(request, loaded, options);
    if (verdict.kind !== 'pass') return verdict;
    (source as Guarded)[PASSED] = verdict.passed;
    if (!isAnswered(response)) {
      setFields(verdict.headers, response);
      if (readsOnly(request.method ?? '')) allowForCoding(verdict.headers['etag'], request, response);
    }
    noteJudged(request, verdict.rangesOf);
    return CONTINUE;
  }

  return {
    decide(source, request, response) {
      if (!isGuarded(request)) return CONTINUE;
      const refused = refusedQuery(request);
      if (refused !== undefined) return refuse(refused);
      const loaded = load(source);
      return isThenable(loaded)
        ? Promise.resolve(loaded).then((late) => judged(source, request, response, late))
        : judged(source, request, response, loaded);
    },
    passed(source) {
      const passed = (source as Guarded | undefined)?.[PASSED];
      if (passed !== undefined) return passed;
      throw new TypeError(
        'passed: expected a request that this guard has allowed; mount it on the route, before the handler',
      );
    },
  };
}
