/** Whether a part of tokenizer.json brings a regular expression of its own, which could search a text for ever. */
export function bringsExpression(part: unknown): boolean {
  const pending = [part];
  for (let next = pending.pop(); pending.length > 0 || next !== undefined; next = pending.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if ('Regex' in next) return true;
    pending.push(...Object.values(next));
  }
  return false;
}
