// The gradient of a table look-up: rows summed into a zeroed table, in the order of the rows.
#pragma once
#include "blocks.h"

namespace lab {

// Indices out of range are left out. Threads share columns, so each sum has one owner and one order.
inline void sumRowsByIndex(const Parallel& parallel, const float* rows, const int32_t* indices, int64_t count,
                           int64_t tableRows, int64_t width, float* table) {
  const int64_t bandWidth = 64;
  parallel((width + bandWidth - 1) / bandWidth, (count + tableRows) * bandWidth / 4, [&](int64_t first, int64_t last) {
    const int64_t begin = first * bandWidth;
    const int64_t end = last * bandWidth < width ? last * bandWidth : width;
    for (int64_t row = 0; row < tableRows; row++)
      std::memset(table + row * width + begin, 0, (end - begin) * sizeof(float));
    for (int64_t row = 0; row < count; row++) {
      if (indices[row] < 0 || indices[row] >= tableRows) continue;
      float* to = table + indices[row] * width + begin;
      const float* from = rows + row * width + begin;
      overRow(end - begin, [&](int64_t j, auto part) { store(to + j, load(to + j, part) + load(from + j, part), part); });
    }
  });
}

}  // namespace lab
