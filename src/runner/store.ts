/**
 * The store of runs: one record a run, artefacts in a folder beside it. Several processes may share it; a crash at any
 * moment leaves each run either recorded whole or not at all.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { filesUnder, publishFolder, temporaryName, writeDurably, writeRefusal } from '../durableFiles';
import { LabError } from '../errors';
import { labFolder } from '../paths';
import { sha256, shortId } from './identity';
import { takeLock } from './runLock';
import type { ArtefactFile, RunRecord } from './runRecord';
import { decodeRecord, encodeRecord } from './runRecord';

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

export class RunStore {
  readonly damaged: DamagedRun[] = [];
  private readonly verified = new Set<string>();

  /** @param folder where the runs of all studies are; default .lab/runs */
  constructor(readonly folder: string = labFolder('runs')) {}

  /**
   * A run's record, or undefined where there is none. A damaged record, or one whose artefact is gone or changed, is
   * noted in `damaged` and counts as none.
   */
  read(study: string, id: string): RunRecord | undefined {
    const file = this.recordFile(study, id);
    let text: string;
    try {
      text = fs.readFileSync(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw writeRefusal(file, error);
    }
    const decoded = decodeRecord(text, id);
    const reason = typeof decoded === 'string' ? decoded : this.artefactFault(decoded, 'sizes');
    if (reason) {
      if (!this.damaged.some((run) => run.id === id)) this.damaged.push({ id, file, reason });
      return undefined;
    }
    return decoded as RunRecord;
  }

  /** Ids of all records of a study, readable or not. */
  ids(study: string): string[] {
    const folder = path.join(this.folder, study);
    if (!fs.existsSync(folder)) return [];
    return fs
      .readdirSync(folder)
      .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
      .map((name) => name.slice(0, -'.json'.length))
      .sort();
  }

  /** Ids of the studies of which something is kept. */
  studies(): string[] {
    if (!fs.existsSync(this.folder)) return [];
    const entries = fs.readdirSync(this.folder, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  }

  /** All readable records of a study. */
  records(study: string): RunRecord[] {
    return this.ids(study)
      .map((id) => this.read(study, id))
      .filter((record): record is RunRecord => record !== undefined);
  }

  /**
   * The run whose id starts with these digits, in any study.
   * @throws LabError if there is none or more than one
   */
  find(prefix: string): RunRecord {
    const found = this.studies().flatMap((name) =>
      this.ids(name)
        .filter((id) => prefix.length >= 4 && id.startsWith(prefix.toLowerCase()))
        .map((id) => ({ name, id })),
    );
    if (found.length === 0) {
      throw new LabError(
        `No run in ${this.folder} has an id that starts with '${prefix}' (four digits or more); reports and 'lab run ID --json' show the ids.`,
      );
    }
    if (found.length > 1) {
      throw new LabError(`${found.length} runs have ids that start with '${prefix}'; give more digits.`);
    }
    const record = this.read(found[0]!.name, found[0]!.id);
    if (!record) {
      const fault = this.damaged.find((run) => run.id === found[0]!.id);
      throw new LabError(
        `The record ${fault?.file} cannot be used: ${fault?.reason}; 'lab run' computes it again.`,
      );
    }
    return record;
  }

  /**
   * Where a run's artefact is, with every file's hash checked once a process.
   * @throws LabError if a file is missing or changed
   */
  artefact(record: RunRecord): string {
    const folder = this.artefactFolder(record.determinants.study, record.id);
    if (!this.verified.has(record.id)) {
      const fault = this.artefactFault(record, 'hashes');
      if (fault) {
        fs.rmSync(this.recordFile(record.determinants.study, record.id), { force: true });
        throw new LabError(
          `The artefact of run ${shortId(record.id)} (${record.determinants.name}) is damaged: ${fault}; the next call computes it again.`,
        );
      }
      this.verified.add(record.id);
    }
    return folder;
  }

  /**
   * Takes the exclusive right to compute a run; undefined while another process has it.
   * @param onHeld told which: 'process 123 since 12:30:05'
   */
  claim(study: string, id: string, onHeld?: (holder: string) => void): RunClaim | undefined {
    const record = this.recordFile(study, id);
    try {
      fs.mkdirSync(path.dirname(record), { recursive: true });
      const lock = takeLock(`${record.slice(0, -'.json'.length)}.lock`, onHeld);
      if (!lock) return undefined;
      this.removeLeftovers(study, id);
      const folder = temporaryName(this.artefactFolder(study, id));
      fs.mkdirSync(folder);
      const resumeFile = path.join(path.dirname(record), `${id}.resume`);
      return {
        folder,
        resumeFile,
        complete: (unfinished) => {
          const complete = { ...unfinished, files: unfinished.state === 'finished' ? inventory(folder) : [] };
          try {
            if (complete.files.length > 0) publishFolder(folder, this.artefactFolder(study, id));
            else fs.rmSync(folder, { recursive: true, force: true });
            writeDurably(record, encodeRecord(complete));
            // What a failed run had saved is kept: the next attempt goes on from there.
            if (complete.state === 'finished') fs.rmSync(resumeFile, { force: true });
          } catch (error) {
            throw writeRefusal(record, error);
          } finally {
            lock.release();
          }
          return complete;
        },
        abandon: () => {
          fs.rmSync(folder, { recursive: true, force: true });
          lock.release();
        },
      };
    } catch (error) {
      throw writeRefusal(record, error);
    }
  }

  /** Removes what killed processes left of runs that are recorded, which nobody will claim again, and of prepared data. */
  tidy(study: string): void {
    const folder = path.join(this.folder, study);
    if (!fs.existsSync(folder)) return;
    const left = fs.readdirSync(folder).filter((name) => /\.lock$|\.partial-/.test(name));
    for (const id of new Set(left.flatMap((name) => /^(?:data-)?[0-9a-f]{64}/.exec(name) ?? []))) {
      const lock = takeLock(path.join(folder, `${id}.lock`));
      if (!lock) continue;
      this.removeLeftovers(study, id);
      lock.release();
    }
  }

  private recordFile(study: string, id: string): string {
    return path.join(this.folder, study, `${id}.json`);
  }

  private artefactFolder(study: string, id: string): string {
    return path.join(this.folder, study, id);
  }

  /** What is wrong with a record's files, if anything. */
  private artefactFault(record: RunRecord, check: 'sizes' | 'hashes'): string | undefined {
    const folder = this.artefactFolder(record.determinants.study, record.id);
    for (const file of record.files) {
      const full = path.join(folder, file.path);
      const stat = fs.statSync(full, { throwIfNoEntry: false });
      if (!stat) return `its file ${file.path} is missing`;
      if (stat.size !== file.bytes)
        return `its file ${file.path} has ${stat.size} bytes instead of ${file.bytes}`;
      if (check === 'hashes' && sha256(fs.readFileSync(full)) !== file.sha256) {
        return `its file ${file.path} has changed`;
      }
    }
    return undefined;
  }

  /** What a killed process left of this run. Called under its lock, so no living process is writing these. */
  private removeLeftovers(study: string, id: string): void {
    const folder = path.join(this.folder, study);
    for (const name of fs.readdirSync(folder)) {
      if (!name.startsWith(id) || !name.includes('.partial-')) continue;
      fs.rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  }
}

function inventory(folder: string): ArtefactFile[] {
  return filesUnder(folder).map((name) => {
    const content = fs.readFileSync(path.join(folder, name));
    return { path: name, bytes: content.length, sha256: sha256(content) };
  });
}
