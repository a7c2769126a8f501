// Whether what stands around words of extent is understood (rules 5.1 to 5.4). "Liver metastases, treated with FOLFOX"
// is; "PET to look for metastases", "trial for metastatic disease", "GVHD stage IV" and "metastatic per family" hold
// words that may turn, doubt or re-assign what they stand beside, and nobody can list all of those.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/questions/question.hpp"
#include "mapping/terminology/terminology.hpp"
#include "mapping/text/text.hpp"

namespace foresign::mapping {

class ExtentContext {
 public:
  // `site`: of the tumour that the text is on, where that is known: the other organs are strange then.
  ExtentContext(const Terminology& codes, const text::Text& text, std::optional<Cancer> site = {});

  // Whether the statement of these words holds nothing that is not understood, and nothing that doubts them.
  [[nodiscard]] bool understood(text::Span words) const;
  [[nodiscard]] bool too_long(std::size_t word) const;  // its statement: nothing in it is understood
  // Whether that is true of the whole text, whatever it says.
  [[nodiscard]] bool all_understood() const;
  // Whose stage, advance or recurrence it is: it stands alone, or beside words of cancer, not beside another illness.
  enum class Whose : std::uint8_t { own, unclear, another_illness };
  [[nodiscard]] Whose whose(text::Span words, bool is_stage) const;
  // Whether the whole text does no more than tell a stage: "Stage IB (cT2a N0 M0), left upper lobe" (rule 5.3).
  [[nodiscard]] bool only_stages() const;

 private:
  void find_names(const Terminology& codes, std::optional<Cancer> site);
  void find_doubts();
  void find_unclear_headings();
  [[nodiscard]] bool is_where_it_went(const WordMatch& organ) const;
  [[nodiscard]] bool names_other_primary(const Terminology& codes, std::size_t statement) const;
  [[nodiscard]] bool is_understood_at(std::size_t word) const;
  [[nodiscard]] bool is_search(text::Span words) const;
  [[nodiscard]] bool is_followed_by_boxes(text::Span words) const;
  [[nodiscard]] bool is_doubted(text::Span words) const;
  [[nodiscard]] bool is_beside_organ(text::Span words) const;
  [[nodiscard]] bool follows_other_disease(text::Span words, bool is_stage) const;
  [[nodiscard]] text::Span run_of(std::size_t word) const;

  // Of one statement.
  struct Statement {
    text::Span words;
    std::size_t not_understood = 0;  // how many words
    std::vector<text::Span> doubts;  // the runs that hold one
    bool doubted = false;            // by a run of nothing else: "stage IV, likely"
    bool benign = false;
    bool under_heading = false;  // below a line that ends with a colon and is not understood: "Eligibility criteria:"
  };

  const text::Text& text_;
  std::vector<Statement> statements_;
  bool corrected_ = false;  // something in the text takes something back
  // For each word:
  std::vector<bool> known_;    // names of this cancer, of drugs and genes: what a table has
  std::vector<bool> strange_;  // names of other cancers and of other kinds of it
  std::vector<bool> cancer_;   // says cancer
  std::vector<bool> own_;      // the organ of this cancer
  std::vector<bool> illness_;  // names another disease with stages
  std::vector<bool> understood_;
};

// Words beside a code that deny, doubt or ask for what it says: "R/O mets", "no evidence of recurrence", "Stage IV?".
bool denies_or_doubts_extent(const text::Text& text);

// A note on a metastasis that says it was none: "biopsy benign".
bool takes_back_spread(const text::Text& note);

// A word, or two, that name a disease with stages of its own: kidney disease, heart failure, pressure ulcer.
bool names_staged_disease(const text::Text& text, std::size_t word);
bool names_staged_disease(const text::Text& text);

}  // namespace foresign::mapping
