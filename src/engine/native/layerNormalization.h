// Layer normalisation over the rows of a matrix (Ba, Kiros & Hinton 2016, eq. 4).
#pragma once
#include <cmath>

#include "blocks.h"

namespace lab {

constexpr float varianceFloor = 1e-5f;

template <class Out>
void layerNormalization(const Parallel& parallel, const float* x, const float* scale, const float* shift, int64_t rows,
                        int64_t width, Out* y, float* means, float* inverses) {
  overRowBlocks(parallel, rows, width * 2, [&](int64_t, int64_t first, int64_t last) {
    for (int64_t row = first; row < last; row++) {
      const float* in = x + row * width;
      Floats sum{};
      overRow(width, [&](int64_t j, auto part) { sum += load(in + j, part); });
      const float mean = sumOf(sum) / width;
      Floats squares{};
      overRow(width, [&](int64_t j, auto part) {
        const Floats centred = keep(load(in + j, part) - mean, part);
        squares += centred * centred;
      });
      const float inverse = 1.0f / std::sqrt(sumOf(squares) / width + varianceFloor);
      overRow(width, [&](int64_t j, auto part) {
        const Floats normal = (load(in + j, part) - mean) * inverse;
        store(y + row * width + j, normal * load(scale + j, part) + load(shift + j, part), part);
      });
      means[row] = mean;
      inverses[row] = inverse;
    }
  });
}

// dx = inverse (dHat - mean(dHat) - hat mean(dHat hat)) + residual, with dHat = dy scale; `residual` may be null.
// `partial` holds two rows of `width` for each block.
template <class In>
void layerNormalizationGradient(const Parallel& parallel, const In* dy, const float* x, const float* means,
                                const float* inverses, const float* scale, const float* residual, int64_t rows,
                                int64_t width, float* dx, float* partial, float* sums) {
  overRowBlocks(parallel, rows, width * 4, [&](int64_t block, int64_t first, int64_t last) {
    float* dScale = partial + block * 2 * width;
    float* dShift = dScale + width;
    std::memset(dScale, 0, 2 * width * sizeof(float));
    for (int64_t row = first; row < last; row++) {
      const int64_t at = row * width;
      const float mean = means[row], inverse = inverses[row];
      Floats sum{}, weighted{};
      overRow(width, [&](int64_t j, auto part) {
        const Floats slope = load(dy + at + j, part);
        const Floats hat = (load(x + at + j, part) - mean) * inverse;
        const Floats along = slope * hat;
        const Floats gain = load(scale + j, part);
        store(dShift + j, load(dShift + j, part) + slope, part);
        store(dScale + j, load(dScale + j, part) + along, part);
        sum += slope * gain;
        weighted += along * gain;
      });
      const float centre = sumOf(sum) / width, tilt = sumOf(weighted) / width;
      overRow(width, [&](int64_t j, auto part) {
        const Floats hat = (load(x + at + j, part) - mean) * inverse;
        Floats slope = (load(dy + at + j, part) * load(scale + j, part) - centre - hat * tilt) * inverse;
        if (residual) slope += load(residual + at + j, part);
        store(dx + at + j, slope, part);
      });
    }
  });
  addPartials(parallel, partial, blocksOf(rows), 2 * width, sums);
}

}  // namespace lab
