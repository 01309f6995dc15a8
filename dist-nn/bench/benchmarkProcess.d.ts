/** The process ended or could not start: its message is one sentence, the reason. */
export declare class ProcessFailure extends Error {
}
/** A process that is ready to run rounds of steps; see protocol.ts. */
export declare class BenchmarkProcess {
    private readonly child;
    private readonly messages;
    private errorOutput;
    private failure;
    private readonly kill;
    private constructor();
    /** Starts a process and gives it its task. It is ready once `receive` has given its first message. */
    static start(command: string, args: readonly string[], environment: NodeJS.ProcessEnv): BenchmarkProcess;
    /**
     * The next message.
     * @throws ProcessFailure if the process ends before it
     * @throws StoppedError if the user asks to stop meanwhile
     */
    receive<T>(): Promise<T>;
    /** Sends a request and waits for the answer; see {@link receive}. */
    ask<T>(request: object): Promise<T>;
    /** Ends the process at once. */
    end(): void;
    /** What the process said last on stderr: the line of an error if there is one. */
    private lastWords;
}
