/** Aligned columns for terminals: texts to the left, numbers to the right. */
export declare function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string;
