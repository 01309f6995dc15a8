"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.setProgressRenderer = setProgressRenderer;
exports.startProgress = startProgress;
const silent = () => ({ update() { }, finish() { } });
let renderer = silent;
/** Chooses where progress is drawn. Commands and the kernel call it once; libraries never do. */
function setProgressRenderer(next) {
    renderer = next;
}
/** Starts a bar with a rate and the time left. Silent unless a renderer was chosen. */
function startProgress(options) {
    return renderer(options);
}
//# sourceMappingURL=progress.js.map