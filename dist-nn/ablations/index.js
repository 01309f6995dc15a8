"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ablations = void 0;
const contrastiveImages_1 = require("./contrastiveImages");
const domainAdaptation_1 = require("./domainAdaptation");
const domainMismatchAndSelection_1 = require("./domainMismatchAndSelection");
const medicalImages_1 = require("./medicalImages");
const pretrainingVersusScratch_1 = require("./pretrainingVersusScratch");
const transformerVersusConvnet_1 = require("./transformerVersusConvnet");
exports.ablations = [
    pretrainingVersusScratch_1.pretrainingVersusScratch,
    domainAdaptation_1.domainAdaptation,
    domainMismatchAndSelection_1.domainMismatchAndSelection,
    contrastiveImages_1.contrastiveImages,
    transformerVersusConvnet_1.transformerVersusConvnet,
    medicalImages_1.medicalImages,
];
//# sourceMappingURL=index.js.map