// The kernels that read pixels by place as operations of TensorFlow.
#pragma once
#include "affine.h"
#include "call.h"
#include "patches.h"

namespace lab {

template <class T>
class ImagePatches : public OpKernel {
 public:
  explicit ImagePatches(OpKernelConstruction* construction) : OpKernel(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("filter", &filter_));
    OP_REQUIRES_OK(construction, construction->GetAttr("strides", &strides_));
    OP_REQUIRES_OK(construction, construction->GetAttr("padding", &padding_));
    OP_REQUIRES(construction, filter_.size() == 2 && strides_.size() == 4 && strides_[1] > 0 && strides_[2] > 0,
                errors::InvalidArgument("LabImagePatches: filter is [height, width], strides [1, height, width, 1]"));
  }
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor& images = context->input(0);
    if (!call.require(images.dims() == 4, "LabImagePatches: images must be [batch, height, width, channels]")) return;
    const bool same = padding_ == "SAME";
    const Axis rows = axisOf(images.dim_size(1), filter_[0], strides_[1], same);
    const Axis columns = axisOf(images.dim_size(2), filter_[1], strides_[2], same);
    const int64_t batch = images.dim_size(0), channels = images.dim_size(3);
    Tensor* patches = call.output(0, {batch * rows.places * columns.places, rows.filter * columns.filter * channels});
    if (!call.ok()) return;
    imagePatches(call.parallel, dataOf<StoredAs<T>>(images), batch, rows, columns, channels, dataOf<StoredAs<T>>(patches));
  }

 private:
  std::vector<int64_t> filter_, strides_;
  std::string padding_;
};

class AffineImages : public OpKernel {
 public:
  explicit AffineImages(OpKernelConstruction* construction) : OpKernel(construction) {
    OP_REQUIRES_OK(construction, construction->GetAttr("nearest", &nearest_));
  }
  void Compute(OpKernelContext* context) override {
    Call call(context);
    const Tensor &images = context->input(0), &maps = context->input(1);
    if (!call.require(images.dims() == 4 && maps.dims() == 2 && maps.dim_size(0) == images.dim_size(0) &&
                          maps.dim_size(1) == 6,
                      "LabAffineImages: images must be [batch, height, width, channels], maps [batch, 6]"))
      return;
    Tensor* views = call.output(0, images.shape());
    if (!call.ok()) return;
    affine(call.parallel, dataOf(images), dataOf(maps), images.dim_size(0), images.dim_size(1), images.dim_size(2),
           images.dim_size(3), nearest_, dataOf(views));
  }

 private:
  bool nearest_;
};

}  // namespace lab
