/**
 * Runs `body` with Math.random closed, since a number drawn from it would be frozen into a compiled graph.
 * @throws LabError when `body` draws one
 */
export declare function withoutJavaScriptRandomness<T>(body: () => T): T;
/**
 * Called where a tensor is made from JavaScript values: refuses the seeded random ops of tfjs, whose generator is
 * private to tfjs-core, by the functions on the call stack.
 */
export declare function refuseSeededRandomOps(): void;
