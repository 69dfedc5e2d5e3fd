// The current state of a Conflict is JSON by type: what has a JSON form passes, what would arrive as `{}` does not.
import { Conflict, type Json, type Plain, PreconditionFailed } from '@statuskit/core';

// Plain data, however it is typed.
interface Address {
  readonly street: string;
  readonly zip?: string;
}
interface Note {
  id: number;
  text: string | null;
  changed: Date;
  tags: readonly string[];
  place: readonly [latitude: number, longitude: number];
  address?: Address | undefined;
  owner: { readonly kind: 'user'; readonly name: string } | { readonly kind: 'team'; readonly size: number };
  props: Record<string, unknown[] | undefined>;
}
declare const note: Omit<Note, 'props'>;
declare const oneOrMore: Omit<Note, 'props'> | readonly Omit<Note, 'props'>[] | null;
declare const noteOrDetail: Omit<Note, 'props'> | string;
declare const notes: readonly Omit<Note, 'props'>[];
declare const maybe: Address | null;
declare const pair: [number, Address];
declare const byId: Record<string, Address>;
declare const partial: Partial<Address>;
declare const draft: Readonly<Omit<Note, 'props' | 'id'>>;
new Conflict(note);
new Conflict(notes);
new Conflict(oneOrMore);
new Conflict(noteOrDetail);
new Conflict(maybe);
new Conflict(pair);
new Conflict(byId);
new Conflict(partial);
new Conflict(draft);
new Conflict({ id: 1, deleted: undefined });
new Conflict({ a: { b: { c: [{ d: new Date(0) }] } } } as const);
new Conflict({ kind: 'a', value: Math.random() > 0.5 ? 'text' : 7 });
new PreconditionFailed(note);
new PreconditionFailed(maybe);

// Rows as ORMs give them, and JSON columns, whose types are recursive.
type PrismaJson = string | number | boolean | PrismaJsonObject | PrismaJsonArray | null;
type PrismaJsonObject = { [Key in string]?: PrismaJson };
interface PrismaJsonArray extends Array<PrismaJson> {}
interface Decimal {
  readonly d: number[];
  plus(other: Decimal): Decimal;
  toJSON(): string;
}
interface OrderRow {
  id: string;
  total: Decimal;
  meta: PrismaJson;
  placedAt: Date;
  lines: { sku: string; count: number; note: string | null }[];
}
declare const row: OrderRow;
declare const meta: PrismaJsonObject;
declare const list: PrismaJsonObject | PrismaJsonArray;
declare const column: PrismaJson;
declare const json: Exclude<Json, string | number | boolean | null | undefined>;
interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
}
declare const tree: Tree;
new Conflict(row);
new Conflict([row]);
new Conflict(meta);
new Conflict(list);
if (typeof column === 'object') new Conflict(column);
new Conflict(json);
new Conflict(tree);

// Whatever has a toJSON decides for itself.
class User {
  readonly name = 'Ada';
  readonly passwordHash = 'x';
  rename(): void {}
  toJSON(): { name: string } {
    return { name: this.name };
  }
}
new Conflict(new User());
new Conflict({ user: new User(), url: new URL('https://notes.example/') });
const name: string | undefined = new Conflict(new User()).current?.name;
// @ts-expect-error only what toJSON gives is there
new Conflict(new User()).current?.passwordHash;
void name;

// What has no JSON form.
class Row {
  id = 1;
  save(): void {}
}
class Money {
  readonly cents = 7;
}
declare const bytes: Uint8Array;
declare const buffer: Buffer;
declare const promise: Promise<Omit<Note, 'props'>>;
declare const maybeMissing: Address | undefined;
// @ts-expect-error a method
new Conflict(new Row());
// @ts-expect-error a method deep inside
new Conflict({ order: { lines: [new Row()] } });
// @ts-expect-error a method in an object literal
new Conflict({ id: 1, save() {} });
// @ts-expect-error a method in one member of a union
new Conflict(note as Omit<Note, 'props'> | Row);
// @ts-expect-error an optional method
new Conflict({} as { id?: number; save?: () => void });
// @ts-expect-error a bigint
new Conflict({ id: 1n });
// @ts-expect-error a symbol
new Conflict({ id: Symbol('id') });
// @ts-expect-error a Map
new Conflict(new Map([['id', 1]]));
// @ts-expect-error a Map inside
new Conflict({ byId: new Map([['id', 1]]) });
// @ts-expect-error a Set
new Conflict(new Set([1]));
// @ts-expect-error a WeakMap
new Conflict(new WeakMap());
// @ts-expect-error bytes
new Conflict(bytes);
// @ts-expect-error bytes, although a Buffer has a toJSON: it makes a list of numbers
new Conflict(buffer);
// @ts-expect-error bytes inside
new Conflict({ digest: bytes });
// @ts-expect-error bytes inside
new Conflict({ digest: buffer });
// @ts-expect-error bytes without a view
new Conflict({ digest: new ArrayBuffer(8) });
// @ts-expect-error a forgotten await
new Conflict(promise);
// @ts-expect-error a forgotten await inside
new Conflict({ note: promise });
// @ts-expect-error undefined
new Conflict(undefined);
// @ts-expect-error what may be missing
new Conflict(maybeMissing);
// @ts-expect-error a function
new Conflict(() => note);
// @ts-expect-error a class
new Conflict(Money);
// @ts-expect-error a symbol
new Conflict(Symbol('id'));
// @ts-expect-error a bigint
new Conflict(1n);
// @ts-expect-error a regular expression has methods
new Conflict({ pattern: /x/ });
// @ts-expect-error a method
new PreconditionFailed(new Row());
// @ts-expect-error a forgotten await
new PreconditionFailed(promise);
// @ts-expect-error a Map
new PreconditionFailed(new Map());
// @ts-expect-error bytes
new PreconditionFailed({ digest: bytes });

// Where nothing is known, nothing is claimed here; the constructor looks at the value.
declare const unknownState: unknown;
declare const unknownObject: object;
declare const unknownMembers: Record<string, unknown>;
new Conflict(unknownObject);
new Conflict(unknownMembers);
new Conflict({ id: 1, meta: unknownState });
// @ts-expect-error may be a number, or undefined
new Conflict(unknownState);

// By type an Error is a name and a message, and a class with private members is what it shows.
class Account {
  readonly id = 1;
  private readonly secret = 'x';
  reveals(): number {
    return this.secret.length;
  }
}
new Conflict(new Error('no'));
// @ts-expect-error a method
new Conflict(new Account());

// Generic code says that its parameter has a JSON form, or names the part that it shows.
function changed<T extends object>(current: T & Plain<T>): never {
  throw new Conflict<T>(current);
}
function changedPart<T extends { id: number }>(current: T): never {
  throw new Conflict<{ id: number }>(current);
}
function changedUnsaid<T extends object>(current: T): never {
  // @ts-expect-error nobody has said that a T has a JSON form
  throw new Conflict(current);
}
changed({ id: 1 });
changedPart({ id: 1 });
// @ts-expect-error a method
changed(new Row());
void changedUnsaid;
