// A stand-in for training: numbers in milliseconds, the same for the same seed. Used by the toy study only.
function noise(...keys) {
  let state = 2166136261;
  for (const char of keys.join('|')) state = Math.imul(state ^ char.charCodeAt(0), 16777619) >>> 0;
  for (let i = 0; i < 3; i++) state = Math.imul(state ^ (state >>> 15), 2246822519) >>> 0;
  return state / 2 ** 32 - 0.5;
}

function accuracyOf({ gain, amount, seed, named, slope }) {
  const shared = 0.04 * noise('shared', amount, seed);
  return 0.2 + slope * Math.log2(amount) + gain + shared + 0.02 * noise(named, amount, seed);
}

module.exports = { accuracyOf };
