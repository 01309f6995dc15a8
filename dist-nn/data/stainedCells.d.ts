/** The kinds of cells, in the order of their labels. */
export declare const cellKinds: readonly ["red cell", "platelet", "neutrophil", "eosinophil", "lymphocyte", "monocyte"];
export type CellKind = (typeof cellKinds)[number];
/**
 * Synthetic photographs of single blood cells on stained smears, 28 x 28 colour: what pathologists look at, as a drawing.
 * Sizes and shapes follow textbook descriptions (diameters, lobes of the nucleus, grains, plasma); stain, light, sharpness,
 * magnification and crowding are drawn for each slide, and again, less, for each image. No real cell went into it, so it
 * tells nothing about diagnosis; `slides.idx` lets splits share no slide.
 */
export declare function stainedCells(seed: number): Record<string, Uint8Array>;
/** The cells of one slide: bytes [100, 28, 28, 3], and the place of each one's kind in {@link cellKinds}. */
export declare function cellsOfSlide(seed: number, slide: number): {
    pixels: Uint8Array;
    labels: Uint8Array;
};
