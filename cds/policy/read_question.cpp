#include "cds/policy/read_question.hpp"

#include <array>
#include <string>
#include <utility>

namespace foresign::policy {
namespace {

template <class T>
struct Named {
  std::string_view word;
  T value;
};

constexpr std::array<Named<ExtentWord>, 4> extent_words = {{{"metastatic", ExtentWord::metastatic},
                                                            {"locally-advanced", ExtentWord::locally_advanced},
                                                            {"advanced", ExtentWord::advanced},
                                                            {"recurrent", ExtentWord::recurrent}}};

constexpr std::array<Named<TherapyKind>, 2> therapy_kinds = {
    {{"systemic-regimen", TherapyKind::systemic_regimen},
     {"colorectal-chemotherapy", TherapyKind::colorectal_chemotherapy}}};

template <class Table>
auto look_up(const Table& table, json::View at, std::string_view word, std::string_view what, FileReader& reader)
    -> std::optional<decltype(table[0].value)> {
  std::vector<std::string_view> known;
  for (const auto& row : table) {
    if (row.word == word) return row.value;
    known.push_back(row.word);
  }
  reader.report(at, "unknown " + std::string(what) + " `" + std::string(word) + "`" + did_you_mean(word, known));
  return std::nullopt;
}

std::optional<Question> read_age(json::View ask, FileReader& reader) {
  if (!reader.object(ask, "age")) return std::nullopt;
  const json::View age = ask["age"];
  reader.only_keys(age, {"at_least_years"});
  const auto years = age["at_least_years"].integer();
  if (!years || *years < 0 || *years > 150) {
    reader.report(age, "`at_least_years` must be a whole number from 0 to 150");
    return std::nullopt;
  }
  return Age{static_cast<int>(*years)};
}

std::optional<Question> read_extent(json::View ask, FileReader& reader) {
  ExtentOf extent;
  for (const json::View element : reader.list(ask, "extent")) {
    const auto word = element.string();
    if (!word) {
      reader.report(element, "must be a string, is " + std::string(json::describe(element.kind())));
    } else if (const auto known = look_up(extent_words, element, *word, "extent", reader)) {
      extent.accepted.push_back(*known);
    }
  }
  if (extent.accepted.empty()) return std::nullopt;
  return extent;
}

std::optional<Question> read_approved_test(json::View ask, FileReader& reader) {
  if (!reader.object(ask, "approved_test")) return std::nullopt;
  const json::View test = ask["approved_test"];
  reader.only_keys(test, {"variant", "role"});
  return ApprovedTest{reader.text(test, "variant"), reader.text(test, "role")};
}

std::optional<Question> read_prior_therapy(json::View ask, FileReader& reader) {
  const std::string word = reader.text(ask, "prior_therapy");
  if (word.empty()) return std::nullopt;
  const auto kind = look_up(therapy_kinds, ask["prior_therapy"], word, "kind of therapy", reader);
  if (!kind) return std::nullopt;
  return PriorTherapy{*kind};
}

std::optional<Question> read_word(json::View ask, std::string_view word, FileReader& reader) {
  if (word == "diagnosis") return DiagnosisOf{};
  if (word == "recurrence-after-resection") return RecurrenceAfterResection{};
  reader.report(ask, "unknown question `" + std::string(word) + "`" +
                         did_you_mean(word, {"diagnosis", "recurrence-after-resection"}));
  return std::nullopt;
}

}  // namespace

std::optional<Question> read_question(json::View ask, FileReader& reader) {
  if (const auto word = ask.string()) return read_word(ask, *word, reader);
  if (!ask.is(json::Kind::object) || ask.size() != 1) {
    reader.report(ask, "must be a word, or an object with one key that names the question");
    return std::nullopt;
  }
  const std::string_view name = (*ask.begin()).key();
  if (name == "age") return read_age(ask, reader);
  if (name == "extent") return read_extent(ask, reader);
  if (name == "variant") return VariantOf{reader.text(ask, "variant")};
  if (name == "approved_test") return read_approved_test(ask, reader);
  if (name == "prior_therapy") return read_prior_therapy(ask, reader);
  if (name == "combined_with") return CombinedWith{reader.texts(ask, "combined_with")};
  if (name == "intolerance_to") return IntoleranceTo{reader.texts(ask, "intolerance_to")};
  reader.report(ask, "unknown question `" + std::string(name) + "`" +
                         did_you_mean(name, {"age", "extent", "variant", "approved_test", "prior_therapy",
                                             "combined_with", "intolerance_to"}));
  return std::nullopt;
}

std::optional<Cancer> read_cancer(json::View at, std::string_view word, FileReader& reader) {
  constexpr std::array cancers = {Cancer::lung, Cancer::colorectal, Cancer::ampulla, Cancer::pancreas,
                                  Cancer::small_bowel};
  std::vector<std::string_view> known;
  for (const Cancer cancer : cancers) {
    if (to_string(cancer) == word) return cancer;
    known.push_back(to_string(cancer));
  }
  reader.report(at, "unknown cancer `" + std::string(word) + "`" + did_you_mean(word, known));
  return std::nullopt;
}

}  // namespace foresign::policy
