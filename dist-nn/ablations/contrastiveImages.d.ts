/** The study; see the head of this file. */
export declare const contrastiveImages: import("./ablation").Ablation<"scratch" | "frozen" | "scratchComputeMatched" | "finetuned" | "randomFrozen" | "scratchPlain" | "lowTemperatureFrozen" | "shiftsOnlyFrozen" | "allLabels">;
