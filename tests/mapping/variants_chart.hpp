// Charts for the tests of chapters 6 and 10, built from JSON as an EHR would send it. All people are invented.
#pragma once

#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/bundle.hpp"
#include "fhir/json/document.hpp"
#include "mapping/reading/cancers.hpp"
#include "mapping/reading/extent.hpp"
#include "mapping/reading/record.hpp"
#include "mapping/reading/variants.hpp"

namespace foresign::mapping::variant_tests {

inline const Terminology& tables() {
  static const Terminology codes = [] {
    auto parsed = Terminology::load(FORESIGN_SOURCE_DIR "/mapping/terminology");
    REQUIRE(parsed.value.has_value());
    return std::move(*parsed.value);
  }();
  return codes;
}

inline const std::string lung = R"({"resourceType":"Condition","id":"lung",
    "code":{"coding":[{"system":"http://snomed.info/sct","code":"254637007"}]},"recordedDate":"2025-01-01"})";
inline const std::string colon = R"({"resourceType":"Condition","id":"colon",
    "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"C18.9"}]},"recordedDate":"2025-01-01"})";

// A sotorasib order of 24 November 2026. `resources` are separated by commas.
class VariantChart {
 public:
  explicit VariantChart(const std::string& resources, const std::vector<std::string>& unavailable = {})
      : record_document_(parse(resources)),
        draft_document_(
            parse(R"({"resourceType":"MedicationRequest","id":"order","status":"draft","intent":"order"})")),
        chart_("p1", "") {
    for (fhir::Entry& entry : entries_of(record_document_, "record")) chart_.add(std::move(entry));
    for (fhir::Entry& entry : entries_of(draft_document_, "draftOrders")) chart_.add_draft(std::move(entry));
    for (const std::string& key : unavailable) chart_.add_unavailable({key, "not supplied"});
    chart_.finish();
    using namespace date::literals;
    order_ =
        Order{"MedicationRequest/order", "sotorasib", date::sys_days(2026_y / 11 / 24), chart_.drafts().front().get()};
    case_ = std::make_unique<Case>(Case{order_, chart_});
    record_ = std::make_unique<Record>(*case_, tables());
    cancers_ = read_cancers(*record_);
  }

  VariantFacts facts(Cancer site = Cancer::lung) {
    return answer_variant(*record_, cancers_, read_results(*record_), site);
  }

  Fact recurrence_after_resection() { return answer_recurrence_after_resection(*record_, cancers_, Cancer::pancreas); }

  // Why a record was set aside; empty if it was not.
  [[nodiscard]] std::string set_aside(std::string_view reference) const {
    for (const SetAside& one : record_->ignored())
      if (one.reference == reference) return one.reason;
    return {};
  }

 private:
  static json::Document parse(const std::string& resources) {
    INFO(resources);
    auto parsed = json::read("[" + resources + "]");
    REQUIRE(parsed.value.has_value());
    return std::move(*parsed.value);
  }
  static std::vector<fhir::Entry> entries_of(const json::Document& document, std::string_view source) {
    std::vector<fhir::Entry> entries;
    for (const json::View one : document.root()) {
      fhir::BundleReading reading = fhir::read_bundle(one, source);
      CAPTURE(source, one.path());
      REQUIRE(reading.unreadable.empty());
      for (fhir::Entry& entry : reading.entries) entries.push_back(std::move(entry));
    }
    return entries;
  }

  json::Document record_document_;
  json::Document draft_document_;
  fhir::Chart chart_;
  Order order_;
  std::unique_ptr<Case> case_;
  std::unique_ptr<Record> record_;
  Cancers cancers_;
};

inline std::string concept_json(std::string_view system, std::string_view code, std::string_view display = "") {
  return R"({"coding":[{"system":")" + std::string(system) + R"(","code":")" + std::string(code) +
         (display.empty() ? R"("}]})" : R"(","display":")" + std::string(display) + R"("}]})");
}
inline std::string loinc(std::string_view code, std::string_view display = "") {
  return concept_json("http://loinc.org", code, display);
}
inline std::string text_json(std::string_view text) {
  return R"({"text":")" + std::string(text) + R"("})";
}

// An Observation. `members` are all members after status and id.
inline std::string observation(std::string_view id, const std::string& members, std::string_view status = "final") {
  return R"({"resourceType":"Observation","id":")" + std::string(id) + R"(")" +
         (status.empty() ? std::string() : R"(,"status":")" + std::string(status) + R"(")") + "," + members + "}";
}
inline std::string report(std::string_view id, const std::string& members, std::string_view status = "final") {
  return R"({"resourceType":"DiagnosticReport","id":")" + std::string(id) + R"(","status":")" + std::string(status) +
         R"(",)" + members + "}";
}
inline std::string coded(const std::string& code) {
  return R"("code":)" + code;
}
inline std::string value_concept(const std::string& value) {
  return R"("valueCodeableConcept":)" + value;
}
inline std::string value_string(std::string_view value) {
  return R"("valueString":")" + std::string(value) + R"(")";
}
inline std::string component(const std::string& code, const std::string& value) {
  return R"({"code":)" + code + "," + value + "}";
}
inline std::string components(const std::vector<std::string>& all) {
  std::string out = R"("component":[)";
  for (std::size_t i = 0; i < all.size(); ++i) out += (i == 0 ? "" : ",") + all[i];
  return out + "]";
}

inline const std::string present = value_concept(loinc("LA9633-4", "Present"));
inline const std::string absent = value_concept(loinc("LA9634-2", "Absent"));
inline const std::string gene_kras =
    component(loinc("48018-6"), value_concept(concept_json("http://www.genenames.org/geneId", "HGNC:6407", "KRAS")));
inline const std::string gene_nras =
    component(loinc("48018-6"), value_concept(concept_json("http://www.genenames.org/geneId", "HGNC:7989", "NRAS")));
inline std::string protein(std::string_view change) {
  return component(loinc("48005-3"), value_concept(concept_json("http://varnomen.hgvs.org", change)));
}
inline std::string dna(std::string_view change) {
  return component(loinc("48004-6"), value_concept(concept_json("http://varnomen.hgvs.org", change)));
}

// A variant profile (69548-6) with these components.
inline std::string variant(std::string_view id, const std::vector<std::string>& parts,
                           const std::string& more = present, std::string_view status = "final") {
  return observation(id,
                     coded(loinc("69548-6")) + R"(,"effectiveDateTime":"2026-03-01",)" +
                         (more.empty() ? std::string() : more + ",") + components(parts),
                     status);
}
inline const std::string positive = variant("o1", {gene_kras, protein("p.Gly12Cys")});
inline const std::string negative = variant("o2", {gene_kras, protein("p.Gly12Cys")}, absent);

inline bool mentions(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// Each text, put into a resource, must be read as expected, and for the right reason.
inline void check_texts(const std::vector<std::string>& texts, Verdict expected,
                        const std::function<std::string(const std::string&)>& resource) {
  for (const std::string& written : texts) {
    CAPTURE(written);
    VariantChart chart(lung + "," + resource(written));
    const Fact fact = chart.facts().mutation;
    CAPTURE(fact.needed(), fact.reason());
    CHECK(fact.verdict() == expected);
    if (expected == Verdict::not_met)
      CHECK((mentions(fact.reason(), "KRAS G12C was not detected") || mentions(fact.reason(), "wild type") ||
             mentions(fact.reason(), "another KRAS variant was found (") || mentions(fact.reason(), "no KRAS")));
    if (expected == Verdict::unknown) CHECK(mentions(fact.needed(), "KRAS"));
  }
}

inline std::string concluding(const std::string& written) {
  return report("r1", coded(text_json("NGS")) + R"(,"conclusion":")" + written + R"(")");
}
inline std::string under(const std::string& code, const std::string& written) {
  return observation("o1", coded(code) + "," + value_string(written));
}

}  // namespace foresign::mapping::variant_tests
