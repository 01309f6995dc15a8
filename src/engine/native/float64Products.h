// Products of matrices in float64, for classical models whose optimum is wanted to more digits than float32 has.
#pragma once
#include <algorithm>

#include "simd.h"

namespace lab {

constexpr int doubleLanes = lanes / 2;
typedef double Doubles __attribute__((vector_size(8 * doubleLanes)));

inline Doubles loadDoubles(const double* from) {
  Doubles x;
  std::memcpy(&x, from, sizeof x);
  return x;
}

// out[i * outStride + j] = sum over k of a[i * shared + k] b[j * shared + k] for R rows of a and C of b.
template <int R, int C>
inline void rowPairs(const double* a, const double* b, int64_t shared, double* out, int64_t outStride) {
  Doubles sum[R][C] = {};
  int64_t k = 0;
  for (; k + doubleLanes <= shared; k += doubleLanes) {
    Doubles right[C];
    for (int j = 0; j < C; j++) right[j] = loadDoubles(b + j * shared + k);
    for (int i = 0; i < R; i++) {
      const Doubles left = loadDoubles(a + i * shared + k);
      for (int j = 0; j < C; j++) sum[i][j] += left * right[j];
    }
  }
  for (int i = 0; i < R; i++)
    for (int j = 0; j < C; j++) {
      double rest = 0;
      for (int64_t l = k; l < shared; l++) rest += a[i * shared + l] * b[j * shared + l];
      out[i * outStride + j] = sumOf(sum[i][j]) + rest;
    }
}

template <int R>
inline void rowsTimesRows(const double* a, const double* b, int64_t rowsB, int64_t shared, double* out) {
  int64_t j = 0;
  for (; j + 3 <= rowsB; j += 3) rowPairs<R, 3>(a, b + j * shared, shared, out + j, rowsB);
  for (; j < rowsB; j++) rowPairs<R, 1>(a, b + j * shared, shared, out + j, rowsB);
}

// A Bᵀ for A [rowsA, shared] and B [rowsB, shared], four rows by three at a time: as many sums as 16 registers hold.
inline void multiplyByTransposed(const double* a, int64_t rowsA, const double* b, int64_t rowsB, int64_t shared, double* out) {
  int64_t i = 0;
  for (; i + 4 <= rowsA; i += 4) rowsTimesRows<4>(a + i * shared, b, rowsB, shared, out + i * rowsB);
  for (; i < rowsA; i++) rowsTimesRows<1>(a + i * shared, b, rowsB, shared, out + i * rowsB);
}

}  // namespace lab
