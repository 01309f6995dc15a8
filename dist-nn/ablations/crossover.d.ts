/** Up to how many labels the treatment helps: where its advantage is last seen. */
import type { PairedDifference } from './pairedDifference';
export interface Crossover {
    /**
     * 'stops': helps at some budget and no longer from `at` on · 'throughout': still helps at the largest budget measured ·
     * 'never': helps at none · 'unknown': no budget has an interval.
     */
    readonly kind: 'stops' | 'throughout' | 'never' | 'unknown';
    /** First budget from which on no paired interval lies above zero. Of 'stops' only. */
    readonly at?: number;
    /** Labels where the interval's lower end, joined by straight lines over log2(labels), crosses zero. Of 'stops' only. */
    readonly estimate?: number;
    /** Labels where the mean difference itself changes sign, read off likewise; undefined if it never does. */
    readonly signChange?: number;
    /** Budgets whose interval lies wholly below zero: there the treatment harms. */
    readonly harms: readonly number[];
    readonly sentence: string;
}
/**
 * Finds where a treatment stops helping. "Helps" means that the paired t interval lies wholly on the better side of zero;
 * budgets with fewer than two pairs show nothing and are passed over.
 */
export declare function crossover(differences: readonly PairedDifference[], options?: {
    higherIsBetter?: boolean;
    title?: string;
}): Crossover;
