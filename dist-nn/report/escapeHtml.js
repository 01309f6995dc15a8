"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.escapeHtml = escapeHtml;
const entities = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
};
/** Text as it may stand in HTML, between tags and in quoted attributes. */
function escapeHtml(text) {
    return text.replace(/[&<>"']/g, (character) => entities[character]);
}
//# sourceMappingURL=escapeHtml.js.map