// Rules 4.4, 4.5 and 4.8: which histologies of a site the policy covers, and the small words of FHIR statuses.
#include <algorithm>
#include <array>
#include <cctype>

#include "mapping/reading/diagnosis.hpp"

namespace foresign::mapping {

Cover cover_of(Cancer site, Histology histology) {
  switch (histology) {
    case Histology::neuroendocrine:
    case Histology::sarcoma:
    case Histology::gist:
    case Histology::lymphoma:
    case Histology::melanoma:
      return Cover::other;  // at any site
    case Histology::mixed:
    case Histology::undifferentiated:
      return Cover::undecided;
    case Histology::adenocarcinoma:
      return Cover::covered;
    case Histology::other:
      return site == Cancer::lung ? Cover::undecided : Cover::other;
    case Histology::large_cell_neuroendocrine:
      return site == Cancer::lung ? Cover::undecided : Cover::other;
    case Histology::small_cell:
      return Cover::other;
    case Histology::acinar:
      // Acinar adenocarcinoma is a pattern of NSCLC; of the pancreas it is another cancer.
      return site == Cancer::lung || site == Cancer::colorectal ? Cover::covered : Cover::other;
    case Histology::squamous:
      if (site == Cancer::lung) return Cover::covered;
      return site == Cancer::colorectal ? Cover::undecided : Cover::other;
    case Histology::adenosquamous:
      return site == Cancer::lung || site == Cancer::colorectal ? Cover::covered : Cover::undecided;
    case Histology::large_cell:
    case Histology::nsclc:
    case Histology::sarcomatoid:
      return site == Cancer::lung ? Cover::covered : Cover::undecided;
    case Histology::pancreatoblastoma:
    case Histology::solid_pseudopapillary:
      return site == Cancer::lung || site == Cancer::colorectal ? Cover::undecided : Cover::other;
    case Histology::not_stated:
      break;
  }
  return site == Cancer::colorectal ? Cover::covered : Cover::undecided;
}

Cover cover_of(Cancer site, const std::vector<Histology>& stated, bool inferred) {
  if (stated.empty()) return inferred ? Cover::covered : cover_of(site, Histology::not_stated);
  std::optional<Cover> together;
  for (const Histology histology : stated) {
    const Cover cover = cover_of(site, histology);
    if (together && *together != cover) return Cover::undecided;  // rule 4.8: two histologies, one covered and one not
    together = cover;
  }
  return *together;
}

std::optional<Cancer> cancer_at(Site site) {
  switch (site) {
    case Site::lung:
      return Cancer::lung;
    case Site::colorectal:
      return Cancer::colorectal;
    case Site::pancreas:
      return Cancer::pancreas;
    case Site::ampulla:
      return Cancer::ampulla;
    case Site::small_bowel:
      return Cancer::small_bowel;
    case Site::none:
    case Site::generic:
    case Site::appendix:
    case Site::anorectal:
    case Site::intestine:
    case Site::other:
    case Site::secondary:
    case Site::secondary_node:
      break;
  }
  return std::nullopt;
}

std::string status_word(const fhir::CodeableConcept& status) {
  static constexpr std::array<std::string_view, 12> words{
      "active",    "recurrence",  "relapse",     "inactive",     "remission", "resolved",
      "confirmed", "unconfirmed", "provisional", "differential", "refuted",   "entered-in-error"};
  // Statuses come with a second, national coding at times: the HL7 word is the one that counts.
  for (const fhir::Coding& coding : status.codings) {
    std::string code = coding.code;
    std::ranges::transform(code, code.begin(),
                           [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    if (std::ranges::find(words, code) != words.end()) return code;
  }
  std::vector<std::string_view> written{status.text};
  for (const fhir::Coding& coding : status.codings) written.push_back(coding.display);
  for (const std::string_view one : written) {
    std::string joined;
    for (const text::Word& word : text::cut(one).words) joined += (joined.empty() ? "" : "-") + word.folded;
    if (std::ranges::find(words, joined) != words.end()) return joined;
  }
  return {};
}

}  // namespace foresign::mapping
