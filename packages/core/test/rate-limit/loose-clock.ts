/** A clock that stands still until a test moves it. */
export function looseClock(): { ms: number; now: () => number } {
  const clock = { ms: 1_800_000_000_000, now: () => clock.ms };
  return clock;
}
