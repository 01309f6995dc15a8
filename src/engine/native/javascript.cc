// What the library offers to JavaScript beside the kernels that it registers with TensorFlow.
#include <node_api.h>

#include "float64Products.h"

namespace {

// The numbers of a Float64Array; none of anything else.
double* numbersOf(napi_env env, napi_value value, size_t* length) {
  bool typed = false;
  napi_typedarray_type type;
  void* data = nullptr;
  *length = 0;
  if (napi_is_typedarray(env, value, &typed) != napi_ok || !typed) return nullptr;
  napi_get_typedarray_info(env, value, &type, length, &data, nullptr, nullptr);
  if (type != napi_float64_array) *length = 0;
  return static_cast<double*>(data);
}

// multiplyByTransposed(a, rowsA, b, rowsB, shared, out): out [rowsA, rowsB] = a [rowsA, shared] b [rowsB, shared]ᵀ.
napi_value multiplyByTransposed(napi_env env, napi_callback_info info) {
  size_t count = 6, lengths[3] = {};
  napi_value given[6];
  int64_t rowsA = -1, rowsB = -1, shared = -1;
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  const double* a = numbersOf(env, given[0], &lengths[0]);
  const double* b = numbersOf(env, given[2], &lengths[1]);
  double* out = numbersOf(env, given[5], &lengths[2]);
  napi_get_value_int64(env, given[1], &rowsA);
  napi_get_value_int64(env, given[3], &rowsB);
  napi_get_value_int64(env, given[4], &shared);
  const auto fits = [](size_t length, int64_t rows, int64_t columns) {
    return rows >= 0 && columns >= 0 && length >= static_cast<size_t>(rows) * static_cast<size_t>(columns);
  };
  if (count < 6 || !fits(lengths[0], rowsA, shared) || !fits(lengths[1], rowsB, shared) || !fits(lengths[2], rowsA, rowsB)) {
    napi_throw_range_error(env, nullptr, "multiplyByTransposed: three Float64Arrays of the sizes given are needed");
    return nullptr;
  }
  lab::multiplyByTransposed(a, rowsA, b, rowsB, shared, out);
  return nullptr;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value function;
  if (napi_create_function(env, "multiplyByTransposed", NAPI_AUTO_LENGTH, multiplyByTransposed, nullptr, &function) == napi_ok)
    napi_set_named_property(env, exports, "multiplyByTransposed", function);
  return exports;
}
