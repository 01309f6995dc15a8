/**
 * Call it where data or results add up, at most every millisecond or so (it takes 2 µs).
 * @throws LabError when less than a fifth of the memory that Node has for JavaScript is left
 */
export declare function requireMemory(): void;
