// main() of a fuzzing program where there is no libFuzzer: every kept input, and mutations of them that are the same in
// every run. `fuzz_request --mutations 2000 FOLDER...`; a file in place of a folder replays a finding.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/expect.hpp"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest = std::size_t{64} * 1024;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& seeds) : seeds_(&seeds) {}

  std::string next() {
    std::string text = any_seed();
    for (std::size_t steps = 1 + below(4); steps > 0; --steps) change(text);
    text.resize(std::min(text.size(), longest));
    return text;
  }

 private:
  // Not std::uniform_int_distribution: its numbers differ between standard libraries.
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }
  const std::string& any_seed() { return (*seeds_)[below(seeds_->size())]; }

  void change(std::string& text) {
    static const std::vector<std::string> words = {"null",
                                                   "{}",
                                                   "[]",
                                                   "\"\"",
                                                   "0",
                                                   "-1",
                                                   "1e400",
                                                   "\\ud800",
                                                   "\xED\xA0\x80",
                                                   "\xFF",
                                                   std::string(1, '\0'),
                                                   "[[[[",
                                                   "}",
                                                   "]",
                                                   ",",
                                                   ":",
                                                   "\"",
                                                   "\r\n",
                                                   "\t",
                                                   "9999999999999999999999",
                                                   "\"resourceType\"",
                                                   "\"Bundle\"",
                                                   "0000-00-00"};
    const std::size_t at = below(text.size());
    const std::size_t length = below(std::min<std::size_t>(text.size() - at, 64) + 1);
    switch (below(6)) {
      case 0:
        if (!text.empty()) text[at] = static_cast<char>(text[at] ^ static_cast<char>(1U << below(8)));
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(at, length));
        break;
      case 3:
        text.replace(at, length, words[below(words.size())]);
        break;
      case 4: {
        const std::string& other = any_seed();
        const std::size_t from = below(other.size());
        text.replace(at, length, other.substr(from, below(256)));
        break;
      }
      default:
        text.resize(at);
        break;
    }
  }

  const std::vector<std::string>* seeds_;
  std::mt19937 random_{20261124};
};

void run(const std::string& text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t mutations = 0;
  std::vector<fs::path> files;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--mutations" && i + 1 < argc) {
      mutations = std::stoul(argv[++i]);
    } else if (fs::is_directory(argument)) {
      for (const auto& entry : fs::directory_iterator(argument))
        if (entry.is_regular_file()) files.push_back(entry.path());
    } else {
      files.emplace_back(argument);
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> seeds;
  for (const fs::path& file : files) {
    seeds.push_back(text_of(file));
    run(seeds.back());
  }
  if (seeds.empty()) {
    std::fprintf(stderr, "there is no input\n");
    return 1;
  }
  run("");
  Mutator mutator(seeds);
  for (std::size_t i = 0; i < mutations; ++i) run(mutator.next());
  std::printf("%zu inputs and %zu mutations\n", seeds.size(), mutations);
  return 0;
}
