"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.defaultImageThreshold = void 0;
exports.imageClusters = imageClusters;
const native_1 = require("../engine/native");
/** Correlation of two images' bytes from which they are near duplicates, where a card states none. */
exports.defaultImageThreshold = 0.99;
/** Images compared at once with all others. */
const block = 1024;
/**
 * Clusters of near duplicates: images are joined whose pixels correlate by `threshold` or more, so that brightness and
 * contrast do not count, directly or through others. Every pair is compared.
 * @returns a cluster number for each image
 */
function imageClusters(images, threshold) {
    const parent = Int32Array.from({ length: images.length }, (_, index) => index);
    const rootOf = (index) => {
        let root = index;
        while (parent[root] !== root)
            root = parent[root];
        for (let at = index; at !== root;) {
            const next = parent[at];
            parent[at] = root;
            at = next;
        }
        return root;
    };
    native_1.tf.tidy(() => {
        const all = native_1.tf.tensor2d(images.values([...Array(images.length).keys()]), [images.length, images.pixelsPerImage], 'float32');
        const centred = all.sub(all.mean(1, true));
        const unit = centred.div(centred.square().sum(1, true).sqrt().maximum(1e-12));
        const columns = unit.transpose();
        for (let start = 0; start < images.length; start += block) {
            const rows = Math.min(block, images.length - start);
            // Pairs with earlier images only: each pair once.
            const before = start + rows;
            const correlations = native_1.tf.tidy(() => native_1.tf.matMul(unit.slice([start, 0], [rows, images.pixelsPerImage]), columns.slice([0, 0], [images.pixelsPerImage, before])));
            // Read outside of tidy, which would look for tensors among a million numbers.
            const found = correlations.dataSync();
            correlations.dispose();
            for (let row = 0; row < rows; row++) {
                for (let other = 0; other < start + row; other++) {
                    if (found[row * before + other] >= threshold)
                        parent[rootOf(start + row)] = rootOf(other);
                }
            }
        }
    });
    return Array.from(parent, (_, index) => rootOf(index));
}
//# sourceMappingURL=imageDuplicates.js.map