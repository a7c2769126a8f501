// Bodies that are JSON but not what FHIR promises.
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/hostile/inputs.hpp"
#include "tests/support/tree.hpp"

namespace foresign::hostile {
namespace {

using json::Kind;
using tree::Tree;
using Answers = std::vector<std::string>;

const Answers any_answer = {"200", "400", "412"};

// The fixture with one resource of each type under each key: small, so that it can be sent a thousand times.
Tree small_request() {
  Tree request = tree::parse(fixture("nsclc"));
  std::set<std::string> seen;
  for (tree::Member& key : request.member("prefetch")->members) {
    Tree* entries = key.value.member("entry");
    if (entries == nullptr) continue;
    std::erase_if(entries->items, [&](const Tree& entry) {
      const Tree* type = entry.member("resource")->member("resourceType");
      return !seen.insert(key.name + type->text).second;
    });
  }
  return request;
}

std::vector<std::pair<std::string, Tree>> wrong_values() {
  return {{"null", tree::parse("null")},
          {"a number", tree::parse("-7.25e3")},
          {"a string", tree::parse("\"Zq7MARKer\"")},
          {"an empty string", tree::parse("\"\"")},
          {"an array", tree::parse("[\"Zq7MARKer\",null,{},[]]")},
          {"an empty array", tree::parse("[]")},
          {"an object", tree::parse("{\"Zq7MARKer\":\"Zq7MARKer\"}")},
          {"a deep object", tree::parse(repeated("{\"value\":[", 20) + "1" + repeated("]}", 20))},
          {"true", tree::parse("true")}};
}

// The resources of a request, by name.
std::vector<std::pair<std::string, Tree*>> resources_of(Tree& request) {
  std::vector<std::pair<std::string, Tree*>> all;
  const auto add = [&](const std::string& key, Tree& value) {
    if (Tree* entries = value.member("entry")) {
      for (Tree& entry : entries->items) all.emplace_back(key, entry.member("resource"));
    } else {
      all.emplace_back(key, &value);
    }
  };
  add("draftOrders", *request.member("context")->member("draftOrders"));
  for (tree::Member& key : request.member("prefetch")->members) add(key.name, key.value);
  return all;
}

void add_wrong_types(std::vector<Input>& all) {
  Tree request = small_request();
  for (const auto& [key, resource] : resources_of(request)) {
    for (tree::Member& member : resource->members) {
      const Tree kept = member.value;
      for (const auto& [what, wrong] : wrong_values()) {
        member.value = wrong;
        all.push_back({key + "." + member.name + " is " + what, last_post(tree::write(request)), any_answer});
      }
      member.value = kept;
    }
  }
  // The hook's own members.
  for (Tree* object : {&request, request.member("context"), request.member("context")->member("draftOrders")})
    for (tree::Member& member : object->members) {
      const Tree kept = member.value;
      for (const auto& [what, wrong] : wrong_values()) {
        member.value = wrong;
        all.push_back({"member " + member.name + " is " + what, last_post(tree::write(request)), any_answer});
      }
      member.value = kept;
    }
}

std::string request_of(const std::string& order, const std::string& prefetch) {
  return R"({"hook":"order-sign","hookInstance":"i","fhirServer":"https://ehr.example/fhir",)"
         R"("context":{"patientId":"p","draftOrders":{"resourceType":"Bundle","entry":[{"resource":)" +
         order + R"(}]}},"prefetch":{"patient":{"resourceType":"Patient","id":"p","birthDate":"1960-01-01"},)" +
         prefetch + "}}";
}

std::string order_of(const std::string& members) {
  return R"({"resourceType":"MedicationRequest","id":"draft","status":"draft","intent":"order",)"
         R"("subject":{"reference":"Patient/p"},)" +
         members + "}";
}

const std::string sotorasib = R"("medicationCodeableConcept":{"text":"sotorasib 240 mg"})";

std::string bundle(const std::string& key, const std::string& resources) {
  return "\"" + key + R"(":{"resourceType":"Bundle","entry":[{"resource":)" + resources + "}]}";
}

std::string condition(const std::string& members) {
  return bundle("conditions",
                R"({"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},)" + members + "}");
}

void add_references(std::vector<Input>& all) {
  const auto add = [&](const std::string& name, const std::string& order, const std::string& prefetch) {
    all.push_back({name, last_post(request_of(order, prefetch)), any_answer});
  };
  const std::string nothing = condition(R"("code":{"text":"NSCLC"})");
  for (const char* reference : {"MedicationRequest/draft",
                                "#draft",
                                "#",
                                "",
                                "Medication/m",
                                "Medication/../m",
                                "Medication//m",
                                "/Medication/m",
                                "https://ehr.example/fhir/Medication/m/_history/1",
                                "https://ehr.example/fhir/Medication/m#x",
                                "urn:uuid:",
                                "urn:oid:1.2.3",
                                "Medication?name=Zq7MARKer",
                                "file:///etc/passwd",
                                "javascript:alert(1)",
                                "http://169.254.169.254/latest/meta-data",
                                "https://Zq7MARKer@ehr.example/fhir/Medication/m",
                                "\\u0001",
                                "##x",
                                "Medication/Zq7MARKer Zq7MARKer",
                                "https://",
                                "://",
                                "?",
                                "Medication/%2e%2e"})
    add(std::string("medicationReference to `") + reference + "`",
        order_of(std::string(R"("medicationReference":{"reference":")") + reference + "\"}"), nothing);
  add("a Medication that refers to itself",
      order_of(
          R"("contained":[{"resourceType":"Medication","id":"m","ingredient":[{"itemReference":{"reference":"#m"}}]}],)"
          R"("medicationReference":{"reference":"#m"})"),
      nothing);
  add("two Medications that refer to each other",
      order_of(
          R"("contained":[{"resourceType":"Medication","id":"a","ingredient":[{"itemReference":{"reference":"#b"}}]},)"
          R"({"resourceType":"Medication","id":"b","ingredient":[{"itemReference":{"reference":"#a"}}]}],)"
          R"("medicationReference":{"reference":"#a"})"),
      nothing);
  add("a report that lists itself and its Observations, which derive from it", order_of(sotorasib),
      bundle(
          "diagnosticReports",
          R"({"resourceType":"DiagnosticReport","id":"r","status":"final","code":{"text":"KRAS"},)"
          R"("subject":{"reference":"DiagnosticReport/r"},"result":[{"reference":"DiagnosticReport/r"},)"
          R"({"reference":"Observation/o"}],"basedOn":[{"reference":"DiagnosticReport/r"}]}},{"resource":)"
          R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"KRAS G12C"},"valueString":"detected",)"
          R"("derivedFrom":[{"reference":"Observation/o"}],"hasMember":[{"reference":"DiagnosticReport/r"}],)"
          R"("focus":[{"reference":"Observation/o"}],"specimen":{"reference":"Observation/o"}})"));
  add("a metastasis of itself", order_of(sotorasib),
      condition(
          R"("code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"C79.51"}]},"extension":[{"url":)"
          R"("http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-related-primary-cancer-condition",)"
          R"("valueReference":{"reference":"Condition/c"}}])"));
  add("resources contained in contained ones",
      order_of(sotorasib + R"(,"contained":)" + repeated(R"([{"resourceType":"Medication","id":"m","contained":)", 15) +
               "[]" + repeated("}]", 15)),
      nothing);
  add("Bundles in Bundles", order_of(sotorasib),
      R"("conditions":)" + repeated(R"({"resourceType":"Bundle","entry":[{"resource":)", 18) +
          R"({"resourceType":"Condition"})" + repeated("}]}", 18));
  add("a patient contained in the order",
      order_of(sotorasib + R"(,"contained":[{"resourceType":"Patient","id":"p","name":[{"text":"Zq7MARKer"}]}])"),
      nothing);
  add("another patient", order_of(sotorasib), R"("conditions":null,"x":{"resourceType":"Patient","id":"Zq7MARKer"})");
}

void add_texts(std::vector<Input>& all) {
  const std::vector<std::pair<const char*, std::string>> texts = {
      {"markup", "<script>alert('Zq7MARKer')</script><img src=x onerror=alert(1)>"},
      {"Markdown", "[Zq7MARKer](javascript:alert(1)) ![x](http://a.example/b) **x** `x` | # x"},
      {"a Markdown fence", "```\\n# Approved\\n```\\n\\n- [x] all met"},
      {"bidirectional marks", "\\u202eZq7MARKer\\u2066\\u2069\\u200f"},
      {"zero-width characters", "N\\u200bS\\u200bC\\u200bL\\u200bC\\u200d\\ufeff"},
      {"control characters", "\\u0001\\u0007\\u001b[31mZq7MARKer\\u007f\\u0085"},
      {"line ends of all kinds", "a\\r\\nb\\rc\\u2028d\\u2029e\\u000bf\\u000cg"},
      {"a header", "Zq7MARKer\\r\\nX-A: 1\\r\\n\\r\\nHTTP/1.1 200 OK"},
      {"a log line", "\\n2026-11-24T00:00:00Z POST /Zq7MARKer 200"},
      {"a format string", "%s%s%s%n%x Zq7MARKer {0} ${x} $(id) `id`"},
      {"SQL", "'; DROP TABLE feedback; -- Zq7MARKer"},
      {"combining marks", "e" + repeated("\\u0301", 3000)},
      {"letters of four bytes", repeated("\\ud835\\udc00", 3000)},
      {"one long word", repeated("a", 50'000)},
      {"20000 words in one sentence", repeated("KRAS G12C ", 10'000)},
      {"10000 statements", repeated("not. ", 10'000)},
      {"only punctuation", repeated(".,;:()-/'", 5000)},
      {"line breaks of HL7 v2 and HTML", repeated("\\\\.br\\\\<br<br/>", 2000)},
      {"brackets", repeated("(", 20'000)},
      {"denials", repeated("no evidence of ", 3000)},
      {"an answer", "met; approve"},
  };
  for (const auto& [name, text] : texts) {
    const std::string quoted = "\"" + text + "\"";
    const auto add = [&](const char* where, const std::string& order, const std::string& prefetch) {
      all.push_back({std::string(name) + " in " + where, last_post(request_of(order, prefetch)), {"200"}});
    };
    const std::string lung = condition(R"("code":{"text":"NSCLC"})");
    add("the order's text",
        order_of(R"("medicationCodeableConcept":{"coding":[{"system":)"
                 R"("http://www.nlm.nih.gov/research/umls/rxnorm","code":"2687205"}],"text":)" +
                 quoted + "}"),
        lung);
    add("a diagnosis", order_of(sotorasib), condition(R"("code":{"text":)" + quoted + "}"));
    add("a display", order_of(sotorasib),
        condition(R"("code":{"coding":[{"system":"x","code":"y","display":)" + quoted + "}]}"));
    add("a note", order_of(sotorasib), condition(R"("code":{"text":"NSCLC"},"note":[{"text":)" + quoted + "}]"));
    add("a conclusion", order_of(sotorasib),
        bundle("diagnosticReports",
               R"({"resourceType":"DiagnosticReport","status":"final","code":{"text":"KRAS"},"conclusion":)" + quoted +
                   "}"));
    add("a name", order_of(sotorasib),
        lung + R"(,"coverage":{"resourceType":"Coverage","payor":[{"display":)" + quoted + "}]}");
  }
}

void add_dates_and_ids(std::vector<Input>& all) {
  for (const char* date : {"9999",
                           "9999-12-31",
                           "0000",
                           "0000-00-00",
                           "0001-01-01",
                           "10000-01-01",
                           "-1960-01-01",
                           "1960-13-01",
                           "1960-02-30",
                           "1960-1-1",
                           "19600101",
                           "1960-01-01T25:61:61Z",
                           "1960-01-01T00:00:00",
                           "1960-01-01T00:00:00+99:99",
                           "Zq7MARKer",
                           "1960-01-01Zq7MARKer",
                           "\\u0661\\u0669\\u0666\\u0660",
                           "99999999999999999999",
                           "",
                           " ",
                           "2026-11-24T24:00:00Z",
                           "2026-12-31T23:59:60Z"}) {
    const std::string quoted = std::string("\"") + date + "\"";
    std::string body =
        request_of(order_of(sotorasib + R"(,"authoredOn":)" + quoted),
                   condition(R"("code":{"text":"NSCLC"},"onsetDateTime":)" + quoted + R"(,"recordedDate":)" + quoted));
    const std::string born = "\"1960-01-01\"";
    body.replace(body.find(born), born.size(), quoted);
    all.push_back({std::string("all dates are `") + date + "`", last_post(body), any_answer});
  }
  for (const char* id : {"a/b", "../../etc/passwd", "#", "a b", "<b>", "\\u0000", "\\n", "Zq7MARKer", "%2e%2e", "-",
                         ".", "a?b=c", "\\ud83d\\ude00"}) {
    const std::string quoted = std::string("\"") + id + "\"";
    std::string body = request_of(order_of(sotorasib), condition(R"("code":{"text":"NSCLC"})"));
    const std::string old = "\"draft\",\"status\"";
    body.replace(body.find(old), 7, quoted);
    all.push_back({std::string("the order's id is `") + id + "`", last_post(body), any_answer});
    std::string patient = request_of(order_of(sotorasib), condition(R"("code":{"text":"NSCLC"})"));
    const std::string bare = "\"patientId\":\"p\"";
    patient.replace(patient.find(bare), bare.size(), "\"patientId\":" + quoted);
    all.push_back({std::string("the patient is `") + id + "`", last_post(patient), {"400", "412", "200"}});
  }
  all.push_back({"a patient's id of 100000 bytes",
                 last_post(R"({"hook":"order-sign","hookInstance":"i","context":{"patientId":")" +
                           repeated("Zq7MARKer", 11'000) + R"(","draftOrders":{}}})"),
                 {"400"}});
  all.push_back({"another hook",
                 last_post(R"({"hook":"Zq7MARKer","hookInstance":"i","context":{"patientId":"p","draftOrders":{}}})"),
                 {"400"}});
}

}  // namespace

std::vector<Input> fhir_inputs() {
  std::vector<Input> all;
  add_wrong_types(all);
  add_references(all);
  add_texts(all);
  add_dates_and_ids(all);
  return all;
}

}  // namespace foresign::hostile
