/** The study; see the head of this file. */
export declare const transformerVersusConvnet: import("./ablation").Ablation<"transformerScratch" | "convnetContrastive" | "transformerContrastive" | "transformerMasked" | "convnetScratch" | "transformerContrastiveFrozen" | "maskedFrozen" | "maskedLowFrozen" | "maskedHighFrozen" | "maskedSmallPatchFrozen">;
