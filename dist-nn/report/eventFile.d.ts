/** One number of a curve. */
export interface ScalarEvent {
    readonly tag: string;
    readonly step: number;
    readonly value: number;
    /** Seconds since 1970. */
    readonly wallTime: number;
}
/** What a run was given, for the HParams dashboard (hparams/plugin_data.proto). */
export interface RunSettings {
    readonly settings: Readonly<Record<string, string | number>>;
    /** Runs of one group differ in their seeds only; the dashboard averages over them. */
    readonly group: string;
    readonly startedAt: number;
    readonly endedAt: number;
    readonly succeeded: boolean;
}
/** An event file's content: the version, the run's settings, then the scalars in order. */
export declare function encodeEvents(scalars: readonly ScalarEvent[], run: RunSettings): Uint8Array;
