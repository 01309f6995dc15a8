// As many floats at a time as a register of this processor holds, written with the compiler's vector types: the same
// source serves AVX-512, AVX2 and NEON. Vectors wider than a register would be taken apart element by element.
#pragma once
#if defined(__AVX__)
#include <immintrin.h>
#endif
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace lab {

#if defined(__AVX512F__)
constexpr int lanes = 16;
#elif defined(__AVX2__)
constexpr int lanes = 8;
#else
constexpr int lanes = 4;
#endif
typedef float Floats __attribute__((vector_size(4 * lanes)));
typedef int32_t Ints __attribute__((vector_size(4 * lanes)));
typedef uint32_t Words __attribute__((vector_size(4 * lanes)));
typedef uint16_t Halves __attribute__((vector_size(2 * lanes)));

// The upper half of a float32, as TensorFlow's bfloat16 lies in memory.
struct Bfloat16 {
  uint16_t bits;
};

// How many lanes of a vector lie inside the row: all of them, or the first few at a row's end.
struct Full {
  static constexpr int count = lanes;
};
struct Tail {
  int count;
};

// Less zero, which the compiler may leave out: plus zero would change -0, so it must be computed.
inline Floats all(float x) { return x - Floats{}; }

inline Floats widen(Halves h) { return (Floats)(__builtin_convertvector(h, Words) << 16); }

// To the nearest bfloat16, ties to even.
inline Halves narrow(Floats x) {
  const Words bits = (Words)x;
  const Words rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  const Words quiet = (bits >> 16) | 0x40u;
  const Ints isNumber = x == x;
  return __builtin_convertvector(isNumber ? rounded : quiet, Halves);
}

inline Floats load(const float* from, Full) {
  Floats x;
  std::memcpy(&x, from, sizeof x);
  return x;
}
inline Floats load(const float* from, Tail tail) {
  Floats x{};
  std::memcpy(&x, from, tail.count * sizeof(float));
  return x;
}
inline Floats load(const Bfloat16* from, Full) {
  Halves h;
  std::memcpy(&h, from, sizeof h);
  return widen(h);
}
inline Floats load(const Bfloat16* from, Tail tail) {
  Halves h{};
  std::memcpy(&h, from, tail.count * sizeof(Bfloat16));
  return widen(h);
}
inline void store(float* to, Floats x, Full) { std::memcpy(to, &x, sizeof x); }
inline void store(float* to, Floats x, Tail tail) { std::memcpy(to, &x, tail.count * sizeof(float)); }
inline void store(Bfloat16* to, Floats x, Full) {
  const Halves h = narrow(x);
  std::memcpy(to, &h, sizeof h);
}
inline void store(Bfloat16* to, Floats x, Tail tail) {
  const Halves h = narrow(x);
  std::memcpy(to, &h, tail.count * sizeof(Bfloat16));
}

// Zeros, or `other`, in the lanes beyond a row's end.
inline Floats keep(Floats x, Full, float = 0) { return x; }
inline Floats keep(Floats x, Tail tail, float other = 0) {
  for (int i = tail.count; i < lanes; i++) x[i] = other;
  return x;
}

// Calls `body(column, Full or Tail)` over a row of `count` elements.
template <class Body>
inline __attribute__((always_inline)) void overRow(int64_t count, Body body) {
  int64_t column = 0;
  for (; column + lanes <= count; column += lanes) body(column, Full{});
  if (column < count) body(column, Tail{static_cast<int>(count - column)});
}

// Sums and maxima of the lanes, always in the same order.
template <class Vector>
inline auto sumOf(Vector x) {
  typedef std::remove_reference_t<decltype(x[0])> Element;
  constexpr int count = sizeof x / sizeof(Element);
  Element part[count];
  std::memcpy(part, &x, sizeof x);
  for (int width = count / 2; width > 0; width /= 2)
    for (int i = 0; i < width; i++) part[i] += part[i + width];
  return part[0];
}
inline float maxOf(Floats x) {
  float part[lanes];
  std::memcpy(part, &x, sizeof x);
  for (int width = lanes / 2; width > 0; width /= 2)
    for (int i = 0; i < width; i++) part[i] = part[i] > part[i + width] ? part[i] : part[i + width];
  return part[0];
}

inline Floats larger(Floats a, Floats b) { return a > b ? a : b; }
inline Floats smaller(Floats a, Floats b) { return a < b ? a : b; }

// e^x within 2e-7 of its value: x = n ln 2 + r, a polynomial in r, and n added to the exponent (Cephes, expf).
// Below -87.3 it gives 1e-38, above 88.3 it stays at e^88.3. NaN stays NaN.
inline Floats exponential(Floats given) {
  const Floats x = smaller(larger(given, all(-87.3f)), all(88.3f));
  const Floats magic = all(12582912.0f);  // 1.5 * 2^23: adding it rounds to an integer
  const Floats n = (x * 1.44269504088896341f + magic) - magic;
  const Floats r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  Floats p = all(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  const Ints exponent = (__builtin_convertvector(n, Ints) + 127) << 23;
  const Floats value = p * (Floats)exponent;
  return given == given ? value : given;
}

// 1 / (1 + e^-x), accurate in relative terms for all x.
inline Floats sigmoid(Floats x) { return 1.0f / (1.0f + exponential(-x)); }

inline Floats squareRoot(Floats x) {
#if defined(__AVX512F__)
  return _mm512_sqrt_ps(x);
#elif defined(__AVX2__)
  return _mm256_sqrt_ps(x);
#endif
  Floats y;
  for (int i = 0; i < lanes; i++) y[i] = __builtin_sqrtf(x[i]);
  return y;
}

}  // namespace lab
