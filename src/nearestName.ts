const longest = 200;

/** The known name with the fewest edits from `name`, unless more than about a third of it would have to change. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  // Edits are counted in time that grows with the product of the lengths, and nobody mistypes so long a name.
  if (name.length > longest) return undefined;
  const measured = known
    .filter((candidate) => candidate.length <= longest)
    .map((candidate) => ({
      candidate,
      edits: editDistance(name.toLowerCase(), candidate.toLowerCase()),
    }));
  const best = measured.sort((a, b) => a.edits - b.edits)[0];
  return best && best.edits <= Math.max(2, Math.ceil(name.length / 3)) ? best.candidate : undefined;
}

/** Insertions, deletions and substitutions that turn one word into another (Levenshtein). */
function editDistance(first: string, second: string): number {
  let row = Array.from({ length: second.length + 1 }, (_, column) => column);
  for (let i = 1; i <= first.length; i++) {
    const next = [i];
    for (let j = 1; j <= second.length; j++) {
      const substituted = row[j - 1]! + (first[i - 1] === second[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[second.length]!;
}
