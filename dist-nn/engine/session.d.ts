import type { tf } from './native';
/** A program as its session sees it. */
export interface Occupant {
    readonly stateTensors: readonly tf.Variable[];
    synchronize(): void;
}
/** Names of the graph's nodes that write and read all state. */
export interface StateNodes {
    writeInputs(): string[];
    readonly writeOutput: string;
    readOutputs(): string[];
}
/** Returns the session of a graph, loading it if no live one computes the same. */
export declare function acquireSession(message: Uint8Array, nodes: StateNodes): SharedSession;
/** Frees the sessions that no program uses. */
export declare function disposeIdleSessions(keep?: number): void;
/** One loaded graph. */
export declare class SharedSession {
    readonly hash: string;
    private readonly id;
    private readonly nodes;
    users: number;
    private occupant;
    constructor(hash: string, id: number, nodes: StateNodes);
    /** Puts the program's values into the variables, unless they are there already. */
    enter(program: Occupant): void;
    /** Copies the variables into the program's tensors. */
    readInto(program: Occupant): void;
    /** The program's tensors are newer than the variables: write them again on the next call. */
    forget(program: Occupant): void;
    release(program: Occupant): void;
    run(inputIds: number[], inputs: readonly string[], outputs: readonly string[]): tf.Tensor[];
    close(): void;
}
