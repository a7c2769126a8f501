#include "cds/policy/determination.hpp"

namespace foresign::policy {
namespace {

enum class Alternatives : std::uint8_t { one_question, each_part };

// Only unknown nodes lead to what is open: an unknown beside a part that already settles its group changes nothing.
void collect_open(const std::vector<Judgement>& judgements, Alternatives alternatives,
                  std::vector<const Judgement*>& open) {
  for (const Judgement& judgement : judgements) {
    if (judgement.verdict != Verdict::unknown) continue;
    const bool whole = judgement.any && alternatives == Alternatives::one_question;
    if (judgement.of.empty() || whole) {
      open.push_back(&judgement);
    } else {
      collect_open(judgement.of, alternatives, open);
    }
  }
}

std::vector<const Judgement*> open_in(const IndicationJudgement* shown, Alternatives alternatives) {
  std::vector<const Judgement*> open;
  if (shown != nullptr && shown->verdict == Verdict::unknown) collect_open(shown->criteria, alternatives, open);
  return open;
}

bool says_something(const Evidence& evidence) {
  return !(evidence.reference.empty() && evidence.element.empty() && evidence.value.empty() && evidence.date.empty() &&
           evidence.note.empty());
}

void write_evidence(json::Writer& writer, std::string_view key, const std::vector<Evidence>& all) {
  bool begun = false;
  for (const Evidence& evidence : all) {
    if (!says_something(evidence)) continue;
    if (!begun) writer.key(key).begin_array();
    begun = true;
    writer.begin_object()
        .member("reference", evidence.reference)
        .member("element", evidence.element)
        .member("value", evidence.value)
        .member("date", evidence.date)
        .member("note", evidence.note)
        .end_object();
  }
  if (begun) writer.end_array();
}

void write_criteria(json::Writer& writer, const std::vector<Judgement>& criteria) {
  if (criteria.empty()) return;
  writer.key("criteria").begin_array();
  for (const Judgement& judgement : criteria) {
    writer.begin_object().member("id", judgement.id).member("verdict", to_string(judgement.verdict));
    writer.member("quote", judgement.quote).member("reason", judgement.reason).member("needed", judgement.needed);
    write_evidence(writer, "evidence", judgement.evidence);
    write_evidence(writer, "conflicts", judgement.conflicts);
    write_criteria(writer, judgement.of);
    writer.end_object();
  }
  writer.end_array();
}

std::string_view word(Basis basis) {
  switch (basis) {
    case Basis::indication:
      return "indication";
    case Basis::not_covered:
      return "not-covered";
    case Basis::no_cancer_diagnosis:
      return "no-cancer-diagnosis";
  }
  return "";
}

}  // namespace

const IndicationJudgement* Determination::shown() const {
  if (basis != Basis::indication) return nullptr;
  for (const IndicationJudgement& one : indications)
    if (one.id == indication) return &one;
  return nullptr;
}

std::vector<const Judgement*> Determination::open() const {
  return open_in(shown(), Alternatives::each_part);
}

std::vector<const Judgement*> Determination::open_questions() const {
  return open_in(shown(), Alternatives::one_question);
}

void write(json::Writer& writer, const Determination& determination) {
  writer.begin_object()
      .member("order", determination.order)
      .member("drug", determination.drug)
      .member("day", determination.day);
  writer.key("policy")
      .begin_object()
      .member("id", determination.policy_id)
      .member("version", determination.policy_version)
      .member("payer", determination.payer)
      .member("digest", determination.policy_digest)
      .end_object();
  writer.member("verdict", to_string(determination.verdict)).member("basis", word(determination.basis));
  if (determination.basis == Basis::indication) writer.member("indication", determination.indication);
  if (!determination.indications.empty()) {
    writer.key("indications").begin_array();
    for (const IndicationJudgement& indication : determination.indications) {
      writer.begin_object().member("id", indication.id).member("title", indication.title);
      writer.member("verdict", to_string(indication.verdict));
      write_criteria(writer, indication.criteria);
      writer.end_object();
    }
    writer.end_array();
  }
  if (!determination.ignored.empty()) {
    writer.key("ignored").begin_array();
    for (const SetAside& record : determination.ignored)
      writer.begin_object().member("reference", record.reference).member("reason", record.reason).end_object();
    writer.end_array();
  }
  if (!determination.unavailable.empty()) {
    writer.key("unavailable").begin_array();
    for (const UnavailableSource& source : determination.unavailable)
      writer.begin_object().member("key", source.key).member("why", source.why).end_object();
    writer.end_array();
  }
  writer.end_object();
}

}  // namespace foresign::policy
