/** Request fields by their names. */
type Fields = Record<string, unknown>;

/** Request fields of which a validator may ask in any case. */
export interface Caseless {
  /** What the validator is given. Its names are in lower case until one is asked for in another spelling. */
  readonly view: object;
  /**
   * Gives the fields with these names the spelling of the names. Reports whether there were any that had another one.
   *
   * A validator that copies its input before it reads a name, as joi does, does not ask the view.
   */
  respell(names: readonly unknown[]): boolean;
}

/** Returns request fields whose names are found in any case: Node has `x-tenant` where a schema may say `X-Tenant`. */
export function caseless(given: object): Caseless {
  // By name in lower case, the spelling that is in `fields`.
  const spellings = new Map<string, string>();
  const fields = Object.create(null) as Fields;
  for (const [name, value] of Object.entries(given)) {
    const lower = name.toLowerCase();
    fields[lower] = value;
    spellings.set(lower, lower);
  }

  function respell(name: unknown): boolean {
    if (typeof name !== 'string' || name in fields) return false;
    const lower = name.toLowerCase();
    const spelling = spellings.get(lower);
    if (spelling === undefined) return false;
    fields[name] = fields[spelling];
    delete fields[spelling];
    spellings.set(lower, name);
    return true;
  }

  const view = new Proxy(fields, {
    get(target, key) {
      respell(key);
      return Reflect.get(target, key);
    },
    has(target, key) {
      respell(key);
      return Reflect.has(target, key);
    },
    getOwnPropertyDescriptor(target, key) {
      respell(key);
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
  });
  return { view, respell: (names) => names.filter(respell).length > 0 };
}
