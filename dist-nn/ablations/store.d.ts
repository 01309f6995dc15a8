import type { RunRecord } from './runRecord';
/** A record that was found damaged; its run is computed again. */
export interface DamagedRun {
    readonly id: string;
    readonly file: string;
    readonly reason: string;
}
/** Exclusive right to compute one run. */
export interface RunClaim {
    /** An empty folder for the run's files. */
    readonly folder: string;
    /** A file that outlives a stopped or killed attempt, for a checkpoint to go on from; removed once the run is finished. */
    readonly resumeFile: string;
    /** Makes the files and then the record visible, in this order, and gives the right back. */
    complete(record: Omit<RunRecord, 'files'>): RunRecord;
    /** Gives the right back and drops the files. */
    abandon(): void;
}
export declare class RunStore {
    readonly folder: string;
    readonly damaged: DamagedRun[];
    private readonly verified;
    /** @param folder where the runs of all ablations are; default .lab/runs */
    constructor(folder?: string);
    /**
     * A run's record, or undefined where there is none. A damaged record, or one whose artefact is gone or changed, is
     * noted in `damaged` and counts as none.
     */
    read(ablation: string, id: string): RunRecord | undefined;
    /** Ids of all records of an ablation, readable or not. */
    ids(ablation: string): string[];
    /** All readable records of an ablation. */
    records(ablation: string): RunRecord[];
    /**
     * The run whose id starts with these digits, in any ablation.
     * @throws LabError if there is none or more than one
     */
    find(prefix: string): RunRecord;
    /**
     * Where a run's artefact is, with every file's hash checked once a process.
     * @throws LabError if a file is missing or changed
     */
    artefact(record: RunRecord): string;
    /** Takes the exclusive right to compute a run; undefined while another process has it. */
    claim(ablation: string, id: string): RunClaim | undefined;
    /** Removes what killed processes left of runs that are recorded, which nobody will claim again. */
    tidy(ablation: string): void;
    private recordFile;
    private artefactFolder;
    /** What is wrong with a record's files, if anything. */
    private artefactFault;
    /** What a killed process left of this run. Called under its lock, so no living process is writing these. */
    private removeLeftovers;
}
