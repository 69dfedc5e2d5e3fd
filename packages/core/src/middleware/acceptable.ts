import { expected } from '../arguments.ts';
import { NotAcceptable } from '../errors/unsupported.ts';
import { parseAccept, qualityOf } from '../fields/accept.ts';
import { parseMediaType } from '../fields/media-type.ts';
import { isAnswered, setFields } from '../node/exchange.ts';
import { CONTINUE, refuse } from '../step.ts';
import type { Decider } from './decider.ts';

/** The half of `requireAcceptable` that both adapters share. */
export interface AcceptableGate<T extends string> {
  readonly decide: Decider<object>;
  /**
   * Returns the type that the client prefers.
   *
   * @throws {TypeError} If the request has not come through.
   */
  of(source: object): T;
}

/**
 * Returns the half of `requireAcceptable` that both adapters share. It keeps what each request prefers.
 *
 * @throws {TypeError} If `types` is empty, or one of them is not a media type.
 */
export function acceptableGate<T extends string>(types: readonly T[]): AcceptableGate<T> {
  const [first, ...rest] = types;
  const offered = types.flatMap((type) => {
    const parsed = typeof type === 'string' ? parseMediaType(type) : undefined;
    return parsed === undefined ? [] : [{ type, parsed }];
  });
  if (first === undefined || offered.length < types.length)
    throw new TypeError(expected('types', "media types, such as 'application/json'", types));
  const preferred = new WeakMap<object, T>();

  return {
    decide(source, request, response) {
      // Whatever is answered depends on it (RFC 9110 §12.5.5).
      if (!isAnswered(response)) setFields({ vary: 'Accept' }, response);
      const ranges = parseAccept(request.headers?.['accept']);
      let most = 0;
      let best: T | undefined;
      // Of types that the client likes equally, the first one is sent.
      for (const { type, parsed } of offered) {
        const q = qualityOf(ranges, parsed);
        if (q <= most) continue;
        most = q;
        best = type;
      }
      if (best === undefined) return refuse(new NotAcceptable([first, ...rest]));
      preferred.set(source, best);
      return CONTINUE;
    },
    of(source) {
      const type = preferred.get(source);
      if (type !== undefined) return type;
      throw new TypeError('of: expected a request that came through this `requireAcceptable`');
    },
  };
}
