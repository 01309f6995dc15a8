// Products of large matrices in the order of Goto & van de Geijn 2008 (Anatomy of high-performance matrix multiplication,
// section 4): both operands are copied into panels that the tile in the registers reads straight through, so that neither
// a transposition nor a row of a power of two costs anything. Each element is summed in the same order on any number of threads.
#pragma once
#include <algorithm>

#include "blocks.h"

namespace lab {

// A matrix as it lies in memory, or read transposed.
struct MatrixView {
  const float* data;
  int64_t rowStride, columnStride;
};

// The registers hold this tile of the result, a row of the right panel and one element of the left.
constexpr int tileRows = lanes == 8 ? 6 : 12;
constexpr int tileColumns = 2 * lanes;
// A panel of the right operand fits the first cache, a block of the left one the second.
constexpr int64_t deepestBlock = 256;
constexpr int64_t panelsOfBlock = 96 / tileRows;
constexpr int64_t columnPanelsOfBlock = 32;

inline int64_t depthOfBlock(int64_t depth) { return depth == 0 ? 0 : partsOf(depth, partsOf(depth, deepestBlock)); }
inline int64_t scratchOfProduct(int64_t depth, int64_t columns) {
  return partsOf(columns, tileColumns) * tileColumns * depthOfBlock(depth);
}

// packed[k][i] = from[i * stride + k * depthStride] for `wide` rows or columns, of which those beyond `count` are zero.
template <int wide>
inline void packPanel(const float* from, int64_t stride, int64_t depthStride, int64_t count, int64_t depth, float* packed) {
  if (stride == 1 && count >= wide) {
    for (int64_t k = 0; k < depth; k++) std::memcpy(packed + k * wide, from + k * depthStride, wide * sizeof(float));
    return;
  }
  if (count < wide) std::memset(packed, 0, depth * wide * sizeof(float));
  for (int64_t i = 0; i < std::min<int64_t>(wide, count); i++)
    for (int64_t k = 0; k < depth; k++) packed[k * wide + i] = from[i * stride + k * depthStride];
}

// c [rows, columns] = (or +=) the sum over k of left[k][row] right[k][column]; at most a whole tile of it.
template <bool add>
inline void tile(const float* left, const float* right, int64_t depth, float* c, int64_t cStride, int64_t rows, int64_t columns) {
  Floats sum[tileRows][2] = {};
  for (int64_t k = 0; k < depth; k++) {
    const Floats first = load(right + k * tileColumns, Full{}), second = load(right + k * tileColumns + lanes, Full{});
#pragma GCC unroll 12
    for (int row = 0; row < tileRows; row++) {
      const Floats factor = all(left[k * tileRows + row]);
      sum[row][0] += factor * first;
      sum[row][1] += factor * second;
    }
  }
  if (rows >= tileRows && columns >= tileColumns) {
#pragma GCC unroll 12
    for (int row = 0; row < tileRows; row++) {
      float* to = c + row * cStride;
      store(to, add ? load(to, Full{}) + sum[row][0] : sum[row][0], Full{});
      store(to + lanes, add ? load(to + lanes, Full{}) + sum[row][1] : sum[row][1], Full{});
    }
    return;
  }
  float part[tileRows][tileColumns];
  std::memcpy(part, sum, sizeof part);
  for (int64_t row = 0; row < std::min<int64_t>(tileRows, rows); row++)
    for (int64_t j = 0; j < std::min<int64_t>(tileColumns, columns); j++)
      c[row * cStride + j] = add ? c[row * cStride + j] + part[row][j] : part[row][j];
}

// c [rows, columns] = left [rows, depth] right [depth, columns].
// @param packedRight working memory of scratchOfProduct(depth, columns) floats
inline void matrixProduct(const Parallel& parallel, MatrixView left, MatrixView right, int64_t rows, int64_t depth,
                          int64_t columns, float* packedRight, float* c) {
  if (depth == 0) std::memset(c, 0, rows * columns * sizeof(float));
  const int64_t rowPanels = partsOf(rows, tileRows), columnPanels = partsOf(columns, tileColumns);
  const int64_t columnBlocks = partsOf(columnPanels, columnPanelsOfBlock);
  // At least eight pieces of work, so that a few threads share evenly.
  const int64_t wanted = std::max(partsOf(rowPanels, panelsOfBlock), partsOf(8, std::max<int64_t>(1, columnBlocks)));
  const int64_t height = std::max<int64_t>(1, partsOf(rowPanels, wanted));
  const int64_t rowBlocks = partsOf(rowPanels, height);
  const int64_t step = depthOfBlock(depth);
  for (int64_t k = 0; k < depth; k += step) {
    const int64_t deep = std::min(step, depth - k);
    parallel(columnPanels, deep * tileColumns, [&](int64_t first, int64_t last) {
      for (int64_t panel = first; panel < last; panel++)
        packPanel<tileColumns>(right.data + k * right.rowStride + panel * tileColumns * right.columnStride,
                               right.columnStride, right.rowStride, columns - panel * tileColumns, deep,
                               packedRight + panel * tileColumns * deep);
    });
    const int64_t cost = 2 * height * deep * std::min(columnPanels, columnPanelsOfBlock) * tileRows;
    parallel(rowBlocks * columnBlocks, cost, [&](int64_t first, int64_t last) {
      alignas(64) float packedLeft[panelsOfBlock * tileRows * deepestBlock];
      for (int64_t piece = first; piece < last; piece++) {
        const int64_t firstRow = piece % rowBlocks * height, lastRow = std::min(rowPanels, firstRow + height);
        const int64_t firstColumn = piece / rowBlocks * columnPanelsOfBlock;
        const int64_t lastColumn = std::min(columnPanels, firstColumn + columnPanelsOfBlock);
        for (int64_t i = firstRow; i < lastRow; i++)
          packPanel<tileRows>(left.data + i * tileRows * left.rowStride + k * left.columnStride, left.rowStride,
                              left.columnStride, rows - i * tileRows, deep, packedLeft + (i - firstRow) * tileRows * deep);
        for (int64_t j = firstColumn; j < lastColumn; j++)
          for (int64_t i = firstRow; i < lastRow; i++) {
            const float *a = packedLeft + (i - firstRow) * tileRows * deep, *b = packedRight + j * tileColumns * deep;
            float* to = c + i * tileRows * columns + j * tileColumns;
            const int64_t tall = rows - i * tileRows, wide = columns - j * tileColumns;
            if (k == 0) tile<false>(a, b, deep, to, columns, tall, wide);
            else tile<true>(a, b, deep, to, columns, tall, wide);
          }
      }
    });
  }
}

}  // namespace lab
