/** The variables that all cells share, one property a name. */
export class NotebookNames {
  readonly values: Record<string, unknown>;

  constructor() {
    // Found only where a name has no value of its own yet. Fields on the object itself never come here, so they are fast.
    const missing = new Proxy(Object.create(null) as Record<string, unknown>, {
      get: (_, name) => {
        throw new ReferenceError(
          `${String(name)} has no value yet: the cell that declares it did not come to that line.`,
        );
      },
      set: (_, name, value, names) => {
        Object.defineProperty(names, name, { value, writable: true, enumerable: true, configurable: true });
        return true;
      },
    });
    this.values = Object.create(missing) as Record<string, unknown>;
  }

  /** Binds a name to what a module exports, which the module may change; a later cell may give the name a value. */
  readonly bindImport = (name: string, read: () => unknown): void => {
    Object.defineProperty(this.values, name, {
      get: read,
      set: (value) => {
        Object.defineProperty(this.values, name, {
          value,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      },
      enumerable: true,
      configurable: true,
    });
  };
}
