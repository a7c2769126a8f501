// What the loaded tables hold: shared by loading (load.cpp) and look-up (terminology.cpp), nobody else's.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "mapping/terminology/terminology.hpp"

namespace foresign::mapping {

inline constexpr std::array<std::pair<std::string_view, Domain>, 7> domain_files{
    {{"drugs.tsv", Domain::drugs},
     {"diagnoses.tsv", Domain::diagnoses},
     {"staging.tsv", Domain::staging},
     {"kras.tsv", Domain::kras},
     {"tests.tsv", Domain::tests},
     {"procedures.tsv", Domain::procedures},
     {"adverse.tsv", Domain::adverse}}};

// Labeler and product of a National Drug Code as nine digits (5-4). Several readings where ten digits come without
// hyphens (docs/terminology.md, "Drugs"); none where it is no NDC.
std::vector<std::string> ndc_products(std::string_view code);
// The form in which codes of a system are compared, and the key under which they are kept.
std::string comparable(CodeSystem system, std::string_view code);
std::string key_of(CodeSystem system, std::string_view uri, std::string_view comparable_code);

// Phrases of one table, found by their first word.
struct Phrases {
  struct Phrase {
    std::vector<std::string> words;
    std::size_t meaning = 0;
  };
  std::unordered_map<std::string, std::vector<Phrase>> by_first_word;

  // False where it says nothing (no word in it).
  bool add(std::string_view phrase, std::size_t meaning) {
    const text::Text cut = text::cut(phrase);
    if (cut.words.empty()) return false;
    Phrase made;
    for (const text::Word& word : cut.words) made.words.push_back(word.folded);
    made.meaning = meaning;
    auto& bucket = by_first_word[made.words.front()];
    bucket.push_back(std::move(made));
    std::ranges::stable_sort(
        bucket, [](const Phrase& left, const Phrase& right) { return left.words.size() > right.words.size(); });
    return true;
  }

  // The longest phrase at each place; none overlaps the one before it.
  template <class Found>
  void find(const text::Text& text, Found&& found) const {
    for (std::size_t at = 0; at < text.words.size();) {
      const auto bucket = by_first_word.find(text.words[at].folded);
      std::size_t taken = 0;
      if (bucket != by_first_word.end()) {
        for (const Phrase& phrase : bucket->second) {
          if (!stands_at(text, at, phrase)) continue;
          taken = phrase.words.size();
          found(phrase.meaning, text::Span{at, at + taken});
          break;
        }
      }
      at += std::max<std::size_t>(taken, 1);
    }
  }

  static bool stands_at(const text::Text& text, std::size_t at, const Phrase& phrase) {
    if (at + phrase.words.size() > text.words.size()) return false;
    for (std::size_t i = 0; i < phrase.words.size(); ++i) {
      const text::Word& word = text.words[at + i];
      if (word.folded != phrase.words[i] || word.statement != text.words[at].statement) return false;
    }
    return true;
  }
};

struct HistologyRange {
  int first = 0;
  int last = 0;
  Histology histology = Histology::not_stated;
};

struct Terminology::Tables {
  std::vector<std::unique_ptr<Concept>> concepts;
  std::unordered_map<std::string, std::size_t> by_name;
  std::array<std::unordered_map<std::string, std::size_t>, domain_files.size()> codes;
  std::array<Phrases, domain_files.size()> phrases;
  std::unordered_map<std::string, CancerMeaning> cancers;
  std::vector<HistologyRange> histologies;
  std::vector<std::unique_ptr<std::string>> cancer_names;
  std::vector<WordMatch> cancer_words;
  Phrases cancer_phrases;
  std::unordered_map<std::string, std::string> stage_meanings;

  void read_concepts(const TableTexts& texts, std::vector<json::Issue>& issues);
  void read_codes(const TableTexts& texts, std::string_view file, Domain domain, std::vector<json::Issue>& issues);
  void read_cancers(const TableTexts& texts, std::vector<json::Issue>& issues);
  void read_histologies(const TableTexts& texts, std::vector<json::Issue>& issues);
  void read_phrases(const TableTexts& texts, std::vector<json::Issue>& issues);
  void read_stage_meanings(const TableTexts& texts, std::vector<json::Issue>& issues);
};

}  // namespace foresign::mapping
