// The patches of images that a convolution's filter sees, as rows of a matrix: the gradient of the filter is then one
// product of matrices.
#pragma once
#include <algorithm>

#include "blocks.h"

namespace lab {

// A convolution along the height or the width of images.
struct Axis {
  int64_t size, filter, stride;
  // How many places the filter takes, and the zeros before the first pixel.
  int64_t places, before;
};

// @param same zeros around the image, so that the filter takes a place for each stride begun; the odd one behind.
inline Axis axisOf(int64_t size, int64_t filter, int64_t stride, bool same) {
  const int64_t places = same ? partsOf(size, stride) : std::max<int64_t>(0, partsOf(size - filter + 1, stride));
  const int64_t zeros = same ? std::max<int64_t>(0, (places - 1) * stride + filter - size) : 0;
  return {size, filter, stride, places, zeros / 2};
}

// patches [batch, rows.places, columns.places, rows.filter, columns.filter, channels] of images [batch, rows.size,
// columns.size, channels]; zeros beyond an image's edge.
template <class T>
void imagePatches(const Parallel& parallel, const T* images, int64_t batch, const Axis& rows, const Axis& columns,
                  int64_t channels, T* patches) {
  const int64_t rowOfPatch = columns.filter * channels, rowOfImage = columns.size * channels;
  const int64_t rowOfPlaces = columns.places * rows.filter * rowOfPatch;
  parallel(batch * rows.places, rowOfPlaces / 8, [&](int64_t first, int64_t last) {
    for (int64_t at = first; at < last; at++) {
      const T* image = images + at / rows.places * rows.size * rowOfImage;
      const int64_t top = at % rows.places * rows.stride - rows.before;
      T* to = patches + at * rowOfPlaces;
      for (int64_t place = 0; place < columns.places; place++) {
        const int64_t left = place * columns.stride - columns.before;
        // The patch's columns inside the image: neighbours in memory.
        const int64_t begin = std::clamp<int64_t>(-left, 0, columns.filter);
        const int64_t end = std::clamp<int64_t>(columns.size - left, begin, columns.filter);
        for (int64_t row = top; row < top + rows.filter; row++, to += rowOfPatch) {
          if (row < 0 || row >= rows.size) {
            std::fill(to, to + rowOfPatch, T{});
            continue;
          }
          std::fill(to, to + begin * channels, T{});
          std::memcpy(to + begin * channels, image + row * rowOfImage + (left + begin) * channels,
                      (end - begin) * channels * sizeof(T));
          std::fill(to + end * channels, to + rowOfPatch, T{});
        }
      }
    }
  });
}

}  // namespace lab
