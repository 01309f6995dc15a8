// Multi-head self-attention (Vaswani et al. 2017, eq. 1) from one matrix of queries, keys and values, each head in a
// core's cache: no transposed copies, no matrix of scores in memory. The gradient computes the probabilities again
// from each row's log of the sum of exponentials.
#pragma once
#include <cmath>
#include <limits>
#include <memory>

#include "blocks.h"
#include "smallProduct.h"

namespace lab {

struct AttentionShape {
  int64_t batch, time, heads, headWidth;
  int64_t width() const { return heads * headWidth; }
  // Rows of the buffers are whole vectors.
  int64_t paddedTime() const { return (time + lanes - 1) / lanes * lanes; }
  int64_t paddedWidth() const { return (headWidth + lanes - 1) / lanes * lanes; }
  float scale() const { return 1.0f / std::sqrt(static_cast<float>(headWidth)); }
};

// Rows of scores held at once.
constexpr int64_t scoreRows = 64;

using Buffer = std::unique_ptr<float, void (*)(void*)>;
inline Buffer bufferOf(int64_t floats) {
  const size_t bytes = (floats * sizeof(float) + 63) / 64 * 64;
  float* memory = static_cast<float*>(aligned_alloc(64, bytes));
  std::memset(memory, 0, bytes);
  return Buffer(memory, free);
}

// One head's columns of a [batch * time, stride] matrix, bias added, into a padded buffer.
template <class T>
inline void readHead(const T* from, int64_t stride, const float* bias, const AttentionShape& shape, float* to) {
  for (int64_t t = 0; t < shape.time; t++)
    overRow(shape.headWidth, [&](int64_t j, auto part) {
      Floats x = load(from + t * stride + j, part);
      if (bias) x += load(bias + j, part);
      store(to + t * shape.paddedWidth() + j, x, part);
    });
}

template <class T>
inline void writeHead(const float* from, const AttentionShape& shape, int64_t rows, T* to, int64_t stride) {
  for (int64_t t = 0; t < rows; t++)
    overRow(shape.headWidth, [&](int64_t j, auto part) {
      store(to + t * stride + j, load(from + t * shape.paddedWidth() + j, part), part);
    });
}

// to[column][row] of a padded head.
inline void transposeHead(const float* from, const AttentionShape& shape, float* to) {
  const int64_t time = shape.paddedTime(), width = shape.paddedWidth();
  for (int64_t t0 = 0; t0 < shape.time; t0 += lanes) {
    const int64_t last = t0 + lanes < shape.time ? t0 + lanes : shape.time;
    for (int64_t j = 0; j < shape.headWidth; j++)
      for (int64_t t = t0; t < last; t++) to[j * time + t] = from[t * width + j];
  }
}

// joined [batch * time, width], logSums [batch, heads, time]; queryKeyValue [batch * time, 3 width], bias [3 width],
// mask [batch, time] is added to the scores.
template <class T>
void attention(const Parallel& parallel, const AttentionShape& shape, const T* queryKeyValue, const float* bias,
               const float* mask, T* joined, float* logSums) {
  const int64_t time = shape.time, width = shape.width(), stride = 3 * width;
  const int64_t timePad = shape.paddedTime(), headPad = shape.paddedWidth();
  parallel(shape.batch * shape.heads, time * time * shape.headWidth / 2, [&](int64_t first, int64_t last) {
    Buffer memory = bufferOf(3 * time * headPad + headPad * timePad + scoreRows * (timePad + headPad));
    float* query = memory.get();
    float* key = query + time * headPad;
    float* value = key + time * headPad;
    float* keyTransposed = value + time * headPad;
    float* scores = keyTransposed + headPad * timePad;
    float* mixed = scores + scoreRows * timePad;
    for (int64_t unit = first; unit < last; unit++) {
      const int64_t sequence = unit / shape.heads, column = unit % shape.heads * shape.headWidth;
      const T* from = queryKeyValue + sequence * time * stride + column;
      readHead(from, stride, bias + column, shape, query);
      readHead(from + width, stride, bias + width + column, shape, key);
      readHead(from + 2 * width, stride, bias + 2 * width + column, shape, value);
      transposeHead(key, shape, keyTransposed);
      const float* added = mask + sequence * time;
      for (int64_t start = 0; start < time; start += scoreRows) {
        const int64_t rows = start + scoreRows < time ? scoreRows : time - start;
        product<false>(query + start * headPad, headPad, 1, keyTransposed, timePad, rows, shape.headWidth, timePad,
                       scores, timePad);
        for (int64_t r = 0; r < rows; r++) {
          float* row = scores + r * timePad;
          Floats top = all(-std::numeric_limits<float>::infinity());
          overRow(time, [&](int64_t j, auto part) {
            const Floats score = load(row + j, part) * shape.scale() + load(added + j, part);
            store(row + j, score, part);
            top = larger(keep(score, part, -std::numeric_limits<float>::infinity()), top);
          });
          const float highest = maxOf(top);
          Floats sum{};
          overRow(time, [&](int64_t j, auto part) {
            const Floats power = exponential(load(row + j, part) - highest);
            store(row + j, power, part);
            sum += keep(power, part);
          });
          const float total = sumOf(sum), inverse = 1.0f / total;
          overRow(time, [&](int64_t j, auto part) { store(row + j, load(row + j, part) * inverse, part); });
          logSums[unit * time + start + r] = highest + std::log(total);
        }
        product<false>(scores, timePad, 1, value, headPad, rows, time, headPad, mixed, headPad);
        writeHead(mixed, shape, rows, joined + (sequence * time + start) * width + column, width);
      }
    }
  });
}

// Gradient with respect to queryKeyValue; `partial` holds, for each sequence, its sum over time: [batch, 3 width].
template <class T>
void attentionGradient(const Parallel& parallel, const AttentionShape& shape, const T* dJoined, const T* queryKeyValue,
                       const float* bias, const float* mask, const float* logSums, T* dQueryKeyValue, float* partial,
                       float* dBias) {
  const int64_t time = shape.time, width = shape.width(), stride = 3 * width;
  const int64_t timePad = shape.paddedTime(), headPad = shape.paddedWidth();
  parallel(shape.batch * shape.heads, time * time * shape.headWidth, [&](int64_t first, int64_t last) {
    Buffer memory = bufferOf(7 * time * headPad + 2 * headPad * timePad + 2 * scoreRows * timePad);
    float* query = memory.get();
    float* key = query + time * headPad;
    float* value = key + time * headPad;
    float* slope = value + time * headPad;
    float* dQuery = slope + time * headPad;
    float* dKey = dQuery + time * headPad;
    float* dValue = dKey + time * headPad;
    float* keyTransposed = dValue + time * headPad;
    float* valueTransposed = keyTransposed + headPad * timePad;
    float* chances = valueTransposed + headPad * timePad;
    float* dScores = chances + scoreRows * timePad;
    for (int64_t unit = first; unit < last; unit++) {
      const int64_t sequence = unit / shape.heads, column = unit % shape.heads * shape.headWidth;
      const int64_t at = sequence * time * stride + column;
      readHead(queryKeyValue + at, stride, bias + column, shape, query);
      readHead(queryKeyValue + at + width, stride, bias + width + column, shape, key);
      readHead(queryKeyValue + at + 2 * width, stride, bias + 2 * width + column, shape, value);
      readHead(dJoined + sequence * time * width + column, width, static_cast<const float*>(nullptr), shape, slope);
      transposeHead(key, shape, keyTransposed);
      transposeHead(value, shape, valueTransposed);
      std::memset(dKey, 0, 2 * time * headPad * sizeof(float));
      const float* added = mask + sequence * time;
      for (int64_t start = 0; start < time; start += scoreRows) {
        const int64_t rows = start + scoreRows < time ? scoreRows : time - start;
        const float* queries = query + start * headPad;
        const float* slopes = slope + start * headPad;
        product<false>(queries, headPad, 1, keyTransposed, timePad, rows, shape.headWidth, timePad, chances, timePad);
        product<false>(slopes, headPad, 1, valueTransposed, timePad, rows, shape.headWidth, timePad, dScores, timePad);
        for (int64_t r = 0; r < rows; r++) {
          float* chance = chances + r * timePad;
          float* dScore = dScores + r * timePad;
          const float logSum = logSums[unit * time + start + r];
          Floats sum{};
          overRow(time, [&](int64_t j, auto part) {
            const Floats score = load(chance + j, part) * shape.scale() + load(added + j, part);
            const Floats p = exponential(score - logSum);
            store(chance + j, p, part);
            sum += keep(p * load(dScore + j, part), part);
          });
          const float expected = sumOf(sum);
          overRow(time, [&](int64_t j, auto part) {
            const Floats d = load(chance + j, part) * (load(dScore + j, part) - expected) * shape.scale();
            store(dScore + j, d, part);
          });
        }
        product<false>(dScores, timePad, 1, key, headPad, rows, time, headPad, dQuery + start * headPad, headPad);
        product<true>(dScores, 1, timePad, queries, headPad, time, rows, headPad, dKey, headPad);
        product<true>(chances, 1, timePad, slopes, headPad, time, rows, headPad, dValue, headPad);
      }
      const float* slopesOfThree[3] = {dQuery, dKey, dValue};
      for (int part3 = 0; part3 < 3; part3++) {
        const float* from = slopesOfThree[part3];
        writeHead(from, shape, time, dQueryKeyValue + at + part3 * width, stride);
        overRow(shape.headWidth, [&](int64_t j, auto part) {
          Floats sum{};
          for (int64_t t = 0; t < time; t++) sum += load(from + t * headPad + j, part);
          store(partial + sequence * stride + part3 * width + column + j, sum, part);
        });
      }
    }
  });
  addPartials(parallel, partial, shape.batch, stride, dBias);
}

}  // namespace lab
