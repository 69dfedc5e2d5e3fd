/*
 * Addresses are read as bits, not as notation: `::ffff:1.2.3.4`, `::ffff:102:304` and `0:0:0:0:0:ffff:1.2.3.4` are one address.
 */

const DOT = 0x2e;
const ZERO = 0x30;
const HEX = /^[0-9a-f]{1,4}$/i;

/**
 * Returns the 32 bits of an IPv4 address, which is four numbers up to 255 without leading zeros; -1 for anything else. Almost
 * every request asks, so the text is not split.
 */
function ipv4Bits(text: string): number {
  let dots = 0;
  let digits = 0;
  let byte = 0;
  let bits = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (digits === 0) return -1;
      bits = bits * 256 + byte;
      dots++;
      digits = 0;
      byte = 0;
      continue;
    }
    if (code < ZERO || code > ZERO + 9 || (digits > 0 && byte === 0)) return -1;
    digits++;
    byte = byte * 10 + code - ZERO;
    if (byte > 255) return -1;
  }
  return dots === 3 && digits > 0 ? bits * 256 + byte : -1;
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [at, part] of parts.entries()) {
    // The last 32 bits may be written as an IPv4 address, RFC 4291 §2.2.
    const bits = at === parts.length - 1 ? ipv4Bits(part) : -1;
    if (bits >= 0) groups.push(bits >>> 16, bits & 0xffff);
    else if (HEX.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** Returns the eight groups of an IPv6 address without its zone; undefined for anything else. */
function ipv6Groups(text: string): number[] | undefined {
  const zone = text.indexOf('%');
  const halves = (zone < 0 ? text : text.slice(0, zone)).split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] ?? '');
  const tail = groupsOf(halves[1] ?? '');
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1) return missing === 0 ? head : undefined;
  return missing < 1 ? undefined : [...head, ...Array<number>(missing).fill(0), ...tail];
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** Returns the IPv4 address of the client that an IPv6 address stands for; undefined if it stands for none. */
function embeddedIpv4(groups: readonly number[]): string | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  if (a === 0x2002) return dotted(b, c); // 6to4, RFC 3056 §2: a /48 for each IPv4 address
  if (a === 0x2001 && b === 0) return dotted(g ^ 0xffff, h ^ 0xffff); // Teredo, RFC 4380 §4: inverted
  if (c !== 0 || d !== 0) return undefined;
  const isMapped = a === 0 && b === 0 && e === 0 && f === 0xffff; // RFC 4291 §2.5.5.2
  const isTranslated = a === 0 && b === 0 && e === 0xffff && f === 0; // RFC 7915, RFC 2765 §2.1
  const isNat64 = a === 0x64 && b === 0xff9b && e === 0 && f === 0; // RFC 6052 §2.1
  return isMapped || isTranslated || isNat64 ? dotted(g, h) : undefined;
}

/** True within 64:ff9b:1::/48: the operator of a translator chooses the position of the IPv4 address in it (RFC 8215). */
function isLocalNat64([a = 0, b = 0, c = 0]: readonly number[]): boolean {
  return a === 0x64 && b === 0xff9b && c === 1;
}

// Some gateways forward an address with its port, which differs between connections.
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/;

// The longest text of an address, with brackets, zone and port: a longer text is not an address, and is not parsed.
const LONGEST = 100;

/**
 * Returns the client that an address stands for, as a key: an IPv4 address, also if it is written as IPv6 or embedded in it; for
 * any other IPv6 address its first `prefix` bits. The port and the zone are left out. Returns undefined if the text is not an
 * address.
 */
export function networkOf(text: string, prefix: number): string | undefined {
  if (ipv4Bits(text) >= 0) return text;
  if (text.length > LONGEST) return undefined;
  const groups = ipv6Groups(text);
  if (groups === undefined) {
    const [, six, four] = WITH_PORT.exec(text) ?? [];
    const bare = six ?? four;
    return bare === undefined ? undefined : networkOf(bare, prefix);
  }
  const ipv4 = embeddedIpv4(groups);
  if (ipv4 !== undefined) return ipv4;
  const bits = isLocalNat64(groups) ? 128 : prefix;
  const kept = groups.map((group, at) => {
    const here = Math.min(16, Math.max(0, bits - at * 16));
    return (group & (0xffff << (16 - here))).toString(16);
  });
  return `${kept.slice(0, Math.ceil(bits / 16)).join(':')}/${bits}`;
}
