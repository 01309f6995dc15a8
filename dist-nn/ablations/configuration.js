"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.usedSections = usedSections;
exports.declaredSections = declaredSections;
/** A run sees only the sections of the configuration that it declared, because only those are in its id. */
const errors_1 = require("../errors");
/** The declared sections; all of them where none are declared. */
function usedSections(configuration, uses) {
    const names = uses ?? Object.keys(configuration);
    return Object.fromEntries(names.map((name) => [name, configuration[name] ?? null]));
}
/**
 * A copy of the declared sections in which reading any other throws, so that an undeclared dependency is found at once
 * and not by a stale number.
 */
function declaredSections(configuration, uses, who) {
    const copy = structuredClone(usedSections(configuration, uses));
    for (const section of Object.keys(configuration)) {
        if (section in copy)
            continue;
        Object.defineProperty(copy, section, {
            enumerable: false,
            get() {
                throw new errors_1.LabError(`${who} reads the configuration's '${section}' but does not declare it: add it to 'uses'.`);
            },
        });
    }
    return copy;
}
//# sourceMappingURL=configuration.js.map