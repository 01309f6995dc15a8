// AdamW (Loshchilov & Hutter 2019, algorithm 2) over many parameters at once, and the global norm of gradients.
#pragma once
#include <cmath>
#include <vector>

#include "blocks.h"

namespace lab {

// A piece of one tensor: pieces have a fixed size, so sums do not depend on the number of threads.
struct Piece {
  int64_t tensor, begin, end;
};

inline std::vector<Piece> piecesOf(const std::vector<int64_t>& sizes) {
  const int64_t size = 16384;
  std::vector<Piece> pieces;
  for (int64_t tensor = 0; tensor < static_cast<int64_t>(sizes.size()); tensor++)
    for (int64_t begin = 0; begin < sizes[tensor]; begin += size)
      pieces.push_back({tensor, begin, begin + size < sizes[tensor] ? begin + size : sizes[tensor]});
  return pieces;
}

// Root of the sum of all squares; sums of 16,384 squares in float32 lanes, the rest in double.
inline float globalNorm(const Parallel& parallel, const std::vector<const float*>& tensors,
                        const std::vector<int64_t>& sizes) {
  const std::vector<Piece> pieces = piecesOf(sizes);
  std::vector<double> sums(pieces.size());
  parallel(pieces.size(), 8192, [&](int64_t first, int64_t last) {
    for (int64_t p = first; p < last; p++) {
      const Piece& piece = pieces[p];
      const float* from = tensors[piece.tensor] + piece.begin;
      Floats sum[4] = {};
      int turn = 0;
      overRow(piece.end - piece.begin, [&](int64_t j, auto part) {
        const Floats x = load(from + j, part);
        sum[turn & 3] += x * x;
        turn++;
      });
      double total = 0;
      for (const Floats& s : sum) total += sumOf(s);
      sums[p] = total;
    }
  });
  double total = 0;
  for (double sum : sums) total += sum;
  return static_cast<float>(std::sqrt(total));
}

struct AdamWPart {
  const float *parameter, *first, *second, *gradient;
  float *newParameter, *newFirst, *newSecond;
  float rate, kept;  // learning rate with Adam's corrections; 1 - rate * decay
};

// epsilon is the method's own times sqrt(1 - beta2^t), since the second moment is not corrected here but the rate.
inline void adamW(const Parallel& parallel, const std::vector<AdamWPart>& tensors, const std::vector<int64_t>& sizes,
                  float clip, float beta1, float beta2, float epsilon) {
  const std::vector<Piece> pieces = piecesOf(sizes);
  parallel(pieces.size(), 40000, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; p++) {
      const Piece& piece = pieces[p];
      const AdamWPart& tensor = tensors[piece.tensor];
      overRow(piece.end - piece.begin, [&](int64_t offset, auto part) {
        const int64_t j = piece.begin + offset;
        const Floats gradient = load(tensor.gradient + j, part) * clip;
        const Floats m = load(tensor.first + j, part) * beta1 + gradient * (1 - beta1);
        const Floats v = load(tensor.second + j, part) * beta2 + gradient * gradient * (1 - beta2);
        const Floats update = m / (squareRoot(v) + epsilon) * tensor.rate;
        store(tensor.newFirst + j, m, part);
        store(tensor.newSecond + j, v, part);
        store(tensor.newParameter + j, load(tensor.parameter + j, part) * tensor.kept - update, part);
      });
    }
  });
}

}  // namespace lab
