// Charts for the tests of chapters 7 and 8, built from JSON as an EHR would send it. All people are invented.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/bundle.hpp"
#include "fhir/json/document.hpp"
#include "mapping/reading/cancers.hpp"
#include "mapping/reading/record.hpp"
#include "mapping/reading/treatments.hpp"

namespace foresign::mapping::treatment_tests {

inline const Terminology& tables() {
  static const Terminology codes = [] {
    auto parsed = Terminology::load(FORESIGN_SOURCE_DIR "/mapping/terminology");
    REQUIRE(parsed.value.has_value());
    return std::move(*parsed.value);
  }();
  return codes;
}

// A request of 24 November 2026 for sotorasib. `record` and `drafts` are resources, separated by commas.
class TestChart {
 public:
  explicit TestChart(const std::string& record, const std::string& drafts = "",
                     const std::vector<std::string>& unavailable = {})
      : record_document_(parse(record)),
        draft_document_(parse(R"({"resourceType":"MedicationRequest","id":"order","status":"draft","intent":"order",
                                  "medicationCodeableConcept":{"text":"sotorasib"}})" +
                              (drafts.empty() ? "" : "," + drafts))),
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

  Record& record() { return *record_; }
  [[nodiscard]] const Cancers& cancers() const { return cancers_; }

  std::vector<Treatment> treatments() { return read_treatments(*record_); }
  Fact systemic(Cancer site) {
    return answer_prior_therapy(*record_, cancers_, treatments(), site, TherapyKind::systemic_regimen);
  }
  Fact colorectal_chemotherapy() {
    return answer_prior_therapy(*record_, cancers_, treatments(), Cancer::colorectal,
                                TherapyKind::colorectal_chemotherapy);
  }
  Fact combination() {
    return answer_combination(*record_, cancers_, Cancer::colorectal, {"cetuximab", "panitumumab"});
  }
  Fact intolerance() { return answer_intolerance(*record_, {"cetuximab", "panitumumab"}); }

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

// Pieces of records. `more` is further members, with a comma before.
inline std::string resource(std::string_view type, std::string_view id, const std::string& more) {
  return R"({"resourceType":")" + std::string(type) + R"(","id":")" + std::string(id) + R"(")" +
         (more.empty() ? "" : "," + more) + "}";
}
inline std::string named(std::string_view text) {
  return R"("medicationCodeableConcept":{"text":")" + std::string(text) + R"("})";
}
inline std::string coded(std::string_view system, std::string_view code, std::string_view display = "") {
  return R"("medicationCodeableConcept":{"coding":[{"system":")" + std::string(system) + R"(","code":")" +
         std::string(code) + (display.empty() ? R"("}]})" : R"(","display":")" + std::string(display) + R"("}]})");
}
inline std::string statement(std::string_view status, const std::string& more) {
  return resource("MedicationStatement", "t1", R"("status":")" + std::string(status) + R"(",)" + more);
}
inline std::string request(std::string_view status, std::string_view authored, const std::string& more) {
  return resource("MedicationRequest", "t1",
                  R"("status":")" + std::string(status) + R"(","intent":"order",)" +
                      (authored.empty() ? "" : R"("authoredOn":")" + std::string(authored) + R"(",)") + more);
}
inline std::string administration(std::string_view status, std::string_view when, const std::string& more) {
  return resource("MedicationAdministration", "t1",
                  R"("status":")" + std::string(status) + R"(",)" +
                      (when.empty() ? "" : R"("effectiveDateTime":")" + std::string(when) + R"(",)") + more);
}
inline std::string procedure(std::string_view status, std::string_view when, const std::string& more) {
  return resource("Procedure", "t1",
                  R"("status":")" + std::string(status) + R"(",)" +
                      (when.empty() ? "" : R"("performedDateTime":")" + std::string(when) + R"(",)") + more);
}
inline std::string condition(std::string_view id, std::string_view icd10cm,
                             const std::string& more = R"("recordedDate":"2025-01-01")") {
  return resource("Condition", id,
                  R"("code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":")" + std::string(icd10cm) +
                      R"("}]})" + (more.empty() ? "" : "," + more));
}
inline const std::string nsclc =
    R"({"resourceType":"Condition","id":"lung","code":{"coding":[{"system":"http://snomed.info/sct","code":"254637007"}]},
        "recordedDate":"2025-01-01"})";
inline const std::string colon = condition("colon", "C18.9");
inline const std::string in_spring = R"("effectiveDateTime":"2026-04-01")";
inline std::string given_in_spring(const std::string& more) {
  return statement("completed", in_spring + "," + more);
}
inline bool mentions(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}
inline const std::string rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
inline const std::string atc = "http://www.whocc.no/atc";
inline const std::string snomed = "http://snomed.info/sct";

}  // namespace foresign::mapping::treatment_tests
