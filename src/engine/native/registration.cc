// Registers the lab's kernels with TensorFlow when this library is loaded. Attribute T is the type of what goes to and
// comes from matrix products: float, or bfloat16 in mixed precision; sums, statistics and parameters are float.
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/shape_inference.h"

#include "layerOperations.h"
#include "optimizerOperations.h"
#include "pixelOperations.h"

namespace {

using namespace lab;
using shape_inference::InferenceContext;

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
REGISTER_OP("LabAffineImages")
    .Attr("nearest: bool")
    .Input("images: float")
    .Input("maps: float")
    .Output("views: float")
    .LAB_SHAPES({{0, 0}});
REGISTER_OP("LabImagePatches")
    .LAB_T.Attr("filter: list(int)")
    .Attr("strides: list(int)")
    .Attr("padding: {'SAME', 'VALID'}")
    .Input("images: T")
    .Output("patches: T")
    .LAB_SHAPES({});
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
LAB_KERNEL(ImagePatches, ImagePatches);
LAB_KERNEL(BiasDropoutResidual, BiasDropoutResidual);
LAB_KERNEL(BiasDropoutGrad, BiasDropoutGrad);
LAB_KERNEL(Attention, Attention);
LAB_KERNEL(AttentionGrad, AttentionGrad);
LAB_KERNEL(CrossEntropy, CrossEntropy);
LAB_KERNEL(CrossEntropyGrad, CrossEntropyGrad);
REGISTER_KERNEL_BUILDER(Name("LabAffineImages").Device(DEVICE_CPU), AffineImages);
REGISTER_KERNEL_BUILDER(Name("LabSumRowsByIndex").Device(DEVICE_CPU), SumRowsByIndex);
REGISTER_KERNEL_BUILDER(Name("LabMatMul").Device(DEVICE_CPU), MatMul);
REGISTER_KERNEL_BUILDER(Name("LabGlobalNorm").Device(DEVICE_CPU), GlobalNorm);
REGISTER_KERNEL_BUILDER(Name("LabAdamW").Device(DEVICE_CPU), AdamW);

}  // namespace
