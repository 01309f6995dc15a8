/** The known name with the fewest edits from `name`, unless more than about a third of it would have to change. */
export declare function nearestName(name: string, known: readonly string[]): string | undefined;
