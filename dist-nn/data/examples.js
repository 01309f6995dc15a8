"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
//# sourceMappingURL=examples.js.map