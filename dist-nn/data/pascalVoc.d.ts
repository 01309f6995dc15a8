/** A labelled box in pixels of its picture; right and bottom as the file gives them. */
export interface Box {
    readonly label: string;
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
}
/**
 * Reads one annotation file of the Pascal VOC kind (Everingham et al. 2010, development kit): the picture's file name and
 * its objects' boxes.
 * @param file as it is called in messages
 * @throws LabError when the file is no XML or names no picture, or an object lacks its name or a side of its box
 */
export declare function readPascalVoc(text: string, file: string): {
    picture: string;
    boxes: Box[];
};
