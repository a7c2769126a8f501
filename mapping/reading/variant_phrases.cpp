#include "mapping/reading/variant_phrases.hpp"

#include <algorithm>
#include <array>

#include "mapping/reading/variant_text.hpp"

namespace foresign::mapping {
namespace {

std::size_t reference_after(const Statement& in, std::size_t from, std::size_t end) {
  static constexpr std::array<std::string_view, 5> references = {"reference", "ref", "expected", "referenzbereich",
                                                                 "normal"};
  while (from < end && !is_one_of(in.word(from), references)) ++from;
  return from;
}

// "EGFR L858R detected (panel with KRAS G12C)", "positive adenocarcinoma, see KRAS G12C addendum"
bool names_a_thing(const Statement& in, std::size_t from, text::Span change) {
  static constexpr auto ahead = std::to_array<std::string_view>({"panel", "see", "on", "addendum", "test", "assay"});
  static constexpr auto behind =
      std::to_array<std::string_view>({"addendum", "panel", "to", "report", "testing", "part", "assay"});
  for (std::size_t at = from; at < change.first; ++at)
    if (is_one_of(in.word(at), ahead)) return true;
  for (std::size_t at = change.last; at < std::min(in.last, change.last + 3); ++at)
    if (is_one_of(in.word(at), behind)) return true;
  return false;
}

}  // namespace

bool is_found(const Statement& in, const std::vector<GeneAt>& genes, const ChangeAt& change) {
  const std::size_t end = reference_after(in, change.words.last, end_of_reach(in, genes, change.words));
  for (std::size_t at = change.words.last; at < end && !denies_others(in, at); ++at) {
    // "KRAS G12C, if detected, ..."
    if (in.word(at) == "if" || in.word(at) == "when" || in.word(at) == "once" || in.word(at) == "wenn") break;
    if (in.word(at) == "yes" && in.text.words[at].colon_before && at + 1 == in.last) return true;
    if (!is_one_of(in.word(at), found_words)) continue;
    const bool of_next = at + 1 < in.last && in.word(at + 1) == "for";  // "and was positive for EGFR"
    if (!of_next) return true;
  }
  for (std::size_t at = in.first; at < change.words.first; ++at) {
    if (!is_one_of(in.word(at), found_ahead)) continue;
    if (is_of_marker(in, at) || names_a_thing(in, at + 1, change.words)) continue;
    bool of_former = false;  // "EGFR positive, KRAS G12C"
    for (std::size_t before = at; before > in.first && !in.text.words[before].comma_before; --before)
      of_former = of_former || is_other_gene(in.word(before - 1));
    if (!of_former) return true;
  }
  return false;
}

bool is_asked_of(const Statement& in, const ChangeAt& change) {
  static constexpr std::array<std::string_view, 20> asked = {
      "includes", "included", "covers",   "covered", "assessed", "evaluated", "analyzed",
      "analysed", "regions",  "hotspots", "targets", "coverage", "depth",     "screened",
      "reads",    "looking",  "search",   "outside", "another",  "request"};
  for (std::size_t at = in.first; at < change.words.first; ++at)
    if (is_one_of(in.word(at), asked)) return true;
  return false;
}

bool answers_no(const Statement& in, std::size_t after) {
  static constexpr auto answers = std::to_array<std::string_view>({"no", "none", "false", "nein", "keine", "negative"});
  const std::size_t last = in.last - 1;
  return last > after && in.text.words[last].colon_before && is_one_of(in.word(last), answers) &&
         is_one_of(in.word(last - 1), found_words);
}

bool ends_in_dash(const Statement& in) {
  const text::Word& last = in.text.words[in.last - 1];
  if (is_other_gene(last.folded)) return false;  // "KRAS G12C+, EGFR -"
  std::size_t at = last.offset + last.length;
  bool dash = false;
  for (; at < in.text.original.size() && in.text.original[at] != '\n'; ++at) {
    const char c = in.text.original[at];
    if (c == '-' || c == '_' || c == '[')
      dash = true;
    else if (c != ' ' && c != ':' && c != '\t' && c != ')' && c != ']')
      return false;
  }
  return dash;
}

bool is_void(const Statement& in, std::size_t from, std::size_t end) {
  static constexpr std::array<std::string_view, 13> voids = {"erroneously", "incorrectly", "mistakenly",

                                                             "false",       "artifact",    "artefact",   "error",
                                                             "control",     "xenograft",   "donor",      "line",
                                                             "mouse",       "standard"};
  for (std::size_t at = from; at < end; ++at)
    if (is_one_of(in.word(at), voids)) return true;
  for (std::size_t at = in.first; at + 1 < end; ++at)
    if (is_choice(in.text, at)) return true;
  return false;
}

bool is_blurred(const Statement& in, const std::vector<GeneAt>& genes, const std::vector<ChangeAt>& changes,
                text::Span change, std::size_t end) {
  for (const ChangeAt& next : changes)
    if (next.words.first >= change.last && next.change != Change::g12c) end = std::min(end, next.words.first);
  end = reference_after(in, change.last, end);
  for (std::size_t at = change.last; at < end && !denies_others(in, at); ++at)
    if (is_one_of(in.word(at), denial_words) && !is_of_marker(in, at)) return true;
  for (std::size_t at = change.first; at > in.first; --at) {
    if (std::ranges::any_of(genes,
                            [&](const GeneAt& gene) { return gene.gene == Gene::other && gene.words.last == at; }))
      break;
    const bool of_marker = is_of_marker(in, at - 1);  // "PD-L1 negative KRAS G12C mutated NSCLC"
    if ((is_one_of(in.word(at - 1), denial_words) && !of_marker) || in.word(at - 1) == "than" ||
        in.word(at - 1) == "except")
      return true;
    if (in.text.words[at - 1].comma_before) break;
  }
  const std::size_t begin = in.text.words[change.first].offset;
  const std::size_t until = end < in.text.words.size() ? in.text.words[end].offset : in.text.original.size();
  return std::string_view(in.text.original).substr(begin, until - begin).find('?') != std::string_view::npos;
}

bool denied_by_reference(const Statement& in, std::size_t after) {
  const std::size_t reference = reference_after(in, after, in.last);
  for (std::size_t at = after; at < reference; ++at)
    if (is_one_of(in.word(at), denial_words)) return false;
  return reference < in.last;
}

bool is_of_the_reading(const Statement& in, std::size_t after, std::size_t end) {
  static constexpr auto words = std::to_array<std::string_view>({"coverage", "depth", "reads", "amplicon", "probe"});
  for (std::size_t at = after; at < end && !in.text.words[at].comma_before; ++at) {
    if (is_one_of(in.word(at), words)) return true;
    // "KRAS G12C wild type allele detected"
    if (in.word(at) == "type" && at + 1 < end && in.word(at + 1) == "allele") return true;
    if (is_one_of(in.word(at), found_words)) return false;
  }
  return false;
}

bool denies_wild_type(const Statement& in) {
  static constexpr std::array<std::string_view, 5> denials = {"not", "non", "no", "nicht", "kein"};
  for (std::size_t at = in.first; at < in.last; ++at) {
    if (!in.word(at).starts_with("wild") && in.word(at) != "wt") continue;
    for (std::size_t back = at; back > in.first && back + 3 > at; --back) {
      const std::size_t offset = in.text.words[back].offset;  // "no mutation (wild type)"
      if (in.text.words[back].comma_before || in.text.original[offset - 1] == '(') break;
      if (is_one_of(in.word(back - 1), denials)) return true;
    }
  }
  return false;
}

bool tells_of_structure(const Statement& in, const GeneAt& gene, std::size_t end) {
  // "no mutations or rearrangements detected" tells of both.
  for (std::size_t at = gene.words.last; at < end; ++at) {
    if (in.word(at).starts_with("mutation")) break;
    if (is_structural(in.word(at))) return true;
  }
  return gene.words.first > in.first && is_structural(in.word(gene.words.first - 1));
}

bool speaks_of_mutation(const Statement& in) {
  static constexpr std::array<std::string_view, 8> words = {"mutation",   "mutations",  "variant", "variants",
                                                            "mutationen", "alteration", "mutated", "mutant"};
  return in.has_one_of(words);
}

bool is_positive_for(const Statement& in, const GeneAt& gene, std::size_t end) {
  const auto finds = [&](std::size_t at) {
    return is_one_of(in.word(at), found_words) || in.word(at) == "mutated" || in.word(at) == "mutant";
  };
  for (std::size_t at = gene.words.last; at < end; ++at)
    if (finds(at)) return true;
  for (std::size_t at = gene.words.first; at-- > in.first && gene.words.first - at < 6;) {
    if (is_other_gene(in.word(at))) return false;
    if (finds(at) || in.word(at) == "mutation" || in.word(at) == "mutations") return true;
  }
  return false;
}

}  // namespace foresign::mapping
