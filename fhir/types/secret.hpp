// A text that must not outlive its use: an access token. Moved, never copied, wiped when it goes.
#pragma once

#include <string>
#include <string_view>

namespace foresign {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view text);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  // Valid as long as this is. Whoever copies it wipes the copy.
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

// Overwrites the bytes in a way that no compiler leaves out.
void wipe(std::string& text);

}  // namespace foresign
