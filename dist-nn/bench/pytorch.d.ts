/**
 * The Python to use: the given one, else the one that {@link installPytorch} made, else none.
 * @throws LabError if it does not exist or cannot import torch
 */
export declare function findPytorch(given: string | undefined): string | undefined;
/**
 * Installs PyTorch into .lab/bench from the package index that pip is set to use; gigabytes on Linux.
 * @throws LabError if Python or pip fails
 */
export declare function installPytorch(): string;
