// Registers the lab's kernels with TensorFlow when this library is loaded. Attribute T is the type of what goes to and
// comes from matrix products: float, or bfloat16 in mixed precision; sums, statistics and parameters are float.
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/framework/shape_inference.h"

#include "adamW.h"
#include "attention.h"
#include "crossEntropy.h"
#include "dropout.h"
#include "embedding.h"
#include "gelu.h"
#include "layerNormalization.h"
#include "matrixProduct.h"

namespace {

using namespace tensorflow;
using shape_inference::InferenceContext;

template <class T>
struct Stored {
  using type = T;
};
template <>
struct Stored<bfloat16> {
  using type = lab::Bfloat16;
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
  lab::Parallel parallel;

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

int64_t rowsOf(const Tensor& x) { return x.dims() < 1 || x.dim_size(x.dims() - 1) == 0 ? 0 : x.NumElements() / x.dim_size(x.dims() - 1); }
int64_t widthOf(const Tensor& x) { return x.dims() < 1 ? 0 : x.dim_size(x.dims() - 1); }

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
    lab::layerNormalization(call.parallel, dataOf(x), dataOf(scale), dataOf(shift), rows, width,
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
    float* partial = call.scratch(lab::blocksOf(rows) * 2 * width);
    if (!call.ok()) return;
    lab::layerNormalizationGradient(call.parallel, dataOf<StoredAs<T>>(dy), dataOf(x), dataOf(mean), dataOf(inverse),
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
    lab::biasGelu(call.parallel, dataOf<StoredAs<T>>(x), dataOf(bias), rowsOf(x), widthOf(x), dataOf<StoredAs<T>>(y));
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
    float* partial = call.scratch(lab::blocksOf(rows) * width);
    if (!call.ok()) return;
    lab::biasGeluGradient(call.parallel, dataOf<StoredAs<T>>(dy), dataOf<StoredAs<T>>(x), dataOf(bias), rows, width,
                          dataOf<StoredAs<T>>(dx), partial, dataOf(dBias));
  }
};

lab::Philox philoxOf(const Tensor& seeds) {
  const int32_t* pair = dataOf<int32_t>(seeds);
  return lab::philoxOf(pair[0], pair[1]);
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
    lab::biasDropoutResidual(call.parallel, dataOf<StoredAs<T>>(x), bias.size() ? dataOf(bias[0]) : nullptr,
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
    float* partial = call.scratch(lab::blocksOf(rows) * width);
    if (!call.ok()) return;
    lab::biasDropoutGradient(call.parallel, dataOf(dy), philoxOf(seeds), rate_, rows, width, dataOf<StoredAs<T>>(dx),
                             partial, dataOf(dBias));
  }

 private:
  float rate_;
};

lab::AttentionShape attentionShape(const Tensor& queryKeyValue, const Tensor& mask, int heads) {
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
    const lab::AttentionShape shape = attentionShape(queryKeyValue, mask, heads_);
    Tensor* joined = call.output(0, {shape.batch * shape.time, shape.width()});
    Tensor* logSums = call.output(1, {shape.batch, shape.heads, shape.time});
    if (!call.ok()) return;
    lab::attention(call.parallel, shape, dataOf<StoredAs<T>>(queryKeyValue), dataOf(bias), dataOf(mask),
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
    const lab::AttentionShape shape = attentionShape(queryKeyValue, mask, heads_);
    Tensor* dQueryKeyValue = call.output(0, queryKeyValue.shape());
    Tensor* dBias = call.output(1, bias.shape());
    float* partial = call.scratch(shape.batch * 3 * shape.width());
    if (!call.ok()) return;
    lab::attentionGradient(call.parallel, shape, dataOf<StoredAs<T>>(dJoined), dataOf<StoredAs<T>>(queryKeyValue),
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
    lab::crossEntropy(call.parallel, dataOf<StoredAs<T>>(logits), bias ? dataOf(*bias) : nullptr,
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
    float* partial = call.scratch(bias ? lab::blocksOf(rows) * classes : 0);
    if (!call.ok()) return;
    lab::crossEntropyGradient(call.parallel, dataOf(dLoss), dataOf<StoredAs<T>>(logits),
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
    lab::sumRowsByIndex(call.parallel, dataOf(rows), dataOf<int32_t>(indices), rows.dim_size(0), rows_, widthOf(rows),
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
    float* packed = call.scratch(lab::scratchOfProduct(depth, columns));
    if (!call.ok()) return;
    lab::matrixProduct(call.parallel, view(x, leftTransposed_), view(y, rightTransposed_), rows, depth, columns, packed,
                       dataOf(product));
  }

 private:
  static lab::MatrixView view(const Tensor& matrix, bool transposed) {
    const int64_t width = matrix.dim_size(1);
    return transposed ? lab::MatrixView{dataOf(matrix), 1, width} : lab::MatrixView{dataOf(matrix), width, 1};
  }
  bool leftTransposed_, rightTransposed_;
};

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
    *dataOf(norm) = lab::globalNorm(call.parallel, tensors, sizes);
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
    const float correction = std::sqrt(1 - power2) / (1 - power1);
    if (!call.require(static_cast<int>(decays_.size()) == count, "LabAdamW: a weight decay for each parameter")) return;
    std::vector<lab::AdamWPart> parts;
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
    lab::adamW(call.parallel, parts, sizes, clip, beta1_, beta2_, epsilon_);
  }

 private:
  float beta1_, beta2_, epsilon_;
  std::vector<float> decays_;
};

// Shapes: `like(output, input)` says which output has which input's shape.
Status sameShapes(InferenceContext* c, std::initializer_list<std::pair<int, int>> like) {
  for (int i = 0; i < c->num_outputs(); i++) c->set_output(i, c->UnknownShape());
  for (const auto& [output, input] : like) c->set_output(output, c->input(input));
  return OkStatus();
}

#define LAB_SHAPES(...) SetShapeFn([](InferenceContext* c) { return sameShapes(c, __VA_ARGS__); })
#define LAB_T Attr("T: {float, bfloat16} = DT_FLOAT")

REGISTER_OP("LabLayerNorm")
    .LAB_T.Input("x: float")
    .Input("scale: float")
    .Input("shift: float")
    .Output("y: T")
    .Output("mean: float")
    .Output("inverse: float")
    .LAB_SHAPES({{0, 0}});
REGISTER_OP("LabLayerNormGrad")
    .LAB_T.Attr("R: int >= 0")
    .Input("dy: T")
    .Input("x: float")
    .Input("mean: float")
    .Input("inverse: float")
    .Input("scale: float")
    .Input("residual: R * float")
    .Output("dx: float")
    .Output("sums: float")
    .LAB_SHAPES({{0, 1}});
REGISTER_OP("LabBiasGelu").LAB_T.Input("x: T").Input("bias: float").Output("y: T").LAB_SHAPES({{0, 0}});
REGISTER_OP("LabBiasGeluGrad")
    .LAB_T.Input("dy: T")
    .Input("x: T")
    .Input("bias: float")
    .Output("dx: T")
    .Output("dbias: float")
    .LAB_SHAPES({{0, 1}, {1, 2}});
REGISTER_OP("LabBiasDropoutResidual")
    .LAB_T.Attr("rate: float")
    .Attr("B: int >= 0")
    .Attr("R: int >= 0")
    .Input("x: T")
    .Input("seeds: int32")
    .Input("bias: B * float")
    .Input("residual: R * float")
    .Output("y: float")
    .LAB_SHAPES({{0, 0}});
REGISTER_OP("LabBiasDropoutGrad")
    .LAB_T.Attr("rate: float")
    .Input("dy: float")
    .Input("seeds: int32")
    .Output("dx: T")
    .Output("dbias: float")
    .LAB_SHAPES({{0, 0}});
REGISTER_OP("LabAttention")
    .LAB_T.Attr("heads: int")
    .Input("query_key_value: T")
    .Input("bias: float")
    .Input("mask: float")
    .Output("joined: T")
    .Output("log_sums: float")
    .LAB_SHAPES({});
REGISTER_OP("LabAttentionGrad")
    .LAB_T.Attr("heads: int")
    .Input("djoined: T")
    .Input("query_key_value: T")
    .Input("bias: float")
    .Input("mask: float")
    .Input("log_sums: float")
    .Output("dquery_key_value: T")
    .Output("dbias: float")
    .LAB_SHAPES({{0, 1}, {1, 2}});
REGISTER_OP("LabCrossEntropy")
    .LAB_T.Attr("B: int >= 0")
    .Input("logits: T")
    .Input("labels: int32")
    .Input("bias: B * float")
    .Output("loss: float")
    .Output("log_sums: float")
    .LAB_SHAPES({{0, 1}, {1, 1}});
REGISTER_OP("LabCrossEntropyGrad")
    .LAB_T.Attr("B: int >= 0")
    .Input("dloss: float")
    .Input("logits: T")
    .Input("labels: int32")
    .Input("log_sums: float")
    .Input("bias: B * float")
    .Output("dlogits: T")
    .Output("dbias: float")
    .LAB_SHAPES({{0, 1}});
REGISTER_OP("LabSumRowsByIndex")
    .Attr("rows: int")
    .Input("values: float")
    .Input("indices: int32")
    .Output("table: float")
    .LAB_SHAPES({});
REGISTER_OP("LabMatMul")
    .Attr("T: {float} = DT_FLOAT")
    .Attr("adj_x: bool = false")
    .Attr("adj_y: bool = false")
    .Input("x: T")
    .Input("y: T")
    .Output("product: T")
    .LAB_SHAPES({});
REGISTER_OP("LabGlobalNorm").Attr("N: int >= 1").Input("tensors: N * float").Output("norm: float").LAB_SHAPES({});
REGISTER_OP("LabAdamW")
    .Attr("N: int >= 1")
    .Attr("beta1: float")
    .Attr("beta2: float")
    .Attr("epsilon: float")
    .Attr("weight_decays: list(float)")
    .Input("parameters: N * float")
    .Input("first: N * float")
    .Input("second: N * float")
    .Input("gradients: N * float")
    .Input("rates: N * float")
    .Input("clip: float")
    .Input("power1: float")
    .Input("power2: float")
    .Output("new_parameters: N * float")
    .Output("new_first: N * float")
    .Output("new_second: N * float")
    .SetShapeFn([](InferenceContext* c) {
      for (int i = 0; i < c->num_outputs(); i++) c->set_output(i, c->input(i));
      return OkStatus();
    });

#define LAB_KERNEL(name, type)                                                                        \
  REGISTER_KERNEL_BUILDER(Name("Lab" #name).Device(DEVICE_CPU).TypeConstraint<float>("T"), type<float>); \
  REGISTER_KERNEL_BUILDER(Name("Lab" #name).Device(DEVICE_CPU).TypeConstraint<bfloat16>("T"), type<bfloat16>)
LAB_KERNEL(LayerNorm, LayerNorm);
LAB_KERNEL(LayerNormGrad, LayerNormGrad);
LAB_KERNEL(BiasGelu, BiasGelu);
LAB_KERNEL(BiasGeluGrad, BiasGeluGrad);
LAB_KERNEL(BiasDropoutResidual, BiasDropoutResidual);
LAB_KERNEL(BiasDropoutGrad, BiasDropoutGrad);
LAB_KERNEL(Attention, Attention);
LAB_KERNEL(AttentionGrad, AttentionGrad);
LAB_KERNEL(CrossEntropy, CrossEntropy);
LAB_KERNEL(CrossEntropyGrad, CrossEntropyGrad);
REGISTER_KERNEL_BUILDER(Name("LabSumRowsByIndex").Device(DEVICE_CPU), SumRowsByIndex);
REGISTER_KERNEL_BUILDER(Name("LabMatMul").Device(DEVICE_CPU), MatMul);
REGISTER_KERNEL_BUILDER(Name("LabGlobalNorm").Device(DEVICE_CPU), GlobalNorm);
REGISTER_KERNEL_BUILDER(Name("LabAdamW").Device(DEVICE_CPU), AdamW);

}  // namespace
