/**
 * Writes a program's graph (a SavedModel message) as FUNCTIONS-HASH.pb; a graph that has grown since replaces the one before.
 * @param program whose graph it is
 * @param functions names of the functions compiled so far
 */
export declare function keepGraph(program: object, functions: readonly string[], message: Uint8Array): void;
