/** Loaded before a program: once everything is loaded and the first second is over, its clock stands an hour earlier. */
const { now } = Date;
const RealDate = Date;
const begun = performance.now();
const shift = () => (performance.now() - begun > 200 ? -3_600_000 : 0);
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now() + shift());
    else super(...given);
  }
  static now() {
    return now() + shift();
  }
};
