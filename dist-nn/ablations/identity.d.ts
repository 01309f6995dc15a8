import type { Json } from './ablation';
/**
 * JSON with sorted keys and no white space, so that equal values have equal texts.
 * @throws TypeError for a number that is not finite: JSON would silently write null
 */
export declare function canonicalJson(value: unknown): string;
/** SHA-256 in hexadecimal, 64 digits. */
export declare function sha256(content: string | Uint8Array): string;
/** SHA-256 of a value's canonical JSON. */
export declare function identify(value: Json | object): string;
/** How a run's id is shown where space is short; unique within a store for all practical purposes. */
export declare function shortId(id: string): string;
