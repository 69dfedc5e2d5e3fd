import { describe, expect, it } from 'vitest';
import { tap } from '../../src/node/tap.ts';

class Target {
  readonly calls: string[] = [];

  write(chunk: string, encoding?: string): string {
    this.calls.push([chunk, encoding].join());
    return `wrote ${chunk}`;
  }
}

describe('a tap', () => {
  it('sees the arguments, and returns what the method returns', () => {
    const target = new Target();
    const seen: unknown[][] = [];
    tap(target, {
      write(inner, args) {
        seen.push(args);
        return inner(...args);
      },
    });
    expect(target.write('a', 'utf8')).toBe('wrote a');
    expect(seen).toEqual([['a', 'utf8']]);
    expect(target.calls).toEqual(['a,utf8']);
  });

  it('may call with other arguments, more than once, or not at all', () => {
    const target = new Target();
    tap(target, {
      write: (inner, [chunk]) => (chunk === 'none' ? 'nothing' : [inner('x'), inner(chunk)].join()),
    });
    expect(target.write('none')).toBe('nothing');
    expect(target.write('a')).toBe('wrote x,wrote a');
    expect(target.calls).toEqual(['x,', 'a,']);
  });

  it('that was placed last is called first', () => {
    const target = new Target();
    for (const name of ['outer', 'inner'])
      tap(target, { write: (inner, [chunk]) => inner(`${String(chunk)} ${name}`) });
    expect(target.write('a')).toBe('wrote a inner outer');
  });

  it('on a method that the target does not have is left out', () => {
    const target = new Target();
    tap(target, { send: () => 'never' });
    expect('send' in target).toBe(false);
  });

  it('leaves other targets alone', () => {
    const target = new Target();
    tap(target, { write: () => 'tapped' });
    expect(new Target().write('a')).toBe('wrote a');
  });
});
