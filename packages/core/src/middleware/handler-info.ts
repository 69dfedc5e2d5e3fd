import type { NodeResponse } from '../node/exchange.ts';
import { signalOfRequest } from '../node/signal.ts';

/** What a handler in `handle` is called with as its last argument. */
export interface HandlerInfo {
  /**
   * The signal of the request. It fires at the deadline of `deadline`, and if the client leaves before the response is complete;
   * never after that. It is created when it is first read.
   */
  readonly signal: AbortSignal;
}

class Info implements HandlerInfo {
  readonly #request: object;
  readonly #response: NodeResponse;

  constructor(request: object, response: NodeResponse) {
    this.#request = request;
    this.#response = response;
  }

  get signal(): AbortSignal {
    return signalOfRequest(this.#request, this.#response);
  }
}

/** Returns the last argument of a handler. */
export function handlerInfo(request: object, response: NodeResponse): HandlerInfo {
  return new Info(request, response);
}
