#define CATCH_CONFIG_MAIN
#define CATCH_CONFIG_ENABLE_BENCHMARKING
#include <catch2/catch.hpp>

#ifdef __SANITIZE_THREAD__
// The packaged HTTP library is not instrumented: what it makes once, under a guard that the sanitizer cannot see (its
// set of methods), looks like a race to it. Our own code, and what it hands to the library, is still watched.
extern "C" const char* __tsan_default_suppressions();  // NOLINT: the sanitizer's name
extern "C" const char* __tsan_default_suppressions() {
  return "called_from_lib:libcpp-httplib.so\n";
}
#endif
