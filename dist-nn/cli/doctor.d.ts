/** `lab doctor`: the environment fingerprint that every result carries, and the health of each part. */
import { Command } from 'commander';
import type { EnvironmentFingerprint } from '../engine/fingerprint';
import { type HealthCheck } from './health';
/** The command, for the command line to add. Exits with 1 if a part is broken. */
export declare function doctorCommand(): Command;
/** The fingerprint as aligned lines. */
export declare function describeFingerprint(fingerprint: EnvironmentFingerprint | null): string[];
/** One line a part, its remedy under it. */
export declare function describeHealth(health: readonly HealthCheck[]): string[];
