export interface UnpackLimits {
    /** Bytes of all unpacked files together. Default 4 GiB. */
    readonly bytes?: number;
    /** Files and folders. Default 500,000. */
    readonly entries?: number;
}
/** What `unpack` makes of an archive: a folder ('a.zip', 'a.tar.gz' -> 'a') or a file ('b.txt.gz' -> 'b.txt'). */
export declare function unpackedName(archive: string): string;
/**
 * Unpacks an archive to `target`, which must not exist and appears only once everything is unpacked.
 * @throws LabError when an entry would leave the target's folder, is a link or device, or the limits are passed
 */
export declare function unpack(archive: string, target: string, limits?: UnpackLimits): Promise<void>;
