// Gives every tensor made from a JavaScript array memory of its own; included before the addon's sources.
//
// TF_NewTensor takes over an array that happens to lie at a multiple of 64 bytes, and calls the addon back when its last
// user lets go of it. That may be a thread of TensorFlow's, and the addon then calls Node's API, which only the main
// thread may. About one call in two thousand of a training run did, which was seen after a run had ended in a segmentation fault.
// Other arrays TF_NewTensor copies itself.
#pragma once
#include <cstring>

#include "tensorflow/c/tf_tensor.h"

inline TF_Tensor* tensorWithOwnMemory(TF_DataType type, const int64_t* shape, int dimensions, void* data, size_t length,
                                      void (*release)(void*, size_t, void*), void* argument) {
  TF_Tensor* tensor = TF_AllocateTensor(type, shape, dimensions, length);
  if (tensor && length > 0) std::memcpy(TF_TensorData(tensor), data, length);
  release(data, length, argument);
  return tensor;
}

#define TF_NewTensor tensorWithOwnMemory
