// Resections of the pancreas and recurrences in words (rule 10.1).
#include <algorithm>

#include "tests/mapping/variants_chart.hpp"

namespace foresign::mapping::variant_tests {
namespace {

std::string pancreas(const std::string& written, const std::string& clinical = "active") {
  return R"({"resourceType":"Condition","id":"pancreas","clinicalStatus":{"coding":[{"code":")" + clinical +
         R"("}]},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"C25.9"}],"text":")" + written +
         R"("}})";
}
std::string operation(const std::string& written, const std::string& more = "") {
  return R"({"resourceType":"Procedure","id":"operation","status":"completed","performedDateTime":"2026-01-15","code":)" +
         text_json(written) + more + "}";
}

}  // namespace

TEST_CASE("rule 10.1: the names of a resection of the pancreas") {
  for (const char* name : {"Whipple",
                           "PANCREATECTOMY (WHIPPLE)",
                           "HC WHIPPLE PROCEDURE",
                           "S/P Whipple procedure",
                           "Status post Whipple",
                           "Whipple procedure w/o pancreatojejunostomy",
                           "Laparoscopic Whipple procedure; no complications",
                           "RAMPS distal pancreatectomy",
                           "PANCREATECTOMY, PROXIMAL SUBTOTAL W/TOTAL DUODENECTOMY (WHIPPLE)",
                           "Pancreatectomy",
                           "Pancreatectomy, distal",
                           "Pancreatectomy, total",
                           "Pancreatectomy with splenectomy",
                           "XI ROBOTIC PANCREATECTOMY DISTAL",
                           "Resection of pancreas",
                           "Pancreatic resection",
                           "Resection of pancreatic tail",
                           "Hemipancreatectomy",
                           "Excision of the tail of the pancreas",
                           "Pankreaskopfresektion",
                           "Partielle Duodenopankreatektomie",
                           "Whipple's resection",
                           "WHIPPLE PROCEDURE (N/A)",
                           "RAMPS procedure",
                           "Pancreatectomy, distal, near-total, without pancreaticojejunostomy",
                           "PANCREATECTOMY DISTAL SUBTOTAL W/O PANCREATICOJEJUNOSTOMY"}) {
    CAPTURE(name);
    const Fact fact =
        VariantChart(pancreas("Pancreatic cancer", "recurrence") + "," + operation(name)).recurrence_after_resection();
    CHECK(fact.verdict() == Verdict::met);
    CHECK(std::ranges::any_of(fact.evidence(), [&](const Evidence& one) { return one.value == name; }));
  }
}

TEST_CASE("rule 10.1: what names the pancreas and a resection, and is no resection of it") {
  for (const char* name : {"Biopsy of pancreas", "Excision of lesion of pancreas", "Excision of pancreatic tumor",
                           "Resection of pancreas margin", "Whipple deferred", "Planned pancreatectomy",
                           "Pancreatectomy cancelled", "CT after pancreatectomy",
                           "Resection of duodenum, pancreatic cancer", "Portal vein resection, pancreatic cancer",
                           "Liver resection, metastatic pancreatic cancer", "No pancreatectomy"}) {
    CAPTURE(name);
    const Fact fact =
        VariantChart(pancreas("Pancreatic cancer", "recurrence") + "," + operation(name)).recurrence_after_resection();
    CHECK(fact.verdict() == Verdict::unknown);
    CHECK(mentions(fact.needed(), "a resection of the pancreas before it is not documented"));
  }
}

TEST_CASE("rule 10.1: a resection for another illness is none of the cancer") {
  for (const char* reason :
       {R"(,"reasonCode":[{"text":"Chronic pancreatitis"}])",
        R"(,"reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"K86.1"}]}])"}) {
    VariantChart chart(pancreas("Pancreatic cancer", "recurrence") + "," + operation("Distal pancreatectomy", reason));
    CHECK(chart.recurrence_after_resection().verdict() == Verdict::unknown);
    CHECK(chart.set_aside("Procedure/operation") == "resection for another illness than cancer");
  }
  VariantChart chart(pancreas("Pancreatic cancer", "recurrence") + "," +
                     operation("Distal pancreatectomy", R"(,"reasonCode":[{"text":"Pancreatic mass"}])"));
  CHECK(chart.recurrence_after_resection().verdict() == Verdict::met);
}

TEST_CASE("rule 10.1: a recurrence that is watched for, or only spoken of, is none") {
  const auto verdict = [](const std::string& words) {
    return VariantChart(pancreas("Pancreatic adenocarcinoma, " + words) + "," + operation("Whipple procedure"))
        .recurrence_after_resection()
        .verdict();
  };
  for (const char* words :
       {"in follow-up for recurrence", "imaging for recurrence", "assessing for recurrence", "chance of recurrence",
        "low likelihood of recurrence", "treat at recurrence", "watchful waiting for relapse",
        "counselled on recurrence", "surveillance for recurrence", "no evidence of recurrence"}) {
    CAPTURE(words);
    CHECK(verdict(words) == Verdict::unknown);
  }
  for (const char* words : {"local recurrence", "recurrence 2026", "evidence of recurrence", "biopsy-proven recurrence",
                            "on chemotherapy for recurrence", "recurrent", "relapse in the liver"}) {
    CAPTURE(words);
    CHECK(verdict(words) == Verdict::met);
  }
}

TEST_CASE("rule 10.1: the tumour's only Condition has the tumour's dates, and dates no recurrence") {
  const auto since = [](const std::string& id, const std::string& written, const std::string& onset) {
    return R"({"resourceType":"Condition","id":")" + id + R"(","onsetDateTime":")" + onset +
           R"(","clinicalStatus":{"coding":[{"code":"active"}]},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"C25.9"}],"text":")" +
           written + R"("}})";
  };
  const std::string recurrent = since("recurrent", "Recurrent pancreatic adenocarcinoma", "2025-11-02");
  const auto verdict = [](const std::string& record) {
    return VariantChart(record).recurrence_after_resection().verdict();
  };
  CHECK(verdict(recurrent + "," + operation("Whipple procedure")) == Verdict::met);
  CHECK(verdict(recurrent + "," + since("first", "Pancreatic adenocarcinoma", "2024-03-01") + "," +
                operation("Whipple procedure")) == Verdict::unknown);
  CHECK(verdict(since("primary", "Pancreatic adenocarcinoma s/p Whipple with recurrence", "2025-11-02") + "," +
                operation("Whipple procedure")) == Verdict::met);
}

TEST_CASE("rule 10.1: words beside the code of a resection or a recurrence that take it back") {
  const auto verdict = [](const std::string& resection, const std::string& recurrence) {
    const std::string operated =
        R"({"resourceType":"Procedure","id":"operation","status":"completed","performedDateTime":"2026-01-15","code":{"coding":[)"
        R"({"system":"http://snomed.info/sct","code":"116241004"}],"text":")" +
        resection + R"("}})";
    const std::string back =
        R"({"resourceType":"Condition","id":"back","clinicalStatus":{"coding":[{"code":"active"}]},"recordedDate":"2026-06-01",)"
        R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"314964006"}],"text":")" +
        recurrence + R"("}})";
    return VariantChart(pancreas("Pancreatic cancer") + "," + operated + "," + back)
        .recurrence_after_resection()
        .verdict();
  };
  CHECK(verdict("Whipple procedure", "Local recurrence") == Verdict::met);
  for (const char* words : {"Whipple - not performed", "Whipple, aborted", "Whipple declined"}) {
    CAPTURE(words);
    CHECK(verdict(words, "Local recurrence") == Verdict::unknown);
  }
  for (const char* words : {"No evidence of recurrence", "Possible local recurrence", "Local recurrence?"}) {
    CAPTURE(words);
    CHECK(verdict("Whipple procedure", words) == Verdict::unknown);
  }
}

}  // namespace foresign::mapping::variant_tests
