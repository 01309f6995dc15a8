// The optimiser's kernels as operations of TensorFlow.
#pragma once
#include "adamW.h"
#include "call.h"

namespace lab {

class GlobalNorm : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    Call call(context);
    std::vector<const float*> tensors;
    std::vector<int64_t> sizes;
    for (int i = 0; i < context->num_inputs(); i++) {
      tensors.push_back(dataOf(context->input(i)));
      sizes.push_back(context->input(i).NumElements());
    }
    Tensor* norm = call.output(0, {});
    if (!call.ok()) return;
    *dataOf(norm) = globalNorm(call.parallel, tensors, sizes);
  }
};

class AdamW : public OpKernel {
 public:
  explicit AdamW(OpKernelConstruction* construction) : OpKernel(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("beta1", &beta1_));
    OP_REQUIRES_OK(construction, construction->GetAttr("beta2", &beta2_));
    OP_REQUIRES_OK(construction, construction->GetAttr("epsilon", &epsilon_));
    OP_REQUIRES_OK(construction, construction->GetAttr("weight_decays", &decays_));
  }
  void Compute(OpKernelContext* context) override {
    Call call(context);
    OpInputList parameters, first, second, gradients, rates;
    OP_REQUIRES_OK(context, context->input_list("parameters", &parameters));
    OP_REQUIRES_OK(context, context->input_list("first", &first));
    OP_REQUIRES_OK(context, context->input_list("second", &second));
    OP_REQUIRES_OK(context, context->input_list("gradients", &gradients));
    OP_REQUIRES_OK(context, context->input_list("rates", &rates));
    const int count = parameters.size();
    const float clip = *dataOf(context->input(5 * count));
    const float power1 = *dataOf(context->input(5 * count + 1)), power2 = *dataOf(context->input(5 * count + 2));
    const float root = std::sqrt(1 - power2);
    const float correction = root / (1 - power1);
    if (!call.require(static_cast<int>(decays_.size()) == count, "LabAdamW: a weight decay for each parameter")) return;
    std::vector<AdamWPart> parts;
    std::vector<int64_t> sizes;
    for (int i = 0; i < count; i++) {
      const int64_t size = parameters[i].NumElements();
      if (!call.require(first[i].NumElements() == size && second[i].NumElements() == size &&
                            gradients[i].NumElements() == size && rates[i].NumElements() == 1,
                        "LabAdamW: moments and gradient must have the parameter's shape"))
        return;
      const TensorShape& shape = parameters[i].shape();
      Tensor* newParameter = call.outputInPlaceOf(i, i, shape);
      // The gradient's memory is free after this op; the moments usually still belong to variables.
      Tensor* newFirst = call.outputInPlaceOf(3 * count + i, count + i, shape);
      Tensor* newSecond = call.outputInPlaceOf(2 * count + i, 2 * count + i, shape);
      if (!call.ok()) return;
      const float rate = *dataOf(rates[i]);
      parts.push_back({dataOf(parameters[i]), dataOf(first[i]), dataOf(second[i]), dataOf(gradients[i]),
                       dataOf(newParameter), dataOf(newFirst), dataOf(newSecond), rate * correction,
                       1 - rate * decays_[i]});
      sizes.push_back(size);
    }
    adamW(call.parallel, parts, sizes, clip, beta1_, beta2_, epsilon_ * root);
  }

 private:
  float beta1_, beta2_, epsilon_;
  std::vector<float> decays_;
};

}  // namespace lab
