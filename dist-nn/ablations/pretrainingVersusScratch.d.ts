/** The study; see the head of this file. */
export declare const pretrainingVersusScratch: import("./ablation").Ablation<"scratch" | "pretrained" | "frozen" | "tfidf" | "wordVectors" | "scratchComputeMatched">;
