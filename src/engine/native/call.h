// One call of a kernel as TensorFlow makes it: its tensors' memory, its threads, and its failures.
#pragma once
#include "tensorflow/core/framework/op_kernel.h"

#include "blocks.h"

namespace lab {

using namespace tensorflow;

template <class T>
struct Stored {
  using type = T;
};
template <>
struct Stored<bfloat16> {
  using type = Bfloat16;
};
template <class T>
using StoredAs = typename Stored<T>::type;

template <class T = float>
const T* dataOf(const Tensor& tensor) {
  return static_cast<const T*>(tensor.data());
}
template <class T = float>
T* dataOf(Tensor* tensor) {
  return static_cast<T*>(tensor->data());
}

/** One kernel call: its threads, and its inputs and outputs with failures kept for the end. */
class Call {
 public:
  explicit Call(OpKernelContext* context) : context_(context) {
    auto* workers = context->device()->tensorflow_cpu_worker_threads()->workers;
    parallel = [workers](int64_t count, int64_t cost, const std::function<void(int64_t, int64_t)>& body) {
      if (count > 0) workers->ParallelFor(count, cost, body);
    };
  }
  Parallel parallel;

  Tensor* output(int index, const TensorShape& shape) {
    Tensor* made = nullptr;
    const Status status = context_->allocate_output(index, shape, &made);
    if (!status.ok()) context_->CtxFailure(status);
    return made;
  }
  /** The input's own memory where nobody else needs it. */
  Tensor* outputInPlaceOf(int input, int index, const TensorShape& shape) {
    Tensor* made = nullptr;
    const Status status = context_->forward_input_or_allocate_output({input}, index, shape, &made);
    if (!status.ok()) context_->CtxFailure(status);
    return made;
  }
  /** float32 working memory; null after a failure. */
  float* scratch(int64_t floats) {
    const Status status = context_->allocate_temp(DT_FLOAT, TensorShape({floats}), &scratch_);
    if (!status.ok()) {
      context_->CtxFailure(status);
      return nullptr;
    }
    return dataOf(&scratch_);
  }
  bool require(bool condition, const char* what) {
    if (!condition) context_->CtxFailure(errors::InvalidArgument(what));
    return condition;
  }
  bool ok() const { return context_->status().ok(); }

 private:
  OpKernelContext* context_;
  Tensor scratch_;
};

inline int64_t rowsOf(const Tensor& x) { return x.dims() < 1 || x.dim_size(x.dims() - 1) == 0 ? 0 : x.NumElements() / x.dim_size(x.dims() - 1); }
inline int64_t widthOf(const Tensor& x) { return x.dims() < 1 ? 0 : x.dim_size(x.dims() - 1); }

}  // namespace lab
