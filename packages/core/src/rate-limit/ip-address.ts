// Addresses are read as bits, not as notation: `::ffff:1.2.3.4`, `::ffff:102:304` and `0:0:0:0:0:ffff:1.2.3.4` are one.

const DOT = 0x2e;
const ZERO = 0x30;
const HEX = /^[0-9a-f]{1,4}$/i;

/**
 * The 32 bits of an IPv4 address: four numbers up to 255 without leading zeros; -1 for anything else. Nearly each request
 * asks, so the text is not taken apart.
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

/** The eight groups of an IPv6 address without its zone; undefined for anything else. */
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

/** Whether an IPv6 address stands for an IPv4 one: mapped (RFC 4291 §2.5.5.2) or behind NAT64 (RFC 6052 §2.1). */
function embedsIpv4(groups: readonly number[]): boolean {
  const [a, b, c, d, e, f] = groups;
  const middle = c === 0 && d === 0 && e === 0;
  return middle && ((a === 0 && b === 0 && f === 0xffff) || (a === 0x64 && b === 0xff9b && f === 0));
}

// Some gateways forward an address with its port, which differs from connection to connection.
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/;

/**
 * The network that an address stands for, as a text: an IPv4 address itself, also where it is written as IPv6; of any other
 * IPv6 address its first `prefix` bits. A port and a zone are left out. Undefined for what is no address.
 */
export function networkOf(text: string, prefix: number): string | undefined {
  if (ipv4Bits(text) >= 0) return text;
  const groups = ipv6Groups(text);
  if (groups === undefined) {
    const [, six, four] = WITH_PORT.exec(text) ?? [];
    const bare = six ?? four;
    return bare === undefined ? undefined : networkOf(bare, prefix);
  }
  if (embedsIpv4(groups)) {
    const [high = 0, low = 0] = groups.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  }
  const kept = groups.map((group, at) => {
    const bits = Math.min(16, Math.max(0, prefix - at * 16));
    return (group & (0xffff << (16 - bits))).toString(16);
  });
  return `${kept.slice(0, Math.ceil(prefix / 16)).join(':')}/${prefix}`;
}
