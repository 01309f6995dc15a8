/** How a study's settings take up a candidate of its tuning. */

/**
 * The configuration in which the arms that share some fine-tuning are fine-tuned as a candidate says at one budget; what
 * the candidate leaves open stays as it is.
 * @param arms the key of `config.finetuning` that they share
 */
export function withCandidate<
  Arms extends string,
  Settings extends object,
  Config extends { finetuning: { [Key in Arms]: Record<string, Settings> } },
>(config: Config, arms: Arms, labelsPerClass: number, candidate: Partial<NoInfer<Settings>>): Config {
  const before = config.finetuning[arms];
  const budgets = { ...before, [labelsPerClass]: { ...before[labelsPerClass], ...candidate } };
  return { ...config, finetuning: { ...config.finetuning, [arms]: budgets } };
}
