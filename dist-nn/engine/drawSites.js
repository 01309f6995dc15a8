"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.beginCall = beginCall;
exports.currentCall = currentCall;
/**
 * Which call of a program is running. Sites, the places in a function that draw random numbers, are counted from the
 * start of each call, so that a call that was refused halfway does not shift the numbers of the next.
 */
let call = 0;
/** A program is about to run or record a function. */
function beginCall() {
    call++;
}
/** Number of the present call. */
function currentCall() {
    return call;
}
//# sourceMappingURL=drawSites.js.map