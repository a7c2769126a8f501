#include "mapping/reading/spread_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "mapping/reading/vocabulary.hpp"
#include "mapping/text/one_of.hpp"

namespace foresign::mapping {
namespace {

using text::is_one_of;

const Vocabulary metastasis_words(
    "carcinomatosis crlm filiae mcrc metastases metastasis metastasised metastasized metastatic metastatico "
    "metastásica metastásico mets metástasis mnsclc mpdac métastase métastases métastatique oligometastases "
    "oligometastasis oligometastatic peritonealkarzinose");
constexpr auto metastasiert = std::to_array<std::string_view>(
    {"metastase", "metastasen", "metastasiert", "metastasierte", "metastasierter", "metastasiertes", "metastasierung"});
const Vocabulary node_words(
    "adenopathy lad ln lns lymph lymphadenopathy lymphknoten lymphnode lymphnodes nodal node nodes");
// What follows a word of spread that is no finding.
const Vocabulary not_disease(
    "calcification calcifications evaluation free panel potential prevention risk screen screening status "
    "suppression suppressor surveillance survey survival timeline work workup");
// What may stand between a metastasis and the nodes that it is in: "metastatic carcinoma in level 4R lymph node".
const Vocabulary before_nodes(
    "adenocarcinoma bronchial carcinoma cell contralateral disease eight five four hilar in interlobar "
    "involving ipsilateral left level local mediastinal mesenteric multiple nine of one out paratracheal "
    "peribronchial pericolic perihilar perirectal regional right seven several six squamous station stations "
    "subcarinal ten the three to twelve two");
// What may stand between nodes and the metastasis that is in them: "3/15 nodes were positive for metastatic carcinoma".
const Vocabulary behind_nodes(
    "all are biopsy both by consistent contain containing for had harboring have involved of positive "
    "replaced showed showing shows was were with");
const Vocabulary places(
    "acetabulum adrenal adrenals bone bones bony brain brainstem calvarium cerebellar cerebellum cerebral "
    "cerebrum chest choroid clavicle cns cutaneous dura dural femoral femur frontal gehirn haut hepatic hip "
    "hirn humerus iliac ilium intracranial kidney kidneys knochen knochenmark leber leptomeningeal "
    "leptomeninges liver lumbar lung lunge lungs marrow meningeal meninges muscle nebenniere nebennieren "
    "occipital omental omentum osseous ovarian ovaries ovary parietal pericardial pericardium peritoneal "
    "peritonealraum peritoneum pleura pleural pulmonary renal retroperitoneum rib ribs sacral sacrum scalp "
    "scapula skeletal skeleton skin skull spinal spine spleen sternum subcutaneous temporal vertebra "
    "vertebral");

bool together(const text::Text& text, std::size_t left, std::size_t right) {
  return right < text.words.size() && text.words[left].statement == text.words[right].statement;
}

bool is_number(std::string_view word) {
  return std::isdigit(static_cast<unsigned char>(word.front())) != 0;
}

// "4R", "10L": stations of mediastinal nodes.
bool is_station(std::string_view word) {
  return word.size() >= 2 && word.size() <= 3 && is_number(word) && (word.back() == 'r' || word.back() == 'l') &&
         word != "1l" && word != "2l" && word != "3l";  // lines of therapy
}

// "Spread to the left adrenal"
bool leads_to_place(const text::Text& text, std::size_t at) {
  static const Vocabulary small("and both contralateral her his left multiple right the");
  if (!together(text, at, at + 1) || text.words[at + 1].folded != "to") return false;
  std::size_t to = at + 2;
  while (together(text, at, to) && small.has(text.words[to].folded)) ++to;
  return together(text, at, to) && is_place_of_spread(text.words[to].folded);
}

bool is_metastasis_word(const text::Text& text, std::size_t at) {
  const std::string& word = text.words[at].folded;
  if (metastasis_words.has(word)) return true;
  if (word == "spread") return leads_to_place(text, at);
  const bool recurrence = word == "recurrence" || word == "relapse";
  if (recurrence) return at > 0 && together(text, at - 1, at) && text.words[at - 1].folded == "distant";
  // "Adrenal met", "L3 met", not "criteria met".
  if (word == "met")
    return at > 0 && together(text, at - 1, at) &&
           (is_place_of_spread(text.words[at - 1].folded) || is_vertebra(text.words[at - 1].folded));
  return std::ranges::any_of(metastasiert,
                             [&](std::string_view end) { return word.ends_with(end); });  // "Lebermetastasen"
}

// "And liver" behind the nodes: they are not all.
bool goes_on_elsewhere(const text::Text& text, std::size_t nodes) {
  static const Vocabulary links("and both left multiple node nodes plus right the");
  for (std::size_t at = nodes + 1; together(text, nodes, at); ++at) {
    if (is_place_of_spread(text.words[at].folded)) return true;
    if (!links.has(text.words[at].folded) && !is_node_word(text.words[at].folded)) return false;
  }
  return false;
}

// "Liver and lymph node metastases": another place is listed before the nodes.
bool is_listed_behind_place(const text::Text& text, std::size_t at) {
  std::size_t first = at;
  while (first > 0 && together(text, first - 1, at) && is_node_word(text.words[first - 1].folded)) --first;
  if (first == at || first == 0 || !together(text, first - 1, at) || !text.words[first].comma_before) return false;
  const std::string& before = text.words[first - 1].folded;
  const std::size_t last = before == "and" || before == "und" ? first - 2 : first - 1;
  return last < text.words.size() && together(text, last, at) && is_place_of_spread(text.words[last].folded);
}

bool leads_to_nodes(const text::Text& text, std::size_t at) {
  for (std::size_t to = at + 1; together(text, at, to); ++to) {
    const std::string& word = text.words[to].folded;
    if (text.words[to].comma_before && !is_number(word)) return false;  // "3/15" is cut like a list
    if (is_node_word(word)) return !goes_on_elsewhere(text, to);
    if (!is_number(word) && !before_nodes.has(word)) return false;
  }
  return false;
}

bool follows_nodes(const text::Text& text, std::size_t at) {
  for (std::size_t to = at; to > 0 && together(text, to - 1, at);) {
    const std::string& word = text.words[--to].folded;
    if (is_node_word(word) || is_station(word)) return !is_listed_behind_place(text, to + 1);
    const bool station =
        is_number(word) && to > 0 && (text.words[to - 1].folded == "station" || text.words[to - 1].folded == "level");
    if (station) return true;
    if (!behind_nodes.has(word)) return false;
  }
  return false;
}

// A sample from the nodes of the mediastinum, and no other place.
bool is_from_nodes(const text::Text& text, std::size_t at) {
  bool sampled = false;
  std::size_t first = at;
  while (first > 0 && together(text, first - 1, at)) --first;
  constexpr std::size_t near = 12;  // words
  if (at - first > near) first = at - near;
  for (std::size_t word = first; together(text, at, word) && word < at + near; ++word) {
    const std::string& folded = text.words[word].folded;
    sampled = sampled || folded == "ebus" || folded == "mediastinoscopy";
    if (is_place_of_spread(folded)) return false;
  }
  return sampled;
}

// "Separate tumor nodules (metastases) in same lobe (pT3)"; not "in the same lobe and brain".
bool is_in_same_lobe(const text::Text& text, std::size_t at) {
  static constexpr auto leading = std::to_array<std::string_view>({"in", "to", "within", "the"});
  const auto word = [&](std::size_t index) {
    return together(text, at, index) ? std::string_view(text.words[index].folded) : std::string_view();
  };
  std::size_t to = at + 1;
  while (is_one_of(word(to), leading)) ++to;
  if (word(to) != "same" && word(to) != "ipsilateral") return false;
  return word(to + 1) == "lobe" && word(to + 2) != "and" && !is_place_of_spread(word(to + 2));
}

}  // namespace

bool is_place_of_spread(std::string_view word) {
  return places.has(word);
}

bool is_vertebra(std::string_view word) {
  return word.size() > 1 && word.size() < 4 && std::string_view("ctls").find(word.front()) != std::string_view::npos &&
         word.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

bool is_node_word(std::string_view word) {
  return node_words.has(word);
}

Spread spread_at(const text::Text& text, std::size_t at) {
  if (!is_metastasis_word(text, at)) return Spread::none;
  const auto word = [&](std::size_t index) {
    return together(text, at, index) ? std::string_view(text.words[index].folded) : std::string_view();
  };
  const auto former = [&](std::size_t by) {
    return at >= by && together(text, at - by, at) ? std::string_view(text.words[at - by].folded) : std::string_view();
  };
  if (former(1) == "non" || former(1) == "not" || former(1) == "anti" || former(1) == "pre") return Spread::none;
  const bool post = word(at + 1) == "status" && word(at + 2) == "post";
  if (not_disease.has(word(at + 1)) && !post) return Spread::none;
  if (is_in_same_lobe(text, at)) return Spread::same_lobe;
  if (former(1) == "distant" || former(2) == "distant" || former(3) == "distant") return Spread::distant;
  const bool beside_nodes = (is_node_word(former(1)) && !is_listed_behind_place(text, at)) || former(1) == "regional" ||
                            (is_node_word(word(at + 1)) && !goes_on_elsewhere(text, at + 1)) ||
                            text.words[at].folded.starts_with("lymphknoten");
  const bool in_nodes = (word(at + 1) == "to" || word(at + 1) == "in" || word(at + 1) == "of") &&
                        ((is_node_word(word(at + 2)) && !goes_on_elsewhere(text, at + 2)) ||
                         (is_node_word(word(at + 3)) && !goes_on_elsewhere(text, at + 3)));
  const bool nodal =
      beside_nodes || in_nodes || leads_to_nodes(text, at) || follows_nodes(text, at) || is_from_nodes(text, at);
  return nodal ? Spread::nodal : Spread::distant;
}

}  // namespace foresign::mapping
