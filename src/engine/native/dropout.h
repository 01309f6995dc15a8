// Bias, inverted dropout (Srivastava et al. 2014) and residual in one pass. The random numbers are exactly those of
// TensorFlow's StatelessRandomUniform: Philox 4x32-10 (Salmon et al. 2011), element i being output i mod 4 of
// counter i / 4. They are drawn again in the gradient instead of being kept.
#pragma once
#include "blocks.h"

namespace lab {

struct Philox {
  uint32_t key[2];
  uint32_t counter[4];
};

constexpr uint32_t philoxMultiplier[2] = {0xD2511F53, 0xCD9E8D57};
constexpr uint32_t philoxWeyl[2] = {0x9E3779B9, 0xBB67AE85};

inline void philoxOnce(const Philox& from, uint32_t out[4]) {
  uint32_t c[4] = {from.counter[0], from.counter[1], from.counter[2], from.counter[3]};
  uint32_t k0 = from.key[0], k1 = from.key[1];
  for (int round = 0; round < 10; round++) {
    const uint64_t a = static_cast<uint64_t>(philoxMultiplier[0]) * c[0];
    const uint64_t b = static_cast<uint64_t>(philoxMultiplier[1]) * c[2];
    const uint32_t next[4] = {static_cast<uint32_t>(b >> 32) ^ c[1] ^ k0, static_cast<uint32_t>(b),
                              static_cast<uint32_t>(a >> 32) ^ c[3] ^ k1, static_cast<uint32_t>(a)};
    std::memcpy(c, next, sizeof c);
    k0 += philoxWeyl[0];
    k1 += philoxWeyl[1];
  }
  std::memcpy(out, c, sizeof c);
}

// Key and counter as StatelessRandomUniform scrambles them from its seed pair.
inline Philox philoxOf(int32_t seed0, int32_t seed1) {
  const uint64_t first = static_cast<uint64_t>(static_cast<int64_t>(seed0));
  const uint64_t second = static_cast<uint64_t>(static_cast<int64_t>(seed1));
  const Philox start{{0x3ec8f720, 0x02461e29},
                     {static_cast<uint32_t>(first), static_cast<uint32_t>(first >> 32), static_cast<uint32_t>(second),
                      static_cast<uint32_t>(second >> 32)}};
  uint32_t mix[4];
  philoxOnce(start, mix);
  return {{mix[0], mix[1]}, {0, 0, mix[2], mix[3]}};
}

typedef uint64_t Wide __attribute__((vector_size(4 * lanes)));
// Groups of four numbers that a vector's lanes compute at once, and the numbers that they give.
constexpr int groups = lanes / 2;
constexpr int drawn = 4 * groups;

// High and low words of the products of words with a constant.
inline void multiply(Wide x, uint32_t by, Wide& high, Wide& low) {
  // Where nothing is said, the compiler takes full 64-bit products, at three times the cost.
#if defined(__AVX512F__)
  const Wide product = (Wide)_mm512_mul_epu32((__m512i)x, _mm512_set1_epi64(by));
#elif defined(__AVX2__)
  const Wide product = (Wide)_mm256_mul_epu32((__m256i)x, _mm256_set1_epi64x(by));
#else
  const Wide product = (x & 0xffffffffu) * static_cast<uint64_t>(by);
#endif
  high = product >> 32;
  low = product & 0xffffffffu;
}

// even[0], odd[0], even[1], odd[1], ...: the first vector of it and the second.
inline void interleave(Wide even, Wide odd, Wide& first, Wide& second) {
#if defined(__AVX512F__)
  first = __builtin_shuffle(even, odd, Wide{0, 8, 1, 9, 2, 10, 3, 11});
  second = __builtin_shuffle(even, odd, Wide{4, 12, 5, 13, 6, 14, 7, 15});
#elif defined(__AVX2__)
  first = __builtin_shuffle(even, odd, Wide{0, 4, 1, 5});
  second = __builtin_shuffle(even, odd, Wide{2, 6, 3, 7});
#else
  first = Wide{even[0], odd[0]};
  second = Wide{even[1], odd[1]};
#endif
}

// Numbers in [0, 1): elements 4 * group .. 4 * group + drawn - 1 of the stream.
inline void uniforms(const Philox& philox, uint64_t group, Floats& low, Floats& high) {
  Wide c0, c1, c2, c3;
  for (int i = 0; i < groups; i++) {
    const uint64_t at = group + i;
    c0[i] = at & 0xffffffffu;
    c1[i] = at >> 32;
    c2[i] = philox.counter[2];
    c3[i] = philox.counter[3];
  }
  uint32_t k0 = philox.key[0], k1 = philox.key[1];
  for (int round = 0; round < 10; round++) {
    Wide highA, lowA, highB, lowB;
    multiply(c0, philoxMultiplier[0], highA, lowA);
    multiply(c2, philoxMultiplier[1], highB, lowB);
    c0 = highB ^ c1 ^ static_cast<uint64_t>(k0);
    c1 = lowB;
    c2 = highA ^ c3 ^ static_cast<uint64_t>(k1);
    c3 = lowA;
    k0 += philoxWeyl[0];
    k1 += philoxWeyl[1];
  }
  // Lanes hold word w of group i; the stream wants the four words of a group side by side.
  Wide first, second;
  interleave((c0 & 0xffffffffu) | (c1 << 32), (c2 & 0xffffffffu) | (c3 << 32), first, second);
  low = (Floats)(((Words)first & 0x7fffffu) | 0x3f800000u) - 1.0f;
  high = (Floats)(((Words)second & 0x7fffffu) | 0x3f800000u) - 1.0f;
}

// Factors of dropout, 0 or 1 / (1 - rate), for elements [begin, begin + count) of the stream.
inline void dropoutFactors(const Philox& philox, float rate, int64_t begin, int64_t count, float* factors) {
  const Floats kept = all(1.0f / (1.0f - rate)), none{};
  const int64_t skip = begin % 4;
  for (int64_t at = -skip; at < count; at += drawn) {
    Floats low, high;
    uniforms(philox, (begin + at) / 4, low, high);
    low = low >= rate ? kept : none;
    high = high >= rate ? kept : none;
    if (at >= 0 && at + drawn <= count) {
      store(factors + at, low, Full{});
      store(factors + at + lanes, high, Full{});
    } else {
      float numbers[drawn];
      store(numbers, low, Full{});
      store(numbers + lanes, high, Full{});
      const int64_t from = at < 0 ? -at : 0, to = at + drawn < count ? drawn : count - at;
      std::memcpy(factors + at + from, numbers + from, (to - from) * sizeof(float));
    }
  }
}

// y = residual + dropout(x + bias). `bias` and `residual` may be null; rate 0 draws nothing.
template <class T>
void biasDropoutResidual(const Parallel& parallel, const T* x, const float* bias, const float* residual,
                         const Philox& philox, float rate, int64_t rows, int64_t width, float* y) {
  overRowBlocks(parallel, rows, width * 4, [&](int64_t, int64_t first, int64_t last) {
    float* factors = new float[width];
    for (int64_t row = first; row < last; row++) {
      const int64_t at = row * width;
      if (rate > 0) dropoutFactors(philox, rate, at, width, factors);
      overRow(width, [&](int64_t j, auto part) {
        Floats value = load(x + at + j, part);
        if (bias) value += load(bias + j, part);
        if (rate > 0) value *= load(factors + j, part);
        if (residual) value += load(residual + at + j, part);
        store(y + at + j, value, part);
      });
    }
    delete[] factors;
  });
}

// dx and, where `dBias` is not null, its sum over the rows; `partial` holds a row of `width` for each block.
template <class T>
void biasDropoutGradient(const Parallel& parallel, const float* dy, const Philox& philox, float rate, int64_t rows,
                         int64_t width, T* dx, float* partial, float* dBias) {
  overRowBlocks(parallel, rows, width * 4, [&](int64_t block, int64_t first, int64_t last) {
    float* factors = new float[width];
    float* sums = partial + block * width;
    if (dBias) std::memset(sums, 0, width * sizeof(float));
    for (int64_t row = first; row < last; row++) {
      const int64_t at = row * width;
      if (rate > 0) dropoutFactors(philox, rate, at, width, factors);
      overRow(width, [&](int64_t j, auto part) {
        Floats slope = load(dy + at + j, part);
        if (rate > 0) slope *= load(factors + j, part);
        store(dx + at + j, slope, part);
        if (dBias) store(sums + j, load(sums + j, part) + slope, part);
      });
    }
    delete[] factors;
  });
  if (dBias) addPartials(parallel, partial, blocksOf(rows), width, dBias);
}

}  // namespace lab
