/** Program text without what cannot change its behaviour: comments, source maps and the amount of white space. */
/**
 * Drops comments and folds white space outside strings, templates and regular expressions. Works on JavaScript and
 * TypeScript. Where a slash is ambiguous it is read as a division, which at worst keeps a comment.
 */
export declare function stripComments(source: string): string;
/** The functions and classes at the top level of a stripped program text, by name; data are left out. */
export declare function topLevelFunctions(stripped: string): Map<string, string>;
/** Those of the functions that the texts mention, directly or through one another, sorted by name. */
export declare function mentionedFunctions(texts: readonly string[], functions: ReadonlyMap<string, string>): string[];
