#include "cds/cards/wording.hpp"

#include <algorithm>

#include "cds/cards/plain.hpp"

namespace foresign::cards::wording {
namespace {

using policy::Basis;
using policy::Determination;
using policy::IndicationJudgement;
using policy::Judgement;
using policy::Policy;

constexpr std::size_t longest_prefix = 60;
constexpr std::size_t shortest_prefix = 50;

bool has_word(const std::vector<ExtentWord>& words, ExtentWord word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string joined(const std::vector<std::string>& words, std::string_view between, std::string_view last) {
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) all += i + 1 == words.size() ? last : between;
    all += words[i];
  }
  return all;
}

// `kras-g12c` -> `KRAS G12C`
std::string variant_name(std::string_view variant) {
  std::string name;
  for (const char c : variant) name += c == '-' ? ' ' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  return name;
}

struct QuestionInWords {
  std::string diagnosis;  // the title of the indication

  std::string operator()(const Age& age) const {
    return "Is the patient at least " + std::to_string(age.at_least_years) + " (date of birth)?";
  }
  std::string operator()(const DiagnosisOf&) const { return "Is the diagnosis " + diagnosis + "?"; }
  std::string operator()(const ExtentOf& extent) const {
    if (has_word(extent.accepted, ExtentWord::advanced)) return "Is it advanced or metastatic?";
    return "Is it locally advanced or metastatic?";
  }
  std::string operator()(const VariantOf& variant) const {
    return "What is the " + variant_name(variant.variant) + " result?";
  }
  std::string operator()(const ApprovedTest& test) const {
    return "Which FDA-approved test found " + variant_name(test.variant) + "?";
  }
  std::string operator()(const PriorTherapy& therapy) const {
    switch (therapy.kind) {
      case TherapyKind::systemic_regimen:
        return "Which systemic regimen was given before?";
      case TherapyKind::colorectal_chemotherapy:
        return "Which chemotherapy for this cancer was given before?";
    }
    return "";
  }
  std::string operator()(const CombinedWith& partners) const {
    return "Is " + joined(partners.any_of, ", ", " or ") + " given with it?";
  }
  std::string operator()(const IntoleranceTo&) const { return "Is the combination not tolerated?"; }
  std::string operator()(const RecurrenceAfterResection&) const { return "Is it recurrent after resection?"; }
};

// Of the indication whose diagnosis this criterion is.
std::string title_of(std::string_view diagnosis, const Policy& policy) {
  for (const policy::Indication& indication : policy.indications)
    if (indication.criteria.front().id == diagnosis) return indication.title;
  return "confirmed";
}

std::string lower_first(std::string text) {
  if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && !(text[1] >= 'A' && text[1] <= 'Z'))
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string sentence(std::string_view text) {
  std::string line = plain(text);
  if (line.empty()) return line;
  if (line[0] >= 'a' && line[0] <= 'z') line[0] = static_cast<char>(line[0] - 'a' + 'A');
  if (line.back() != '.' && line.back() != '!' && line.back() != '?') line += '.';
  return line;
}

const Judgement* first_not_met(const std::vector<Judgement>& judgements) {
  for (const Judgement& judgement : judgements)
    if (judgement.verdict == Verdict::not_met) return &judgement;
  return nullptr;
}

std::string reason_of(const Judgement* judgement) {
  if (judgement == nullptr) return "";
  if (judgement->reason.empty()) return plain(judgement->label);
  // "The prescriber states that this is not so" has to say what.
  const bool says_what = judgement->reason.find(" this ") == std::string::npos;
  return plain(says_what ? judgement->reason : judgement->label + ": " + judgement->reason);
}

// Without the code that evidence shows behind a name: `breast cancer (http://... 254837009)` -> `breast cancer`.
std::string name_only(std::string_view written) {
  const std::string value = readable(written);
  const std::size_t code = value.find(" (");
  return plain(code == std::string::npos || code == 0 ? value : value.substr(0, code), 60);
}

std::string cancer_names(const Determination& determination) {
  std::vector<std::string> names;
  for (const Evidence& cancer : determination.cancers)
    if (const std::string name = name_only(cancer.value);
        !name.empty() && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(name);
  return joined(names, ", ", ", ");
}

std::string open_count(std::size_t count) {
  return count == 1 ? "one question is open" : std::to_string(count) + " questions are open";
}

// Verdict and first reason of the shown indication.
std::string shown_in_words(const IndicationJudgement& shown, const Determination& determination, const Policy& policy) {
  switch (determination.verdict) {
    case Verdict::met:
      return "criteria met for " + shown.title + ", approval for " + shown.approval;
    case Verdict::not_met:
      return "criteria not met: " + reason_of(first_not_met(shown.criteria));
    case Verdict::unknown: {
      const auto open = determination.open_questions();
      if (open.empty()) return "criteria open for " + shown.title;
      const std::string asked = question(*open.front(), policy);
      if (open.size() == 1) return "one question, all else is met: " + asked;
      return open_count(open.size()) + ". First: " + asked;
    }
  }
  return "";
}

// Rule 1.6: no primary cancer is documented; not-met where nothing could make any indication met.
std::string no_cancer_in_words(const Determination& determination) {
  const std::string none = "no cancer diagnosis in the record";
  switch (determination.verdict) {
    case Verdict::met:
      return "criteria met as attested; " + none;
    case Verdict::unknown:
      return "cannot tell yet: " + none;
    case Verdict::not_met:
      return "criteria not met: " + reason_of(first_not_met(determination.indications.front().criteria)) + "; " + none;
  }
  return "";
}

std::string verdict_in_words(const Determination& determination, const Policy& policy) {
  switch (determination.basis) {
    case Basis::indication: {
      const IndicationJudgement* shown = determination.shown();
      return shown == nullptr ? "cannot tell" : shown_in_words(*shown, determination, policy);
    }
    case Basis::not_covered:
      return "not met, condition not covered: " + cancer_names(determination);
    case Basis::no_cancer_diagnosis:
      return no_cancer_in_words(determination);
  }
  return "";
}

}  // namespace

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::met:
      return "Met";
    case Verdict::not_met:
      return "Not met";
    case Verdict::unknown:
      return "Open";
  }
  return "";
}

std::string marker(const Judgement& judgement) {
  if (judgement.id != judgement.section) return "";
  const std::size_t dot = judgement.id.rfind('.');
  const std::string last = dot == std::string::npos ? judgement.id : judgement.id.substr(dot + 1);
  // The document writes `A)`, `i.` and `a)`.
  const bool roman = last.find_first_not_of("ivx") == std::string::npos;
  return last + (roman ? "." : ")");
}

std::string question(const Judgement& open, const Policy& policy) {
  if (open.of.empty()) {
    const policy::Criterion* criterion = policy::find_criterion(policy, open.id);
    const auto* asked = criterion == nullptr ? nullptr : std::get_if<Question>(&criterion->rule);
    return asked == nullptr ? open.label + "?" : std::visit(QuestionInWords{title_of(open.id, policy)}, *asked);
  }
  std::string all;
  for (const Judgement& part : open.of) {
    if (part.verdict != Verdict::unknown) continue;
    const std::string asked = question(part, policy);
    all += all.empty() ? asked : (open.any ? " Or " : " And ") + lower_first(asked);
  }
  return all;
}

std::string summary(const Determination& determination, const Policy& policy) {
  const std::string verdict = verdict_in_words(determination, policy);
  if (determination.first.empty())
    return shortened(policy.drug_name + ", " + determination.payer + ": " + verdict, longest_summary);
  // What comes first must be seen, but not at the price of the question that the card asks.
  const std::string brand = policy.drug_name.substr(0, policy.drug_name.find(" ("));
  const std::string text = brand + ": " + verdict;
  const std::size_t left = longest_summary > text.size() + 1 ? longest_summary - text.size() - 1 : 0;
  const std::size_t prefix = std::clamp(left, shortest_prefix, longest_prefix);
  return shortened(shortened(sentence(determination.first.front()), prefix) + " " + text, longest_summary);
}

std::string headline(const Determination& determination, const Policy& policy) {
  return sentence("prior authorization for " + policy.drug_name + " by " + determination.payer + ": " +
                  verdict_in_words(determination, policy));
}

std::vector<std::string> first(const Determination& determination) {
  std::vector<std::string> all;
  if (!determination.notice.empty()) all.push_back(sentence(determination.notice));
  for (const std::string& text : determination.first) all.push_back(sentence(text));
  return all;
}

std::string companion_tests(const Determination& determination, const Policy& policy) {
  const IndicationJudgement* shown = determination.shown();
  if (shown == nullptr || policy.companion_tests.empty()) return "";
  const policy::Indication* indication = policy::find_indication(policy, shown->id);
  const auto asked = policy::inquiry(policy).asked;
  const bool asks = indication != nullptr && std::any_of(asked.begin(), asked.end(), [&](const Asked& one) {
                      return one.cancer == indication->cancer && std::holds_alternative<ApprovedTest>(one.question);
                    });
  if (!asks) return "";
  std::vector<std::string> tests;
  bool for_this = false;
  for (const policy::CompanionTest& test : policy.companion_tests) {
    std::vector<std::string> titles;
    for (const Cancer cancer : test.tumours) {
      for_this = for_this || cancer == indication->cancer;
      for (const policy::Indication& one : policy.indications)
        if (one.cancer == cancer) titles.push_back(one.title);
    }
    tests.push_back(test.name + " (" + test.specimen + ", for " + joined(titles, ", ", " and ") + ")");
  }
  std::string text = "FDA-approved tests for " + policy.drug_name + ": " + joined(tests, ", ", " and ") + ".";
  if (!for_this) text += " None was found that is approved for " + indication->title + ".";
  return text;
}

std::string not_covered(const Policy& policy) {
  return policy.not_covered.section + ": " + policy.drug_name + " " + policy.not_covered.quote;
}

std::string policy_line(const Determination& determination, const Policy& policy) {
  std::string text = "Policy: " + policy.title + " (" + policy.payer.name + "), review date " + policy.version + ".";
  const IndicationJudgement* shown = determination.shown();
  const std::string approval = shown != nullptr ? shown->approval : policy.indications.front().approval;
  if (!approval.empty()) text += " Approval length: " + approval + ".";
  if (!determination.day.empty())
    text += " Judged for " + determination.day + ", order " + plain(determination.order) + ".";
  return text;
}

std::string_view disclaimer() {
  return "The payer decides; this is a reading of the record against its policy, not an authorization.";
}

std::string earliest_version_used(const Policy& policy) {
  return "No version of the policy on file was in force on that day; the earliest, of " + policy.version +
         ", was used.";
}

std::string link_label(const Policy& policy) {
  return policy.payer.name + " coverage policies";
}

fhir::Coding topic() {
  return {"http://foresign.org/fhir/CodeSystem/card-topic", "prior-authorization", "Prior authorization"};
}

std::vector<fhir::Coding> override_reasons() {
  const std::string system = "http://foresign.org/fhir/CodeSystem/override-reason";
  return {{system, "documented-elsewhere", "Criteria are met; documented outside this record"},
          {system, "result-pending", "A result is pending and will be sent to the payer"},
          {system, "exception-requested", "An exception will be requested from the payer"},
          {system, "other-payer", "Another payer covers this order"},
          {system, "not-applicable", "This policy does not apply to the patient"}};
}

}  // namespace foresign::cards::wording
