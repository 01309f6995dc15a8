/** Says in a clause what the study does that makes no sense; the check that calls it goes no further. */
export type Refuse = (what: string) => never;
