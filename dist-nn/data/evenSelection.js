"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.evenlyChosen = evenlyChosen;
/** So many images of a set (all, where it has fewer), spread evenly over it: neighbours may come from one slide or class. */
function evenlyChosen(images, count) {
    const taken = Math.min(count, images.length);
    const indices = Array.from({ length: taken }, (_, k) => Math.floor((k * images.length) / taken));
    return images.select(indices);
}
//# sourceMappingURL=evenSelection.js.map