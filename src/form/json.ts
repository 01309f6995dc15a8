/** Anything that JSON can carry: what settings are made of, so that they can be hashed and compared. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Settings of a study: named sections, so that a stage or an arm can say which of them it depends on. */
export type Settings = { readonly [section: string]: Json };
