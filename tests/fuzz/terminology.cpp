// The code tables. The input holds several, each begun by a line `= name.tsv`; those that it leaves out have no rows.
// What can be read can be asked.
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "mapping/terminology/terminology.hpp"
#include "mapping/text/text.hpp"
#include "tests/fuzz/expect.hpp"

using namespace foresign;
using fuzz::expect;

namespace {

using Tables = std::map<std::string, std::string>;

Tables without_rows() {
  const std::string codes = "concept\tsystem\tcode\tdisplay\tverified\tsource\n";
  Tables tables = {{"concepts.tsv", "concept\tfile\trole\tclass\tcolorectal_chemotherapy\tnote\n"},
                   {"cancers.tsv", "concept\tsite\thistology\tremark\n"},
                   {"histologies.tsv", "first\tlast\thistology\n"},
                   {"phrases.tsv", "phrase\tkind\tmeaning\tname\n"},
                   {"stage-meaning.tsv", "cancer\tstage_group\tmeaning\treason\tverified\tsource\n"}};
  for (const char* name : {"drugs", "diagnoses", "staging", "kras", "tests", "procedures", "adverse"})
    tables[std::string(name) + ".tsv"] = codes;
  return tables;
}

Tables split(std::string_view input) {
  static const Tables empty = without_rows();
  Tables tables = empty;
  std::string* table = nullptr;
  while (!input.empty()) {
    const std::string_view line = input.substr(0, input.find('\n'));
    input.remove_prefix(std::min(line.size() + 1, input.size()));
    if (line.starts_with("= ")) {
      table = &tables[std::string(line.substr(2))];
      continue;
    }
    if (table != nullptr) *table += std::string(line) + '\n';
  }
  return tables;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const Tables tables = split(input);
  const auto codes = mapping::Terminology::read([&](const std::string& file) -> std::optional<std::string> {
    const auto found = tables.find(file);
    return found == tables.end() ? std::nullopt : std::optional(found->second);
  });
  expect(codes.value.has_value() || !codes.issues.empty(), "tables that cannot be read have an issue");
  if (!codes.value) return 0;
  const text::Text words = text::cut(input.substr(0, 1000));
  for (const auto domain : {mapping::Domain::drugs, mapping::Domain::diagnoses, mapping::Domain::kras})
    for (const mapping::PhraseMatch& match : codes.value->find_phrases(domain, words)) {
      expect(match.found != nullptr, "a phrase stands for a concept");
      expect(match.words.first < match.words.last && match.words.last <= words.words.size(),
             "a phrase lies in the text");
    }
  [[maybe_unused]] const auto cancers = codes.value->find_cancer_words(words);
  return 0;
}
