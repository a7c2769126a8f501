// The key of the patients' hashes, in a file of its own.
#pragma once

#include <cstddef>
#include <string>

namespace foresign::http {

inline constexpr std::size_t shortest_patient_key = 32;  // bytes: as long as the hash (RFC 2104, 3)

struct KeyFile {
  std::string bytes;
  std::string problem;  // why there is no key; names the file, never its content
};

// The bytes of the file as they are. Refused: one that others may read, one that is too short.
KeyFile read_patient_key(const std::string& file);

// The same; where there is no such file it is made, of mode 0600, with a random key.
KeyFile read_or_make_patient_key(const std::string& file);

}  // namespace foresign::http
