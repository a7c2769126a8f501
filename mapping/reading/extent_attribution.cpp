#include "mapping/reading/extent_attribution.hpp"

#include <algorithm>
#include <array>

#include "mapping/reading/diagnosis.hpp"
#include "mapping/reading/spread_words.hpp"
#include "mapping/reading/vocabulary.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
bool names_another_only(const Terminology& codes, Cancer site, const text::Text& text, text::Span words) {
  if (words.first >= words.last || words.last - words.first > longest_sentence) return false;
  const text::Word& end = text.words[words.last - 1];
  const std::size_t start = text.words[words.first].offset;
  std::string written = text.original.substr(start, end.offset + end.length - start);
  // "Liver, CA 19-9 812": a marker, no cancer of the liver.
  for (std::size_t at = words.first; at + 1 < words.last; ++at)
    if (text.words[at].folded == "ca" && text.words[at + 1].folded.find_first_not_of("0123456789") == std::string::npos)
      written.replace(text.words[at].offset - start, text.words[at].length, text.words[at].length, ' ');
  bool other = false;
  for (const Said& said : read_diagnosis_words(codes, written)) {
    if (!said.primary()) continue;
    if (cancer_at(said.site) == site || said.site == Site::appendix || said.site == Site::intestine) return false;
    other = true;
  }
  return other;
}

namespace {

// "Lung metastases from the colon", "liver metastases, breast primary": where it came from is no place of this cancer.
// The words of the statement that say so.
void mark_other_origins(const Terminology& codes, Cancer site, const text::Text& text, std::vector<bool>& another) {
  static constexpr auto small = std::to_array<std::string_view>({"a", "her", "his", "known", "prior", "the"});
  static constexpr auto origins = std::to_array<std::string_view>({"origin", "primary", "source"});
  static constexpr auto cancers =
      std::to_array<std::string_view>({"adenocarcinoma", "ca", "cancer", "carcinoma", "malignancy", "tumor", "tumour"});
  static const Vocabulary specimens(
      "biopsy effusion fluid lavage lesion lesions mass nodule nodules resection specimen");
  const auto joined = [&](std::size_t left, std::size_t right) {
    return right < text.words.size() && text.words[left].statement == text.words[right].statement;
  };
  for (const WordMatch& match : codes.find_cancer_words(text)) {
    if (match.site == Site::none || match.site == Site::generic || cancer_at(match.site) == site) continue;
    if (match.site == Site::other && is_place_of_spread(text.words[match.words.first].folded)) continue;
    const std::size_t after = match.words.last;
    std::size_t before = match.words.first;
    while (before > 0 && joined(before - 1, before) && text::is_one_of(text.words[before - 1].folded, small)) --before;
    const std::string_view follows =
        joined(match.words.first, after) ? std::string_view(text.words[after].folded) : std::string_view();
    const std::string_view lead =
        before > 0 && joined(before - 1, before) ? std::string_view(text.words[before - 1].folded) : std::string_view();
    // "From the colon", but "from liver metastases", "from lung biopsy"; "of breast cancer", "due to breast cancer".
    const bool from =
        (lead == "from" && (follows.empty() || (spread_at(text, after) == Spread::none && !specimens.has(follows)))) ||
        ((lead == "of" || lead == "to" || lead == "by") && text::is_one_of(follows, cancers));
    const bool origin = text::is_one_of(follows, origins);
    if (!from && !origin) continue;
    std::size_t first = match.words.first;
    while (first > 0 && joined(first - 1, match.words.first)) --first;
    for (std::size_t word = first; word == first || joined(first, word); ++word) another[word] = true;
  }
}

}  // namespace

bool names_another_origin(const Terminology& codes, Cancer site, const text::Text& text) {
  std::vector<bool> another(text.words.size(), false);
  mark_other_origins(codes, site, text, another);
  return std::ranges::find(another, true) != another.end();
}

std::vector<bool> about_another(const Terminology& codes, Cancer site, const text::Text& text) {
  std::vector<bool> another(text.words.size(), false);
  mark_other_origins(codes, site, text, another);
  for (const text::Cut cut : {text::Cut::at_statements, text::Cut::at_commas})
    for (const text::Span run : text::runs_of(text, cut))
      if (names_another_only(codes, site, text, run))
        std::fill(another.begin() + static_cast<std::ptrdiff_t>(run.first),
                  another.begin() + static_cast<std::ptrdiff_t>(run.last), true);
  return another;
}

bool is_of_another_kind(Histology histology) {
  switch (histology) {
    case Histology::not_stated:
    case Histology::adenocarcinoma:
    case Histology::squamous:
    case Histology::adenosquamous:
    case Histology::large_cell:
    case Histology::nsclc:
    case Histology::sarcomatoid:
    case Histology::undifferentiated:
      return false;
    case Histology::small_cell:
    case Histology::large_cell_neuroendocrine:
    case Histology::neuroendocrine:
    case Histology::mixed:
    case Histology::acinar:
    case Histology::pancreatoblastoma:
    case Histology::solid_pseudopapillary:
    case Histology::sarcoma:
    case Histology::gist:
    case Histology::lymphoma:
    case Histology::melanoma:
    case Histology::other:
      return true;
  }
  return true;
}

bool names_another_kind(const Terminology& codes, const text::Text& text) {
  return std::ranges::any_of(codes.find_cancer_words(text),
                             [](const WordMatch& match) { return is_of_another_kind(match.histology); });
}

}  // namespace foresign::mapping
