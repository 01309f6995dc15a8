// Products of matrices that fit a core's cache, as attention needs them for each head.
#pragma once
#include "simd.h"

namespace lab {

// c[R rows][16 C columns] = (or +=) sum over k of a(r, k) b[k][columns]. `a` has any strides, so that it may be read
// transposed; rows of b and c are padded to whole vectors.
template <int R, int C, bool add>
inline void productTile(const float* a, int64_t rowStride, int64_t depthStride, const float* b, int64_t bStride,
                        int64_t depth, float* c, int64_t cStride) {
  Floats sum[R][C];
  for (int r = 0; r < R; r++)
    for (int v = 0; v < C; v++) sum[r][v] = add ? load(c + r * cStride + v * lanes, Full{}) : Floats{};
  for (int64_t k = 0; k < depth; k++) {
    Floats right[C];
    for (int v = 0; v < C; v++) right[v] = load(b + k * bStride + v * lanes, Full{});
    for (int r = 0; r < R; r++) {
      const Floats left = all(a[r * rowStride + k * depthStride]);
      for (int v = 0; v < C; v++) sum[r][v] += left * right[v];
    }
  }
  for (int r = 0; r < R; r++)
    for (int v = 0; v < C; v++) store(c + r * cStride + v * lanes, sum[r][v], Full{});
}

template <int C, bool add>
inline void productColumns(const float* a, int64_t rowStride, int64_t depthStride, const float* b, int64_t bStride,
                           int64_t rows, int64_t depth, float* c, int64_t cStride) {
  // As many sums as the registers hold: 32 of them with AVX-512 and on ARM, 16 with AVX2.
  constexpr int tall = lanes == 8 ? 4 : 8;
  int64_t row = 0;
  for (; row + tall <= rows; row += tall)
    productTile<tall, C, add>(a + row * rowStride, rowStride, depthStride, b, bStride, depth, c + row * cStride, cStride);
  for (; row + 2 <= rows; row += 2)
    productTile<2, C, add>(a + row * rowStride, rowStride, depthStride, b, bStride, depth, c + row * cStride, cStride);
  if (row < rows)
    productTile<1, C, add>(a + row * rowStride, rowStride, depthStride, b, bStride, depth, c + row * cStride, cStride);
}

// c[rows][columns] = (or +=) a[rows][depth] b[depth][columns]; `columns` is a multiple of the vector's lanes.
template <bool add>
inline void product(const float* a, int64_t rowStride, int64_t depthStride, const float* b, int64_t bStride,
                    int64_t rows, int64_t depth, int64_t columns, float* c, int64_t cStride) {
  int64_t column = 0;
  for (; column + 2 * lanes <= columns; column += 2 * lanes)
    productColumns<2, add>(a, rowStride, depthStride, b + column, bStride, rows, depth, c + column, cStride);
  if (column < columns)
    productColumns<1, add>(a, rowStride, depthStride, b + column, bStride, rows, depth, c + column, cStride);
}

}  // namespace lab
