/** Where a claim comes from, precisely enough to look it up. */
export interface ClaimSource {
  readonly paper: string;
  /** Edition or preprint version: 'ACL 2018', 'arXiv 1801.06146v5'. */
  readonly version: string;
  /** 'table 2', 'figure 3'. */
  readonly where: string;
  /** The number reported there, in words. */
  readonly number: string;
  /** How it was obtained there: data, budgets, repeats. */
  readonly protocol: string;
}

export interface Claim {
  readonly sentence: string;
  readonly source: ClaimSource;
  /** What should be seen at our scale, written before the study ran. */
  readonly expected: string;
}
