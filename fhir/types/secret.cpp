#include "fhir/types/secret.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace foresign {

void wipe(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

Secret::Secret(std::string_view text) : text_(text) {}

// A short text lies inside the string itself, and moving it copies it.
Secret::Secret(Secret&& other) noexcept : text_(other.text_.data(), other.text_.size()) {
  wipe(other.text_);
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe(text_);
    text_.swap(other.text_);
  }
  return *this;
}

Secret::~Secret() {
  wipe(text_);
}

}  // namespace foresign
