#include "cds/http/harden.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace foresign::http {

void harden_process() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  // A limit of 0 does not hold where the kernel pipes cores to a program (core(5)); this does.
  ::prctl(PR_SET_DUMPABLE, 0);
  ::umask(077);
}

}  // namespace foresign::http
