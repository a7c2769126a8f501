#include "tests/support/heavy_bodies.hpp"

#include <functional>

namespace foresign::heavy {
namespace {

using Make = std::function<std::string(std::size_t)>;

// As many items as fit, between commas.
std::string filled(const std::string& before, const Make& make, const std::string& after) {
  std::string body = before;
  for (std::size_t i = 0;; ++i) {
    const std::string item = make(i);
    if (body.size() + item.size() + 1 + after.size() > most_bytes) break;
    if (i > 0) body += ',';
    body += item;
  }
  return body + after;
}

const std::string order =
    R"({"resource":{"resourceType":"MedicationRequest","id":"draft","status":"draft","intent":"order",)"
    R"("medicationCodeableConcept":{"text":"sotorasib"},"subject":{"reference":"Patient/p"}}})";
const std::string begin =
    R"({"hook":"order-sign","hookInstance":"i","context":{"patientId":"p","draftOrders":{"entry":[)" + order +
    R"(]}},"prefetch":{"patient":{"resourceType":"Patient","id":"p","birthDate":"1960"},)";
const std::string cancer =
    R"({"resource":{"resourceType":"Condition","id":"lung","code":{"text":"NSCLC"},"subject":{"reference":"Patient/p"}}})";

// A key whose Bundle is filled with resources.
std::string many(const std::string& key, const Make& resource) {
  const std::string before = key == "conditions" ? "" : R"("conditions":{"entry":[)" + cancer + "]},";
  return filled(
      begin + before + "\"" + key + R"(":{"resourceType":"Bundle","entry":[)",
      [&](std::size_t i) { return R"({"resource":)" + resource(i) + "}"; }, "]}}}");
}

std::string long_text(const std::string& part) {
  std::string body = begin + R"("conditions":{"entry":[)" + cancer +
                     R"(]},"diagnosticReports":{"resourceType":"DiagnosticReport","id":"r","status":"final",)"
                     R"("code":{"text":"KRAS"},"conclusion":")";
  const std::string after = "\"}}}";
  while (body.size() + part.size() + after.size() <= most_bytes) body += part;
  return body + after;
}

std::string long_note(const std::string& part) {
  std::string body = begin + R"("conditions":{"entry":[{"resource":{"resourceType":"Condition","id":"lung",)"
                             R"("code":{"text":"NSCLC"},"note":[{"text":")";
  const std::string after = R"("}]}}]}}})";
  while (body.size() + part.size() + after.size() <= most_bytes) body += part;
  return body + after;
}

// The text of a diagnosis, alone or beside a coding.
std::string long_name(const std::string& coding, const std::string& part) {
  std::string body = begin + R"("conditions":{"entry":[{"resource":{"resourceType":"Condition","id":"lung","code":{)" +
                     coding + R"("text":")";
  const std::string after = R"("}}}]}}})";
  while (body.size() + part.size() + after.size() <= most_bytes) body += part;
  return body + after;
}

std::string number(std::size_t i) {
  return std::to_string(i);
}

}  // namespace

std::vector<Body> bodies() {
  const std::string subject = R"("subject":{"reference":"Patient/p"})";
  std::vector<Body> all;
  all.push_back({"diagnoses", many("conditions", [&](std::size_t i) {
                   return R"({"resourceType":"Condition","id":")" + number(i) + R"(","code":{"text":"NSCLC"},)" +
                          subject + "}";
                 })});
  all.push_back({"diagnoses of seven sites", many("conditions", [&](std::size_t i) {
                   const std::vector<std::string> codes = {"C34.11", "C18.2", "C25.0", "C24.1",
                                                           "C17.0",  "C50.9", "C79.51"};
                   return R"({"resourceType":"Condition","code":{"coding":[{"system":)"
                          R"("http://hl7.org/fhir/sid/icd-10-cm","code":")" +
                          codes[i % codes.size()] + "\"}]}}";
                 })});
  all.push_back({"empty diagnoses", many("conditions", [](std::size_t) { return R"({"resourceType":"Condition"})"; })});
  all.push_back(
      {"entries that are numbers", filled(
                                       begin + R"("conditions":{"entry":[)", [](std::size_t) { return "1"; }, "]}}}")});
  all.push_back({"unknown resources", many("conditions", [](std::size_t) { return R"({"resourceType":"X"})"; })});
  all.push_back({"KRAS results that contradict", many("observations", [&](std::size_t i) {
                   return R"({"resourceType":"Observation","id":")" + number(i) +
                          R"(","status":"final","code":{"text":"KRAS"},"valueString":"G12C )" +
                          (i % 2 == 0 ? "detected\"}" : "not detected\"}");
                 })});
  all.push_back({"KRAS results that correct each other", many("observations", [&](std::size_t) {
                   return R"({"resourceType":"Observation","status":"corrected","code":{"text":"KRAS"},)"
                          R"("valueString":"G12C","identifier":[{"value":"1"}]})";
                 })});
  all.push_back({"KRAS results of one report each", many("observations", [&](std::size_t i) {
                   return i % 2 == 0
                              ? R"({"resourceType":"Observation","id":"o","code":{"text":"KRAS G12C"}})"
                              : R"({"resourceType":"DiagnosticReport","result":[{"reference":"Observation/o"}]})";
                 })});
  all.push_back({"KRAS lines of one report", many("observations", [&](std::size_t i) {
                   constexpr std::size_t lines = 4000;
                   if (i != lines)
                     return R"({"resourceType":"Observation","id":"l)" + std::to_string(i) +
                            R"(","status":"final","code":{"text":"KRAS report"},"valueString":"KRAS G12C"})";
                   std::string report = R"({"resourceType":"DiagnosticReport","status":"final","result":[)";
                   for (std::size_t at = 0; at < lines; ++at)
                     report += (at == 0 ? "" : ",") + (R"({"reference":"Observation/l)" + std::to_string(at)) + "\"}";
                   return report + "]}";
                 })});
  all.push_back(
      {"components", filled(
                         begin + R"("conditions":{"entry":[)" + cancer +
                             R"(]},"observations":{"resourceType":"Observation","id":"o","status":"final",)"
                             R"("code":{"text":"KRAS"},"component":[)",
                         [](std::size_t) { return R"({"code":{"text":"KRAS"},"valueString":"G12C"})"; }, "]}}}")});
  all.push_back({"stages", many("observations", [&](std::size_t i) {
                   return R"({"resourceType":"Observation","status":"final","code":{"coding":[{"system":)"
                          R"("http://loinc.org","code":"21908-9"}]},"valueCodeableConcept":{"text":"Stage )" +
                          std::string(i % 2 == 0 ? "IV" : "IIIA") + "\"}}";
                 })});
  all.push_back({"treatments", many("medicationStatements", [&](std::size_t) {
                   return R"({"resourceType":"MedicationStatement","status":"completed","medicationCodeableConcept":)"
                          R"({"text":"carboplatin pembrolizumab docetaxel"}})";
                 })});
  all.push_back({"operations", many("procedures", [&](std::size_t) {
                   return R"({"resourceType":"Procedure","status":"completed","code":{"text":"Whipple"}})";
                 })});
  all.push_back({"intolerances", many("allergies", [&](std::size_t) {
                   return R"({"resourceType":"AllergyIntolerance","code":{"text":"cetuximab"}})";
                 })});
  all.push_back({"patients with one identifier", many("others", [](std::size_t) {
                   return R"({"resourceType":"Patient","identifier":[{"value":"v"}]})";
                 })});
  all.push_back(
      {"orders of the drug",
       filled(R"({"hook":"order-sign","hookInstance":"i","context":{"patientId":"p","draftOrders":{"entry":[)",
              [](std::size_t) { return order; }, R"(]}},"prefetch":{"conditions":{"entry":[]}}})")});
  all.push_back(
      {"orders of other drugs",
       filled(R"({"hook":"order-sign","hookInstance":"i","context":{"patientId":"p","draftOrders":{"entry":[)" + order,
              [](std::size_t) {
                return std::string(R"({"resource":{"resourceType":"MedicationRequest","status":"draft"}})");
              },
              R"(]}},"prefetch":{"conditions":{"entry":[]}}})")});
  all.push_back(
      {"contained medications",
       filled(
           begin + R"("conditions":{"resourceType":"Condition","contained":[)",
           [](std::size_t i) { return R"({"resourceType":"Medication","id":")" + number(i) + "\"}"; }, "]}}}")});
  all.push_back({"contained nothing", filled(
                                          begin + R"("conditions":{"resourceType":"Condition","contained":[)",
                                          [](std::size_t) { return "{}"; }, "]}}}")});
  all.push_back({"codings",
                 filled(
                     begin + R"("conditions":{"resourceType":"Condition","code":{"coding":[)",
                     [](std::size_t i) { return R"({"system":"http://snomed.info/sct","code":")" + number(i) + "\"}"; },
                     "]}}}}")});
  all.push_back({"members of a diagnosis", filled(
                                               begin + R"("conditions":{"resourceType":"Condition",)",
                                               [](std::size_t i) { return "\"k" + number(i) + "\":0"; }, "}}}")});
  all.push_back({"prefetch keys", filled(
                                      begin, [](std::size_t i) { return "\"k" + number(i) + "\":{}"; }, "}}")});
  all.push_back(
      {"answers to a form",
       filled(
           begin + R"("conditions":{"entry":[)" + cancer +
               R"(]},"questionnaireResponses":{"resourceType":"QuestionnaireResponse","status":"completed","item":[)",
           [](std::size_t) { return R"({"linkId":"1.B.test","answer":[{"valueBoolean":true}]})"; }, "]}}}")});
  for (const char* part : {"KRAS ",
                           "G12C ",
                           "KRAS G12C not detected. ",
                           "KRAS: ",
                           "KRAS G12C, ",
                           "G12C, G12D or ",
                           "no evidence of ",
                           "not ",
                           "NSCLC ",
                           "stage IV ",
                           "sotorasib ",
                           "family history of ",
                           "<br",
                           "<",
                           "(",
                           ". ",
                           "\\n",
                           "1 ",
                           "% ",
                           "- ",
                           "a",
                           "\\u0301",
                           "DIAGNOSIS:\\n",
                           "wild type KRAS ",
                           "KRAS G12C? ",
                           "KRAS G12C     ",
                           "exon codon 12 ",
                           "plasma not "})
    all.push_back({std::string("a conclusion of `") + part + "`", long_text(part)});
  for (const char* part :
       {"stage I since 2019. ", "metastatic, ", "rule metastatic ", "relapsed; ", "metastatic to thyroid "})
    all.push_back({std::string("a note of `") + part + "`", long_note(part)});
  for (const char* part : {"nsclc ", "prostate cancer ", "of lung ", "no lung cancer, ", "lung metastases. ",
                           "recurrence of cancer ", "carcinoma of the zorb "}) {
    all.push_back({std::string("a diagnosis of `") + part + "`", long_name("", part)});
    all.push_back({std::string("a code beside `") + part + "`",
                   long_name(R"("coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"C34.11"}],)", part)});
    all.push_back({std::string("a note of `") + part + "`", long_note(part)});
  }
  return all;
}

}  // namespace foresign::heavy
