// The kernels of layers and losses as operations of TensorFlow: each checks the shapes of its inputs, makes its outputs,
// and calls its kernel.
#pragma once
#include "attention.h"
#include "call.h"
#include "crossEntropy.h"
#include "dropout.h"
#include "embedding.h"
#include "gelu.h"
#include "layerNormalization.h"
#include "matrixProduct.h"

namespace lab {

template <class T>
class LayerNorm : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor &x = context->input(0), &scale = context->input(1), &shift = context->input(2);
    const int64_t rows = rowsOf(x), width = widthOf(x);
    if (!call.require(scale.NumElements() == width && shift.NumElements() == width,
                      "LabLayerNorm: scale and shift must have the width of x"))
      return;
    Tensor* y = call.output(0, x.shape());
    Tensor* mean = call.output(1, {rows});
    Tensor* inverse = call.output(2, {rows});
    if (!call.ok()) return;
    layerNormalization(call.parallel, dataOf(x), dataOf(scale), dataOf(shift), rows, width,
                            dataOf<StoredAs<T>>(y), dataOf(mean), dataOf(inverse));
  }
};

template <class T>
class LayerNormGrad : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor &dy = context->input(0), &x = context->input(1), &mean = context->input(2);
    const Tensor &inverse = context->input(3), &scale = context->input(4);
    const Tensor* residual = context->num_inputs() > 5 ? &context->input(5) : nullptr;
    const int64_t rows = rowsOf(x), width = widthOf(x);
    if (!call.require(dy.NumElements() == x.NumElements() && mean.NumElements() == rows &&
                          inverse.NumElements() == rows && scale.NumElements() == width &&
                          (!residual || residual->NumElements() == x.NumElements()),
                      "LabLayerNormGrad: shapes do not fit"))
      return;
    Tensor* dx = call.output(0, x.shape());
    Tensor* sums = call.output(1, {2, width});
    float* partial = call.scratch(blocksOf(rows) * 2 * width);
    if (!call.ok()) return;
    layerNormalizationGradient(call.parallel, dataOf<StoredAs<T>>(dy), dataOf(x), dataOf(mean), dataOf(inverse),
                                    dataOf(scale), residual ? dataOf(*residual) : nullptr, rows, width, dataOf(dx),
                                    partial, dataOf(sums));
  }
};

template <class T>
class BiasGelu : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor &x = context->input(0), &bias = context->input(1);
    if (!call.require(bias.NumElements() == widthOf(x), "LabBiasGelu: bias must have the width of x")) return;
    Tensor* y = call.output(0, x.shape());
    if (!call.ok()) return;
    biasGelu(call.parallel, dataOf<StoredAs<T>>(x), dataOf(bias), rowsOf(x), widthOf(x), dataOf<StoredAs<T>>(y));
  }
};

template <class T>
class BiasGeluGrad : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor &dy = context->input(0), &x = context->input(1), &bias = context->input(2);
    const int64_t rows = rowsOf(x), width = widthOf(x);
    if (!call.require(bias.NumElements() == width && dy.NumElements() == x.NumElements(),
                      "LabBiasGeluGrad: shapes do not fit"))
      return;
    Tensor* dx = call.outputInPlaceOf(0, 0, x.shape());
    Tensor* dBias = call.output(1, {width});
    float* partial = call.scratch(blocksOf(rows) * width);
    if (!call.ok()) return;
    biasGeluGradient(call.parallel, dataOf<StoredAs<T>>(dy), dataOf<StoredAs<T>>(x), dataOf(bias), rows, width,
                          dataOf<StoredAs<T>>(dx), partial, dataOf(dBias));
  }
};

inline Philox philoxOf(const Tensor& seeds) {
  const int32_t* pair = dataOf<int32_t>(seeds);
  return philoxOf(pair[0], pair[1]);
}

template <class T>
class BiasDropoutResidual : public OpKernel {
 public:
  explicit BiasDropoutResidual(OpKernelConstruction* construction) : OpKernel(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("rate", &rate_));
  }
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor &x = context->input(0), &seeds = context->input(1);
    OpInputList bias, residual;
    OP_REQUIRES_OK(context, context->input_list("bias", &bias));
    OP_REQUIRES_OK(context, context->input_list("residual", &residual));
    if (!call.require(seeds.NumElements() == 2 && (bias.size() == 0 || bias[0].NumElements() == widthOf(x)) &&
                          (residual.size() == 0 || residual[0].NumElements() == x.NumElements()),
                      "LabBiasDropoutResidual: shapes do not fit"))
      return;
    Tensor* y = call.output(0, x.shape());
    if (!call.ok()) return;
    biasDropoutResidual(call.parallel, dataOf<StoredAs<T>>(x), bias.size() ? dataOf(bias[0]) : nullptr,
                             residual.size() ? dataOf(residual[0]) : nullptr, philoxOf(seeds), rate_, rowsOf(x),
                             widthOf(x), dataOf(y));
  }

 private:
  float rate_;
};

template <class T>
class BiasDropoutGrad : public OpKernel {
 public:
  explicit BiasDropoutGrad(OpKernelConstruction* construction) : OpKernel(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("rate", &rate_));
  }
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor &dy = context->input(0), &seeds = context->input(1);
    const int64_t rows = rowsOf(dy), width = widthOf(dy);
    if (!call.require(seeds.NumElements() == 2, "LabBiasDropoutGrad: seeds must be a pair")) return;
    Tensor* dx = call.output(0, dy.shape());
    Tensor* dBias = call.output(1, {width});
    float* partial = call.scratch(blocksOf(rows) * width);
    if (!call.ok()) return;
    biasDropoutGradient(call.parallel, dataOf(dy), philoxOf(seeds), rate_, rows, width, dataOf<StoredAs<T>>(dx),
                             partial, dataOf(dBias));
  }

 private:
  float rate_;
};

AttentionShape attentionShape(const Tensor& queryKeyValue, const Tensor& mask, int heads) {
  const int64_t batch = mask.dim_size(0), time = mask.dim_size(1);
  return {batch, time, heads, widthOf(queryKeyValue) / 3 / heads};
}
bool attentionFits(const Tensor& queryKeyValue, const Tensor& bias, const Tensor& mask, int heads) {
  return heads > 0 && queryKeyValue.dims() == 2 && mask.dims() == 2 && widthOf(queryKeyValue) % (3 * heads) == 0 &&
         queryKeyValue.dim_size(0) == mask.NumElements() && bias.NumElements() == widthOf(queryKeyValue);
}

template <class T>
class Attention : public OpKernel {
 public:
  explicit Attention(OpKernelConstruction* construction) : OpKernel(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("heads", &heads_));
  }
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor &queryKeyValue = context->input(0), &bias = context->input(1), &mask = context->input(2);
    if (!call.require(attentionFits(queryKeyValue, bias, mask, heads_), "LabAttention: shapes do not fit")) return;
    const AttentionShape shape = attentionShape(queryKeyValue, mask, heads_);
    Tensor* joined = call.output(0, {shape.batch * shape.time, shape.width()});
    Tensor* logSums = call.output(1, {shape.batch, shape.heads, shape.time});
    if (!call.ok()) return;
    attention(call.parallel, shape, dataOf<StoredAs<T>>(queryKeyValue), dataOf(bias), dataOf(mask),
                   dataOf<StoredAs<T>>(joined), dataOf(logSums));
  }

 private:
  int heads_;
};

template <class T>
class AttentionGrad : public OpKernel {
 public:
  explicit AttentionGrad(OpKernelConstruction* construction) : OpKernel(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("heads", &heads_));
  }
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor &dJoined = context->input(0), &queryKeyValue = context->input(1), &bias = context->input(2);
    const Tensor &mask = context->input(3), &logSums = context->input(4);
    if (!call.require(attentionFits(queryKeyValue, bias, mask, heads_) &&
                          dJoined.NumElements() * 3 == queryKeyValue.NumElements() &&
                          logSums.NumElements() == mask.NumElements() * heads_,
                      "LabAttentionGrad: shapes do not fit"))
      return;
    const AttentionShape shape = attentionShape(queryKeyValue, mask, heads_);
    Tensor* dQueryKeyValue = call.output(0, queryKeyValue.shape());
    Tensor* dBias = call.output(1, bias.shape());
    float* partial = call.scratch(shape.batch * 3 * shape.width());
    if (!call.ok()) return;
    attentionGradient(call.parallel, shape, dataOf<StoredAs<T>>(dJoined), dataOf<StoredAs<T>>(queryKeyValue),
                           dataOf(bias), dataOf(mask), dataOf(logSums), dataOf<StoredAs<T>>(dQueryKeyValue), partial,
                           dataOf(dBias));
  }

 private:
  int heads_;
};

template <class T>
class CrossEntropy : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor &logits = context->input(0), &labels = context->input(1);
    const Tensor* bias = context->num_inputs() > 2 ? &context->input(2) : nullptr;
    const int64_t rows = rowsOf(logits), classes = widthOf(logits);
    if (!call.require(labels.NumElements() == rows && (!bias || bias->NumElements() == classes),
                      "LabCrossEntropy: shapes do not fit"))
      return;
    Tensor* loss = call.output(0, {rows});
    Tensor* logSums = call.output(1, {rows});
    if (!call.ok()) return;
    crossEntropy(call.parallel, dataOf<StoredAs<T>>(logits), bias ? dataOf(*bias) : nullptr,
                      dataOf<int32_t>(labels), rows, classes, dataOf(loss), dataOf(logSums));
  }
};

template <class T>
class CrossEntropyGrad : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor &dLoss = context->input(0), &logits = context->input(1), &labels = context->input(2);
    const Tensor& logSums = context->input(3);
    const Tensor* bias = context->num_inputs() > 4 ? &context->input(4) : nullptr;
    const int64_t rows = rowsOf(logits), classes = widthOf(logits);
    if (!call.require(dLoss.NumElements() == rows && labels.NumElements() == rows && logSums.NumElements() == rows &&
                          (!bias || bias->NumElements() == classes),
                      "LabCrossEntropyGrad: shapes do not fit"))
      return;
    Tensor* dLogits = call.outputInPlaceOf(1, 0, logits.shape());
    Tensor* dBias = call.output(1, {bias ? classes : 0});
    float* partial = call.scratch(bias ? blocksOf(rows) * classes : 0);
    if (!call.ok()) return;
    crossEntropyGradient(call.parallel, dataOf(dLoss), dataOf<StoredAs<T>>(logits),
                              bias ? dataOf(*bias) : nullptr, dataOf<int32_t>(labels), dataOf(logSums), rows, classes,
                              dataOf<StoredAs<T>>(dLogits), partial, bias ? dataOf(dBias) : nullptr);
  }
};

class SumRowsByIndex : public OpKernel {
 public:
  explicit SumRowsByIndex(OpKernelConstruction* construction) : OpKernel(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("rows", &rows_));
  }
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor &rows = context->input(0), &indices = context->input(1);
    if (!call.require(rows.dims() == 2 && indices.NumElements() == rows.dim_size(0),
                      "LabSumRowsByIndex: an index for each row is needed"))
      return;
    Tensor* table = call.output(0, {rows_, widthOf(rows)});
    if (!call.ok()) return;
    sumRowsByIndex(call.parallel, dataOf(rows), dataOf<int32_t>(indices), rows.dim_size(0), rows_, widthOf(rows),
                        dataOf(table));
  }

 private:
  int64_t rows_;
};

// As TensorFlow's BatchMatMulV2 for two matrices; adj_x and adj_y read them transposed.
class MatMul : public OpKernel {
 public:
  explicit MatMul(OpKernelConstruction* construction) : OpKernel(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("adj_x", &leftTransposed_));
    OP_REQUIRES_OK(construction, construction->GetAttr("adj_y", &rightTransposed_));
  }
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor &x = context->input(0), &y = context->input(1);
    if (!call.require(x.dims() == 2 && y.dims() == 2, "LabMatMul: two matrices are needed")) return;
    const int64_t rows = x.dim_size(leftTransposed_ ? 1 : 0), depth = x.dim_size(leftTransposed_ ? 0 : 1);
    const int64_t columns = y.dim_size(rightTransposed_ ? 0 : 1);
    if (!call.require(y.dim_size(rightTransposed_ ? 1 : 0) == depth, "LabMatMul: the inner sizes differ")) return;
    Tensor* product = call.output(0, {rows, columns});
    float* packed = call.scratch(scratchOfProduct(depth, columns));
    if (!call.ok()) return;
    matrixProduct(call.parallel, view(x, leftTransposed_), view(y, rightTransposed_), rows, depth, columns, packed,
                       dataOf(product));
  }

 private:
  static MatrixView view(const Tensor& matrix, bool transposed) {
    const int64_t width = matrix.dim_size(1);
    return transposed ? MatrixView{dataOf(matrix), 1, width} : MatrixView{dataOf(matrix), width, 1};
  }
  bool leftTransposed_, rightTransposed_;
};

}  // namespace lab
