/** A change that somebody makes by hand to what the lab wrote, with every checksum that anybody can compute done again. */
export interface Edit {
  readonly what: string;
  /** What finds it; of an edit that nothing finds, why. */
  readonly caughtBy: string;
  /** Default true. */
  readonly caught?: false;
}
