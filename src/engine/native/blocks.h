// Work in blocks of a size that depends on shapes alone, so that sums come out the same on any number of threads.
#pragma once
#include <cstdint>
#include <functional>

#include "simd.h"

namespace lab {

// Runs body(first, last) over ranges that cover [0, count), perhaps at once; cost: cycles of one item.
using Parallel = std::function<void(int64_t count, int64_t cost, const std::function<void(int64_t, int64_t)>&)>;

// How many parts of a size cover `count` items.
inline int64_t partsOf(int64_t count, int64_t size) { return (count + size - 1) / size; }

// Rows of a matrix that one block of work takes.
constexpr int64_t rowsOfBlock = 32;
inline int64_t blocksOf(int64_t rows) { return partsOf(rows, rowsOfBlock); }

// Runs body(block, firstRow, lastRow) for each block of rows.
template <class Body>
void overRowBlocks(const Parallel& parallel, int64_t rows, int64_t costOfRow, Body body) {
  parallel(blocksOf(rows), costOfRow * rowsOfBlock, [&](int64_t first, int64_t last) {
    for (int64_t block = first; block < last; block++) {
      const int64_t end = (block + 1) * rowsOfBlock;
      body(block, block * rowsOfBlock, end < rows ? end : rows);
    }
  });
}

// sums[j] = partial[0][j] + partial[1][j] + ..., in this order.
inline void addPartials(const Parallel& parallel, const float* partial, int64_t count, int64_t columns, float* sums) {
  const int64_t vectors = partsOf(columns, lanes);
  parallel(vectors, count * 4, [&](int64_t first, int64_t last) {
    const int64_t begin = first * lanes;
    const int64_t end = last * lanes < columns ? last * lanes : columns;
    overRow(end - begin, [&](int64_t j, auto part) {
      Floats sum{};
      for (int64_t block = 0; block < count; block++) sum += load(partial + block * columns + begin + j, part);
      store(sums + begin + j, sum, part);
    });
  });
}

}  // namespace lab
