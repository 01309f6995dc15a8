// Images seen through one affine map each, sampled bilinearly (TensorFlow's ImageProjectiveTransformV3 without the
// projection, to the last bit).
#pragma once
#include <algorithm>
#include <cmath>

#include "blocks.h"

namespace lab {

// No product is fused with the sum it goes into, as in TensorFlow's own build.
#if defined(__clang__)
#define LAB_UNFUSED
#define LAB_UNFUSED_BODY _Pragma("clang fp contract(off)")
#else
#define LAB_UNFUSED __attribute__((optimize("fp-contract=off")))
#define LAB_UNFUSED_BODY
#endif

// Where a part of a row looks along one axis: two neighbouring pixels and their weights, zero for one outside.
struct Neighbours {
  static constexpr int64_t most = 64;
  int32_t first[most], second[most];
  float weightOfFirst[most], weightOfSecond[most];
};

// Of `size` pixels along an axis, those beside alongX * x + alongY * y + shift, for `count` columns x from `column`.
// @param nearest looks beyond the edge see the pixel at the edge
LAB_UNFUSED inline void findNeighbours(const float* map, int64_t column, float y, int64_t count, float size, bool nearest,
                                       Neighbours& found) {
  LAB_UNFUSED_BODY
  const float alongX = map[0], alongRow = map[1] * y, shift = map[2], last = size - 1;
  const float from = column;
  for (int i = 0; i < count; i++) {
    const float looked = alongX * (from + i) + alongRow + shift;
    const float place = nearest ? std::min(std::max(looked, 0.0f), last) : looked;
    const float first = std::floor(place), second = first + 1;
    found.weightOfFirst[i] = first >= 0 && first < size ? second - place : 0;
    found.weightOfSecond[i] = second >= 0 && second < size ? place - first : 0;
    // Inside for NaN, too: it is the second argument.
    found.first[i] = static_cast<int32_t>(std::min(std::max(0.0f, first), last));
    found.second[i] = static_cast<int32_t>(std::min(std::max(0.0f, second), last));
  }
}

LAB_UNFUSED inline void sample(const float* image, int64_t rowOfImage, int64_t channels, const Neighbours& x,
                               const Neighbours& y, int64_t count, float* view) {
  LAB_UNFUSED_BODY
  for (int i = 0; i < count; i++) {
    const float *upper = image + y.first[i] * rowOfImage, *lower = image + y.second[i] * rowOfImage;
    const int64_t left = x.first[i] * channels, right = x.second[i] * channels;
    for (int64_t c = 0; c < channels; c++) {
      const float above = x.weightOfFirst[i] * upper[left + c] + x.weightOfSecond[i] * upper[right + c];
      const float below = x.weightOfFirst[i] * lower[left + c] + x.weightOfSecond[i] * lower[right + c];
      view[i * channels + c] = y.weightOfFirst[i] * above + y.weightOfSecond[i] * below;
    }
  }
}

// views[b, y, x] = images[b] at (m0 x + m1 y + m2, m3 x + m4 y + m5), for maps [batch, 6]; zero beyond the edge, or the
// nearest pixel.
inline void affine(const Parallel& parallel, const float* images, const float* maps, int64_t batch, int64_t height,
                   int64_t width, int64_t channels, bool nearest, float* views) {
  const int64_t rowOfImage = width * channels;
  parallel(batch * height, rowOfImage * 12, [&](int64_t first, int64_t last) {
    Neighbours x, y;
    for (int64_t at = first; at < last; at++) {
      const float *image = images + at / height * height * rowOfImage, *map = maps + at / height * 6;
      for (int64_t column = 0; column < width; column += Neighbours::most) {
        const int64_t count = std::min(Neighbours::most, width - column);
        findNeighbours(map, column, at % height, count, width, nearest, x);
        findNeighbours(map + 3, column, at % height, count, height, nearest, y);
        sample(image, rowOfImage, channels, x, y, count, views + at * rowOfImage + column * channels);
      }
    }
  });
}

}  // namespace lab
