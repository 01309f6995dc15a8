"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
//# sourceMappingURL=timedStep.js.map