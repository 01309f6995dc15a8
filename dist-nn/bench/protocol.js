"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.maskProbability = void 0;
/** Share of the tokens to predict (Devlin et al. 2019, section 3.1). */
exports.maskProbability = 0.15;
//# sourceMappingURL=protocol.js.map