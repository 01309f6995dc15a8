// Bias and Gaussian error linear unit in one pass, tanh form (Hendrycks & Gimpel 2016, section 2). Since
// (1 + tanh u) / 2 = sigmoid(2u), the unit is z sigmoid(2u) with z = x + bias, u = sqrt(2/pi) (z + 0.044715 z^3).
#pragma once
#include "blocks.h"

namespace lab {

constexpr float twiceRoot = 1.5957691216057308f;  // 2 sqrt(2/pi)
constexpr float cubic = 0.044715f;

template <class T>
void biasGelu(const Parallel& parallel, const T* x, const float* bias, int64_t rows, int64_t width, T* y) {
  overRowBlocks(parallel, rows, width * 2, [&](int64_t, int64_t first, int64_t last) {
    for (int64_t row = first; row < last; row++) {
      overRow(width, [&](int64_t j, auto part) {
        const Floats z = load(x + row * width + j, part) + load(bias + j, part);
        const Floats gate = sigmoid(z * (twiceRoot + (twiceRoot * cubic) * (z * z)));
        store(y + row * width + j, z * gate, part);
      });
    }
  });
}

// `partial` holds a row of `width` for each block.
template <class T>
void biasGeluGradient(const Parallel& parallel, const T* dy, const T* x, const float* bias, int64_t rows, int64_t width,
                      T* dx, float* partial, float* dBias) {
  overRowBlocks(parallel, rows, width * 3, [&](int64_t block, int64_t first, int64_t last) {
    float* sums = partial + block * width;
    std::memset(sums, 0, width * sizeof(float));
    for (int64_t row = first; row < last; row++) {
      const int64_t at = row * width;
      overRow(width, [&](int64_t j, auto part) {
        const Floats z = load(x + at + j, part) + load(bias + j, part);
        const Floats square = z * z;
        const Floats gate = sigmoid(z * (twiceRoot + (twiceRoot * cubic) * square));
        const Floats inner = z * (twiceRoot + (3 * twiceRoot * cubic) * square);
        const Floats slope = load(dy + at + j, part) * (gate * (1.0f + inner * (1.0f - gate)));
        store(dx + at + j, slope, part);
        store(sums + j, load(sums + j, part) + slope, part);
      });
    }
  });
  addPartials(parallel, partial, blocksOf(rows), width, dBias);
}

}  // namespace lab
