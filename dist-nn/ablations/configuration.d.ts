import type { Configuration, Json } from './ablation';
/** The declared sections; all of them where none are declared. */
export declare function usedSections(configuration: Configuration, uses: readonly string[] | undefined): {
    readonly [section: string]: Json;
};
/**
 * A copy of the declared sections in which reading any other throws, so that an undeclared dependency is found at once
 * and not by a stale number.
 */
export declare function declaredSections(configuration: Configuration, uses: readonly string[] | undefined, who: string): Configuration;
