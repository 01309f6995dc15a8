/** The cells that a notebook's kernel has run, for the code versions of studies that are defined in one. */

/** A cell as it was run. */
export interface Cell {
  /** What stack traces call it: 'cell 3'. */
  readonly name: string;
  /** TypeScript, as the user wrote it. */
  readonly source: string;
  /** What its relative imports start from. */
  readonly folder: string;
}

interface Registry {
  readonly cells: Map<string, Cell>;
  /** Cells that begin with '@module NAME', by the path that other cells import them from, without ending. */
  readonly modules: Map<string, string>;
}

/** On the global object, so that every copy of the library in a kernel's process sees the same cells. */
const key = Symbol.for('pretraining-lab.cells');

function registry(): Registry {
  const holder = globalThis as { [key]?: Registry };
  holder[key] ??= { cells: new Map(), modules: new Map() };
  return holder[key];
}

/** The kernel tells each cell that compiles, before it runs it. */
export function rememberCell(cell: Cell): void {
  const { cells } = registry();
  cells.delete(cell.name);
  cells.set(cell.name, cell);
}

/** The kernel tells each cell that is not run but imported from others. @param location its path without ending */
export function rememberCellModule(location: string, source: string): void {
  registry().modules.set(location, source);
}

/** The cell of that name, if one ran in this process. */
export function cellNamed(name: string): Cell | undefined {
  return registry().cells.get(name);
}

/** All cells that ran in this process, in order. */
export function cellsThatRan(): readonly Cell[] {
  return [...registry().cells.values()];
}

/** The source of a cell that is a module, by its path with or without ending. */
export function cellModule(location: string): string | undefined {
  return registry().modules.get(location.replace(/\.[jt]s$/, ''));
}
