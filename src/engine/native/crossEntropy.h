// Softmax cross-entropy from integer labels. Forward keeps only each row's log of the sum of exponentials; the
// gradient is computed from the logits once more, which is cheaper than writing and reading a matrix of slopes.
#pragma once
#include <cmath>
#include <limits>

#include "blocks.h"

namespace lab {

// loss[row] = log sum exp(logits + bias) - (logits + bias)[label]; `bias` may be null. A label out of range gives NaN.
template <class T>
void crossEntropy(const Parallel& parallel, const T* logits, const float* bias, const int32_t* labels, int64_t rows,
                  int64_t classes, float* loss, float* logSums) {
  parallel(rows, classes * 2, [&](int64_t first, int64_t last) {
    for (int64_t row = first; row < last; row++) {
      const T* in = logits + row * classes;
      const float lowest = -std::numeric_limits<float>::infinity();
      // Running maxima and sums by lane: one pass over memory.
      Floats top = all(-3e38f), sum{};
      overRow(classes, [&](int64_t j, auto part) {
        Floats x = load(in + j, part);
        if (bias) x += load(bias + j, part);
        x = keep(x, part, lowest);
        const Floats next = larger(x, top);
        const Ints higher = next > top;
        bool any = false;
        for (int i = 0; i < lanes; i++) any |= higher[i] != 0;
        if (any) {
          sum *= exponential(top - next);
          top = next;
        }
        const Floats term = exponential(x - top);
        sum += x == lowest ? Floats{} : term;
      });
      const float highest = maxOf(top);
      const float total = sumOf(sum * exponential(top - highest));
      const float logSum = highest + std::log(total);
      const int32_t label = labels[row];
      const bool known = label >= 0 && label < classes;
      const float chosen = known ? load(in + label, Tail{1})[0] + (bias ? bias[label] : 0) : NAN;
      loss[row] = logSum - chosen;
      logSums[row] = logSum;
    }
  });
}

// dLogits = (softmax - one at the label) dLoss, and its sum over the rows where `dBias` is not null.
// `partial` holds a row of `classes` for each block.
template <class T>
void crossEntropyGradient(const Parallel& parallel, const float* dLoss, const T* logits, const float* bias,
                          const int32_t* labels, const float* logSums, int64_t rows, int64_t classes, T* dLogits,
                          float* partial, float* dBias) {
  overRowBlocks(parallel, rows, classes * 2, [&](int64_t block, int64_t first, int64_t last) {
    float* sums = partial + block * classes;
    if (dBias) std::memset(sums, 0, classes * sizeof(float));
    for (int64_t row = first; row < last; row++) {
      const int64_t at = row * classes;
      const float weight = dLoss[row], logSum = logSums[row];
      const int32_t label = labels[row];
      overRow(classes, [&](int64_t j, auto part) {
        Floats x = load(logits + at + j, part);
        if (bias) x += load(bias + j, part);
        Floats slope = exponential(x - logSum) * weight;
        if (label >= j && label < j + lanes) slope[label - j] -= weight;
        store(dLogits + at + j, slope, part);
        if (dBias) store(sums + j, load(sums + j, part) + slope, part);
      });
    }
  });
  if (dBias) addPartials(parallel, partial, blocksOf(rows), classes, dBias);
}

}  // namespace lab
