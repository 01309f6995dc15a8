/** Loads the library; false where there is none for this machine, or LAB_NATIVE_KERNELS=off. */
export declare function loadKernelLibrary(): boolean;
