// Makes TensorFlow honour TF_CPP_MIN_LOG_LEVEL from its first line on.
//
// libtensorflow_framework logs a note about oneDNN in a static initialiser, before it has read that variable, so the
// note reaches stderr at any level. This library is linked with -z initfirst: its constructor runs before every other
// initialiser of the libraries that are loaded with it, and sets the level. Messages at or above the level (errors,
// and warnings unless the user silences them) still appear.
#include <cstdlib>

#if defined(__has_include)
#if __has_include("absl/log/globals.h")
#include "absl/base/log_severity.h"
#include "absl/log/globals.h"
#define LAB_HAS_ABSL_LOG 1
#endif
#endif

namespace {
__attribute__((constructor)) void setLogLevel() {
#ifdef LAB_HAS_ABSL_LOG
  // 0 everything, 1 warnings and above, 2 errors and above, 3 fatal errors only: the same scale as absl's severities.
  const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
  if (level == nullptr || level[0] < '1' || level[0] > '3' || level[1] != '\0') return;
  absl::SetMinLogLevel(static_cast<absl::LogSeverityAtLeast>(level[0] - '0'));
#endif
}
}  // namespace
