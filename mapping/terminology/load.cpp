#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include "mapping/terminology/content.hpp"
#include "mapping/terminology/tables.hpp"

namespace foresign::mapping {
namespace {

constexpr std::array<std::pair<std::string_view, Site>, 13> site_words{{{"none", Site::none},
                                                                        {"generic", Site::generic},
                                                                        {"lung", Site::lung},
                                                                        {"colorectal", Site::colorectal},
                                                                        {"pancreas", Site::pancreas},
                                                                        {"ampulla", Site::ampulla},
                                                                        {"small-bowel", Site::small_bowel},
                                                                        {"appendix", Site::appendix},
                                                                        {"anorectal", Site::anorectal},
                                                                        {"intestine", Site::intestine},
                                                                        {"other", Site::other},
                                                                        {"secondary", Site::secondary},
                                                                        {"secondary-node", Site::secondary_node}}};

constexpr std::array<std::pair<std::string_view, Histology>, 19> histology_words{
    {{"-", Histology::not_stated},
     {"adenocarcinoma", Histology::adenocarcinoma},
     {"squamous", Histology::squamous},
     {"adenosquamous", Histology::adenosquamous},
     {"large-cell", Histology::large_cell},
     {"nsclc", Histology::nsclc},
     {"sarcomatoid", Histology::sarcomatoid},
     {"undifferentiated", Histology::undifferentiated},
     {"small-cell", Histology::small_cell},
     {"large-cell-neuroendocrine", Histology::large_cell_neuroendocrine},
     {"neuroendocrine", Histology::neuroendocrine},
     {"mixed", Histology::mixed},
     {"acinar", Histology::acinar},
     {"pancreatoblastoma", Histology::pancreatoblastoma},
     {"solid-pseudopapillary", Histology::solid_pseudopapillary},
     {"sarcoma", Histology::sarcoma},
     {"gist", Histology::gist},
     {"lymphoma", Histology::lymphoma},
     {"melanoma", Histology::melanoma}}};

std::optional<Site> site_named(std::string_view word) {
  for (const auto& [name, site] : site_words)
    if (name == word) return site;
  return std::nullopt;
}

std::optional<Histology> histology_named(std::string_view word) {
  if (word == "other") return Histology::other;
  for (const auto& [name, histology] : histology_words)
    if (name == word) return histology;
  return std::nullopt;
}

}  // namespace

void Terminology::Tables::read_concepts(const TableTexts& texts, std::vector<json::Issue>& issues) {
  static const std::set<std::string, std::less<>> classes{"-",        "none",          "chemotherapy", "immunotherapy",
                                                          "targeted", "antiangiogenic"};
  const Table table = read_table(texts, "concepts.tsv",
                                 {"concept", "file", "role", "class", "colorectal_chemotherapy", "note"}, issues);
  for (const Row& row : table.rows) {
    const auto file = std::ranges::find(domain_files, row.cells[1], [](const auto& pair) { return pair.first; });
    if (file == domain_files.end()) {
      issues.push_back(table_issue(table.file, row.line, "no such table: `" + row.cells[1] + "`"));
      continue;
    }
    if (!classes.contains(row.cells[3]))
      issues.push_back(table_issue(table.file, row.line, "unknown drug class `" + row.cells[3] + "`"));
    auto made = std::make_unique<Concept>();
    made->name = row.cells[0];
    made->domain = file->second;
    made->role = row.cells[2];
    made->drug_class = row.cells[3] == "-" ? "" : row.cells[3];
    made->colorectal_chemotherapy = row.cells[4] == "yes";
    if (!by_name.emplace(made->name, concepts.size()).second) {
      // `not-intolerance` and the like may be a role word too, but a concept stands once.
      issues.push_back(table_issue(table.file, row.line, "concept `" + row.cells[0] + "` stands twice"));
      continue;
    }
    concepts.push_back(std::move(made));
  }
}

void Terminology::Tables::read_codes(const TableTexts& texts, std::string_view file, Domain domain,
                                     std::vector<json::Issue>& issues) {
  const Table table =
      read_table(texts, std::string(file), {"concept", "system", "code", "display", "verified", "source"}, issues);
  auto& known = codes.at(static_cast<std::size_t>(domain));
  auto& words = phrases.at(static_cast<std::size_t>(domain));
  std::unordered_map<std::string, std::size_t> phrase_owner;
  for (const Row& row : table.rows) {
    const std::string& name = row.cells[0];
    const auto owner = by_name.find(name);
    if (owner == by_name.end() || concepts[owner->second]->domain != domain) {
      issues.push_back(
          table_issue(table.file, row.line, "concept `" + name + "` is not in concepts.tsv for this table"));
      continue;
    }
    if (row.cells[4] != "yes" && row.cells[4] != "no") {
      issues.push_back(table_issue(table.file, row.line, "`verified` is neither yes nor no"));
      continue;
    }
    if (row.cells[1] == "text") {
      const auto [place, fresh] = phrase_owner.emplace(row.cells[2], owner->second);
      if (!fresh && place->second != owner->second)
        issues.push_back(table_issue(table.file, row.line, "the phrase stands under two concepts"));
      else if (!words.add(row.cells[2], owner->second))
        issues.push_back(table_issue(table.file, row.line, "the phrase has no word in it"));
      continue;
    }
    // Codes that nobody has verified would be guesses; a missed order would be silent, so every row of an ordered drug
    // counts.
    if (row.cells[4] != "yes" && concepts[owner->second]->role != "requested-drug") continue;
    const CodeSystem system = code_system(row.cells[1]);
    std::vector<std::string> keys;
    if (system == CodeSystem::ndc) {
      for (const std::string& product : ndc_products(row.cells[2]))
        keys.push_back(key_of(system, row.cells[1], product));
      if (keys.empty()) issues.push_back(table_issue(table.file, row.line, "not a National Drug Code"));
    } else {
      keys.push_back(key_of(system, row.cells[1], comparable(system, row.cells[2])));
    }
    for (std::string& key : keys) {
      const auto [place, fresh] = known.emplace(std::move(key), owner->second);
      if (!fresh && place->second != owner->second)
        issues.push_back(table_issue(table.file, row.line, "the code stands under two concepts"));
    }
  }
}

void Terminology::Tables::read_cancers(const TableTexts& texts, std::vector<json::Issue>& issues) {
  const Table table = read_table(texts, "cancers.tsv", {"concept", "site", "histology", "remark"}, issues);
  for (const Row& row : table.rows) {
    const auto site = site_named(row.cells[1]);
    const auto histology = histology_named(row.cells[2]);
    if (!by_name.contains(row.cells[0]) || !site || !histology) {
      issues.push_back(table_issue(table.file, row.line, "unknown concept, site or histology"));
      continue;
    }
    CancerMeaning meaning{*site, *histology, row.cells[3] == "history", row.cells[3] == "recurrence", ""};
    if (!meaning.history && !meaning.recurrence && row.cells[3] != "-") meaning.stage = row.cells[3];
    if (!cancers.emplace(row.cells[0], std::move(meaning)).second)
      issues.push_back(table_issue(table.file, row.line, "the concept stands twice"));
  }
}

void Terminology::Tables::read_histologies(const TableTexts& texts, std::vector<json::Issue>& issues) {
  const Table table = read_table(texts, "histologies.tsv", {"first", "last", "histology"}, issues);
  int before = 0;
  for (const Row& row : table.rows) {
    const auto histology = histology_named(row.cells[2]);
    const int first = std::atoi(row.cells[0].c_str());
    const int last = std::atoi(row.cells[1].c_str());
    if (!histology || first <= before || last < first) {
      issues.push_back(
          table_issue(table.file, row.line, "unknown histology, or a range that is not after the one before"));
      continue;
    }
    before = last;
    histologies.push_back({first, last, *histology});
  }
}

void Terminology::Tables::read_phrases(const TableTexts& texts, std::vector<json::Issue>& issues) {
  const Table table = read_table(texts, "phrases.tsv", {"phrase", "kind", "meaning", "name"}, issues);
  for (const Row& row : table.rows) {
    WordMatch match;
    const std::string& kind = row.cells[1];
    const std::string& meaning = row.cells[2];
    bool good = true;
    if (kind == "site") {
      match.kind = WordMatch::Kind::site;
      const auto site = site_named(meaning);
      good = site.has_value();
      match.site = site.value_or(Site::none);
    } else if (kind == "histology") {
      match.kind = WordMatch::Kind::histology;
      const auto histology = histology_named(meaning);
      good = histology.has_value();
      match.histology = histology.value_or(Histology::not_stated);
      match.names_cancer = row.cells[3] != "adjective";
    } else if (kind == "both") {
      match.kind = WordMatch::Kind::both;
      const auto colon = meaning.find(':');
      const auto site = site_named(meaning.substr(0, colon));
      const auto histology = colon == std::string::npos ? std::nullopt : histology_named(meaning.substr(colon + 1));
      good = site && histology;
      match.site = site.value_or(Site::none);
      match.histology = histology.value_or(Histology::not_stated);
      match.names_cancer = true;
    } else if (kind == "cancer") {
      match.kind = WordMatch::Kind::cancer;
      match.names_cancer = true;
    } else {
      good = false;
    }
    if (!good || !cancer_phrases.add(row.cells[0], cancer_words.size())) {
      issues.push_back(table_issue(table.file, row.line, "unknown kind or meaning, or an empty phrase"));
      continue;
    }
    if (row.cells[3] != "-" && row.cells[3] != "adjective") {
      cancer_names.push_back(std::make_unique<std::string>(row.cells[3]));
      match.name = cancer_names.back().get();
    }
    cancer_words.push_back(match);
  }
}

void Terminology::Tables::read_stage_meanings(const TableTexts& texts, std::vector<json::Issue>& issues) {
  const Table table = read_table(texts, "stage-meaning.tsv",
                                 {"cancer", "stage_group", "meaning", "reason", "verified", "source"}, issues);
  for (const Row& row : table.rows)
    if (!stage_meanings.emplace(row.cells[0] + " " + row.cells[1], row.cells[2]).second)
      issues.push_back(table_issue(table.file, row.line, "the stage group stands twice for this cancer"));
}

json::Parsed<Terminology> Terminology::load(const std::string& folder) {
  return read([&](const std::string& file) -> std::optional<std::string> {
    std::ifstream in(folder + "/" + file, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  });
}

json::Parsed<Terminology> Terminology::read(const TableTexts& texts) {
  json::Parsed<Terminology> parsed;
  Terminology made;
  made.tables_->read_concepts(texts, parsed.issues);
  for (const auto& [file, domain] : domain_files) made.tables_->read_codes(texts, file, domain, parsed.issues);
  made.tables_->read_cancers(texts, parsed.issues);
  made.tables_->read_histologies(texts, parsed.issues);
  made.tables_->read_phrases(texts, parsed.issues);
  made.tables_->read_stage_meanings(texts, parsed.issues);
  if (parsed.issues.empty()) parsed.value = std::move(made);
  return parsed;
}

}  // namespace foresign::mapping
