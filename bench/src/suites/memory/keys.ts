/** What keys look like. */
export const KINDS = ['IPv4', 'IPv6', 'UUID'] as const;
export type Kind = (typeof KINDS)[number];

/** The key of this number; each one another, and made anew, so that only who keeps it pays for it. */
export function keyOf(kind: Kind, number: number): string {
  const hex = ((number * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0');
  switch (kind) {
    case 'IPv4':
      return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
    case 'IPv6':
      return `2001:db8:${hex.slice(0, 4)}:${hex.slice(4)}::/64`;
    case 'UUID':
      return `${hex}-9c0e-4f6a-8b7d-${number.toString(16).padStart(12, '0')}`;
  }
}
