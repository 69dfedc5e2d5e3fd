import { expected } from '../arguments.ts';
import { MisdirectedRequest } from '../errors/client-errors.ts';
import { BadRequest } from '../errors/validation.ts';
import type { RequestView } from '../request-view.ts';
import { CONTINUE, refuse } from '../step.ts';
import type { Decider } from './decider.ts';

const NAME = /^(?:\*\.)?(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]+)(?::\d+)?$/i;

interface Authority {
  readonly host: string;
  readonly port: string;
}

/** In lower case, without the dot of the root. */
function parse(authority: string): Authority {
  const at = authority.lastIndexOf(':');
  const hasPort = at > authority.lastIndexOf(']');
  const host = (hasPort ? authority.slice(0, at) : authority).toLowerCase();
  return {
    host: host.endsWith('.') ? host.slice(0, -1) : host,
    port: hasPort ? authority.slice(at + 1) : '',
  };
}

/** The authority that a request names: that of an absolute target counts, then `:authority`, then Host (RFC 9112 §3.2.2). */
function authorityOf({ url = '', headers = {} }: RequestView): string {
  const absolute = url.startsWith('/')
    ? undefined
    : /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(url)?.[1];
  return absolute ?? String(headers[':authority'] ?? headers['host'] ?? '');
}

function matches(one: Authority, { host, port }: Authority): boolean {
  if (one.port !== '' && one.port !== port) return false;
  // One label stands for the asterisk, as in a certificate (RFC 9525 §6.3).
  if (!one.host.startsWith('*.')) return host === one.host;
  const dot = host.indexOf('.');
  return dot > 0 && host.slice(dot) === one.host.slice(1);
}

/**
 * Returns the half of `hosts` that both adapters share.
 *
 * @throws {TypeError} If `names` is not a non-empty list of host names, each with or without a port.
 */
export function hostsDecider(names: readonly string[]): Decider<unknown> {
  const isList = Array.isArray(names) && names.length > 0;
  if (!isList || !names.every((name) => typeof name === 'string' && NAME.test(name))) {
    throw new TypeError(expected('names', "a list of hosts, such as ['api.example']", names));
  }
  const own = names.map(parse);
  let lastOwn: string | undefined; // nearly all requests name the same

  return function checkHost(_source, request) {
    const authority = authorityOf(request);
    if (authority === '') return refuse(new BadRequest('The request names no host.'));
    if (authority === lastOwn) return CONTINUE;
    const asked = parse(authority);
    if (!own.some((one) => matches(one, asked))) return refuse(new MisdirectedRequest());
    lastOwn = authority;
    return CONTINUE;
  };
}
