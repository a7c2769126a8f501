// Rules 7.5 to 7.8: which of the treatments were for this tumour, and whether one is what the policy asks for.
#include <algorithm>
#include <utility>

#include "mapping/reading/mentions.hpp"
#include "mapping/reading/treatment_reasons.hpp"
#include "mapping/reading/treatment_understood.hpp"
#include "mapping/reading/treatments.hpp"

namespace foresign::mapping {
namespace {

// How far a treatment counts for one tumour (rule 7.5).
struct Weighed {
  bool counts = false;
  bool which_cancer = false;  // at most unknown: "for which cancer?"
  std::string doubt;          // at most unknown, for this reason
  std::string why_not;        // does not count for this tumour
};

// Rule 7.5: it began after this tumour was first recorded, and the other was past by then.
bool began_after(const Treatment& treatment, const Tumour* mine, const std::optional<fhir::PartialDate>& past_by) {
  return mine != nullptr && mine->first_recorded && past_by && treatment.start &&
         treatment.start->earliest > mine->first_recorded->latest && treatment.start->earliest >= past_by->latest;
}

// Rule 7.5: with several tumours in the record, or another cancer in the past, an unlinked treatment may have been for
// another.
bool may_be_for_another(const Cancers& cancers, const Treatment& treatment, const Tumour* mine, Cancer site) {
  if (cancers.several()) return true;
  // Rule 7.5: skin cancer does not matter, nor its history.
  const auto is_of_skin = [](const PastCancer& other) {
    const auto* condition = other.entry == nullptr ? nullptr : std::get_if<fhir::Condition>(&other.entry->resource);
    return condition != nullptr && std::ranges::any_of(condition->code.codings, [](const fhir::Coding& coding) {
             return coding.code == "Z85.828" || coding.code == "Z85828";
           });
  };
  const bool other_past_tumour = std::ranges::any_of(cancers.tumours, [&](const Tumour& other) {
    return &other != mine && other.past && !began_after(treatment, mine, other.past_by);
  });
  return other_past_tumour || std::ranges::any_of(cancers.past, [&](const PastCancer& other) {
           return other.site != site && !is_of_skin(other) && !began_after(treatment, mine, other.past_by);
         });
}

// What its notes and the like name, seen from the tumour of `site`: another cancer, and not this one.
const Said* other_cancer_in_words(const Treatment& treatment, Cancer site) {
  const Said* other = nullptr;
  for (const Said& said : treatment.cancers_in_words) {
    const std::vector<Cancer> perhaps = may_be(said.site, said.stated);
    const bool own = cancer_at(said.site) == site || std::ranges::find(perhaps, site) != perhaps.end();
    if (own && cover_of(site, said.stated, said.inferred) != Cover::other) return nullptr;
    other = &said;
  }
  return other;
}

// The one tumour of the record that an indication is about; empty where there are several. What is set aside is set
// aside for all of them, in one sentence (rule 1.4).
std::string only_covered_site(const Cancers& cancers) {
  std::string name;
  for (const Tumour& tumour : cancers.tumours) {
    if (!tumour.site) continue;
    if (!name.empty()) return {};
    name = tumour.name;
  }
  return name;
}

bool ended_before(const Treatment& treatment, const Tumour* mine) {
  return mine != nullptr && mine->first_known && treatment.end &&
         fhir::surely_before(*treatment.end, mine->first_known->earliest);
}

// Why it does not count for the tumour of `site`; empty where it may.
std::string why_not_for(const Cancers& cancers, const Treatment& treatment, Cancer site, Names names) {
  const std::string the_cancer = only_covered_site(cancers);
  if (names == Names::another)
    return "given for another cancer" + (the_cancer.empty() ? "" : " than the " + the_cancer);
  // One that names this tumour is shown all the same: the tumour may have been recorded late.
  if (names != Names::this_tumour && ended_before(treatment, cancers.of(site)))
    return "ended before the " + (the_cancer.empty() ? "cancer" : the_cancer) + " was first known";
  return {};
}

Names named_by(const Record& record, const Cancers& cancers, const Treatment& treatment, Cancer site) {
  return cancers.names(record, site, *treatment.entry, treatment.reason_references, treatment.reasons);
}

Weighed weigh(const Record& record, const Cancers& cancers, const Treatment& treatment, Cancer site) {
  const Tumour* mine = cancers.of(site);
  Weighed weighed;
  const Names names = named_by(record, cancers, treatment, site);
  weighed.why_not = why_not_for(cancers, treatment, site, names);
  if (!weighed.why_not.empty()) return weighed;
  if (mine != nullptr && mine->first_known) {
    const date::sys_days known = mine->first_known->earliest;
    const std::string before = " before the " + std::string(name_of(site)) + " was first known";
    if (ended_before(treatment, mine)) weighed.doubt = "ended" + before;
    // One that began long before the tumour was known, and whose end is not documented after that, may have been for
    // something else: orders of years ago that nobody closed. A tumour is often recorded some weeks late.
    constexpr date::days recorded_late{90};
    const bool ended_after = treatment.end && !fhir::surely_before(*treatment.end, known);
    if (names != Names::this_tumour && !ended_after && treatment.start &&
        fhir::surely_before(*treatment.start, known - recorded_late))
      weighed.doubt = "it began long" + before + ", and its end is not documented";
    if (names != Names::this_tumour && treatment.year_in_words &&
        date::year{*treatment.year_in_words} < date::year_month_day{known}.year())
      weighed.doubt = "it has no date, and what is written beside it dates it" + before;
  }
  if (weighed.doubt.empty() && names != Names::this_tumour)
    if (other_cancer_in_words(treatment, site) != nullptr)
      weighed.doubt = "what is written beside it names another cancer";
  if (weighed.doubt.empty())
    for (const std::string& purpose : treatment.purposes)
      if (judge_purpose(record.codes(), site, purpose) != ReasonsAre::understood)
        weighed.doubt = "its note says that it was for something else, or is not understood: " + purpose;
  if (weighed.doubt.empty())
    if (const auto words = not_understood_in(record.codes(), treatment.remarks,
                                             names == Names::this_tumour ? std::nullopt : std::optional(site)))
      weighed.doubt = "what is written beside it is not understood: " + *words;
  if (names == Names::this_tumour && weighed.doubt.empty() &&
      has_other_histology(record, mine, site, *treatment.entry, treatment.reason_references, treatment.reasons))
    weighed.doubt = "its reason is another cancer of this site";
  if (names != Names::this_tumour && weighed.doubt.empty() &&
      judge_reasons(record, site, *treatment.entry, treatment.reason_references, treatment.reasons) !=
          ReasonsAre::understood)
    weighed.doubt = "its reason is another disease, or is not understood";
  if (names != Names::this_tumour) {
    // A reason that leads nowhere names some disease that cannot be read.
    const bool lost = names == Names::unresolvable;
    weighed.which_cancer = lost || may_be_for_another(cancers, treatment, mine, site);
  }
  if (treatment.at_most_unknown) weighed.doubt = treatment.doubt;
  weighed.counts = weighed.doubt.empty() && !weighed.which_cancer;
  if (weighed.which_cancer) weighed.doubt = "for which cancer?";
  return weighed;
}

bool names_colorectal(const Record& record, const Cancers& cancers, const Treatment& treatment) {
  return named_by(record, cancers, treatment, Cancer::colorectal) == Names::this_tumour ||
         std::ranges::any_of(treatment.reasons, [&](const fhir::CodeableConcept& reason) {
           return primary_site_named(record, reason) == Cancer::colorectal;
         });
}

// Rule 7.6: empty where the treatment is a chemotherapy for colon or rectal cancer; else what is wanting.
std::string wanting_for_colorectal(const Record& record, const Cancers& cancers, const Treatment& treatment) {
  if (treatment.colorectal_chemotherapy) return {};
  // "Chemotherapy" alone fits any cancer.
  if (treatment.chemotherapy)
    return names_colorectal(record, cancers, treatment) ? "" : "its reason does not name colon or rectal cancer";
  return treatment.drugs.empty() ? "whether it was a chemotherapy is not documented" : "not a chemotherapy";
}

// Whether no tumour of the record can claim a treatment: what counts for one indication is not set aside for the
// others.
bool counts_for_none(const Record& record, const Cancers& cancers, const Treatment& treatment) {
  return !cancers.tumours.empty() && std::ranges::none_of(cancers.tumours, [&](const Tumour& tumour) {
    return tumour.site &&
           why_not_for(cancers, treatment, *tumour.site, named_by(record, cancers, treatment, *tumour.site)).empty();
  });
}

std::string needed_for(TherapyKind kind, Cancer site, bool which_cancer, bool found) {
  const bool chemotherapy = kind == TherapyKind::colorectal_chemotherapy;
  if (which_cancer)
    return std::string(chemotherapy ? "for which cancer was the earlier chemotherapy given?"
                                    : "for which cancer was the earlier systemic treatment given?");
  const std::string what =
      chemotherapy ? "earlier chemotherapy for colon or rectal cancer" : "earlier systemic therapy";
  if (found) return "which " + what + " was given for the " + std::string(name_of(site)) + ", and when?";
  return "no " + what + " found in the record";
}

}  // namespace

Fact answer_prior_therapy(Record& record, const Cancers& cancers, const std::vector<Treatment>& treatments, Cancer site,
                          TherapyKind kind) {
  std::vector<Evidence> counted;
  std::vector<Evidence> partial;
  bool which_cancer = false;
  bool found = false;
  for (const Treatment& treatment : treatments) {
    const Weighed weighed = weigh(record, cancers, treatment, site);
    if (!weighed.why_not.empty()) {
      if (counts_for_none(record, cancers, treatment)) record.set_aside(*treatment.entry, weighed.why_not);
      continue;
    }
    // Nor does it count for a cancer that the record does not hold.
    if (cancers.of(site) == nullptr && counts_for_none(record, cancers, treatment)) continue;
    std::string doubt = weighed.doubt;
    // Rule 7.6: that it was a chemotherapy is all that 2.E asks of one whose reason names the cancer.
    const bool names_no_drug_and_need_not = kind == TherapyKind::colorectal_chemotherapy &&
                                            treatment.plain_chemotherapy && doubt == treatment.doubt &&
                                            names_colorectal(record, cancers, treatment);
    const std::string wanting = kind == TherapyKind::colorectal_chemotherapy
                                    ? wanting_for_colorectal(record, cancers, treatment)
                                    : std::string();
    if ((weighed.counts || names_no_drug_and_need_not) && wanting.empty()) {
      counted.push_back(treatment.evidence);
      if (names_no_drug_and_need_not) counted.back().note.clear();
      continue;
    }
    // A drug that is no chemotherapy answers nothing about 2.E, whatever it was for (rule 7.6).
    if (wanting.empty() || treatment.drugs.empty() || treatment.chemotherapy) {
      which_cancer = which_cancer || (weighed.which_cancer && !treatment.at_most_unknown);
      found = true;
    }
    Evidence seen = treatment.evidence;
    seen.note = doubt.empty() ? wanting : std::move(doubt);
    partial.push_back(std::move(seen));
  }
  if (!counted.empty()) return Fact::met(std::move(counted));

  // Rule 7.8: what nobody documented may have happened all the same.
  std::string needed = needed_for(kind, site, which_cancer, found);
  const std::string missing = record.missing(
      {"medicationRequests", "medicationStatements", "medicationAdministrations", "medicationDispenses", "procedures"});
  if (!missing.empty()) needed += "; " + missing;
  if (std::ranges::any_of(record.ignored(), [](const SetAside& one) { return one.reason == lost_medication; }))
    needed += "; the medication of some records could not be read";
  return Fact::unknown(std::move(needed), std::move(partial));
}

}  // namespace foresign::mapping
