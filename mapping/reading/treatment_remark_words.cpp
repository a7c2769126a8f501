#include "mapping/reading/treatment_remark_words.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "mapping/reading/vocabulary.hpp"

namespace foresign::mapping {
namespace {

template <class Each>
void for_each_word(std::string_view list, Each&& each) {
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    if (end > at) each(list.substr(at, end - at));
    at = end + 1;
  }
}

constexpr std::array<std::pair<Objecting, std::string_view>, 6> objections = {{
    {Objecting::denial,
     "no not never none without w/o nor neither nil zero 0 cannot cant didnt hasnt havent hadnt wasnt werent isnt "
     "arent doesnt dont wont couldnt wouldnt shouldnt unable denies denied deny denying denial refuse refused "
     "refuses refusing refusal decline declined declines declining reject rejected rejects against unwilling "
     "nonadherent noncompliant "
     "nonadherence noncompliance compliant compliance naive naïve "
     "kein keine keinen keiner keines nicht nie niemals ohne abgelehnt verweigert lehnt ablehnung"},
    {Objecting::hold,
     "hold holding held onhold withhold withheld withholding defer defers deferred deferring deferral postpone "
     "postponed "
     "postponing omit omitted skipped suspended rescheduled pausiert verschoben zurückgestellt"},
    {Objecting::plan,
     "start starts starting begin begins beginning initiate initiates initiating initiation commence commencing "
     "pending contingent await awaiting awaits awaited plan plans planned planning propose proposes proposed "
     "proposal recommend recommends recommended recommending recommendation suggest suggests suggested consider "
     "considers considered considering consideration discuss discusses discussed discussing discussion candidate "
     "eligible ineligible eligibility offer offers offered offering option options intend intends intended "
     "intention scheduled scheduling anticipate anticipated anticipates expect expected expects upcoming future "
     "will shall would should could might may due tbd request requests requested requesting submitted submit appeal "
     "ordered be want wants prefer prefers preferred opted opts opting elected elects electing chose choose chooses "
     "choosing decide decides decided decision instead only waiting wait waits review undecided hesitant reluctant "
     "ambivalent supposed insurance authorization auth chosen substituted replaced tentative tentatively potential "
     "potentially before prior geplant vorgesehen empfohlen soll sollte wird würde erwogen ausstehend planung alone "
     "reserve reserved abklärung vorbereitung diskussion erwägung aussicht überlegung "
     "prüfung vor"},
    {Objecting::mistake,
     "error errors erroneous erroneously mistake mistakes mistaken mistakenly incorrect incorrectly wrong wrongly "
     "duplicate duplicated duplication dup void voided invalid transcription inadvertent inadvertently cancel "
     "cancels cancelled canceled cancelling cancellation abort aborted aborting retracted deleted returned stock "
     "rts unused unopened bottle withdrew withdrawn backed lost another different other irrtum "
     "irrtümlich storniert versehentlich fehleintrag reversed reversal unreleased"},
    {Objecting::doubt,
     "unknown unclear unsure uncertain maybe possible possibly probable probably presumed presumably suspected too "
     "questionable unverified unconfirmed alleged allegedly thinks believes recall verify clarify conflicting "
     "perhaps "
     "fraglich unklar vermutlich möglicherweise vielleicht ggf"},
    {Objecting::elsewhere,
     "group placebo blinded blind randomized randomised randomization arm observation belongs sham screen screening "
     "contraindicated contraindication contraindications unfit inappropriate dog dogs cat cats veterinary spouses "
     "wifes husbands mothers fathers sons "
     "daughters brothers sisters roommate neighbor family kontraindiziert"},
}};

const std::unordered_map<std::string_view, Objecting>& objections_by_word() {
  static const auto built = [] {
    std::unordered_map<std::string_view, Objecting> words;
    for (const auto& [kind, list] : objections)
      for_each_word(list, [&words, kind = kind](std::string_view word) { words.emplace(word, kind); });
    return words;
  }();
  return built;
}

}  // namespace

std::optional<Objecting> objecting(std::string_view word) {
  const auto found = objections_by_word().find(word);
  if (found == objections_by_word().end()) return std::nullopt;
  return found->second;
}

bool is_giving(std::string_view word) {
  static const Vocabulary words(
      "take taken taking took takes start started starting begin began begun beginning initiated initiate receive "
      "received receiving receives give given giving gave administer administered filled fill fills dispensed "
      "dispense picked pick infused treated used use begun commenced done performed on gegeben verabreicht erhalten "
      "begonnen eingenommen");
  return words.has(word);
}

bool is_turning_down(std::string_view word) {
  static const Vocabulary words(
      "refuse refused refuses refusing declined declines declining rejected rejects abgelehnt verweigert");
  return words.has(word);
}

bool is_choosing(std::string_view word) {
  static const Vocabulary words(
      "chose choose chooses choosing chosen opted opts opting elected elects electing prefer prefers preferred want "
      "wants decided decides decision instead substituted replaced");
  return words.has(word);
}

bool is_measured(std::string_view word) {
  static const Vocabulary words("function status count counts weight level levels clearance gfr performance egfr");
  return words.has(word);
}

bool is_filler(std::string_view word) {
  static const Vocabulary words(
      "s/s s sx sxs c/o side a an any the been be was were is are yet ever actually have has had having to of for "
      "further new known acute major minor significant serious severe other obvious clear apparent overt immediate "
      "adverse drug related treatment infusion chemo dose limiting unexpected evidence sign signs symptoms symptom "
      "complaint complaints concern concerns history episode episodes grade clinical reported noted documented "
      "required require requires requiring needed need experienced developed develop had additional more longer "
      "currently been his her this that it able did does do in allergic or and medication chemotherapy therapy "
      "delayed late peripheral measurable residual");
  return words.has(word);
}

bool is_trouble(std::string_view word) {
  static const Vocabulary words(
      "risk risks benefits febrile hospitalised toxicity toxicities toxic reaction reactions complication "
      "complications complaint complaints issue issues problem problems difficulty difficulties incident event "
      "events effect effects ae aes sae symptoms intolerance nausea vomiting emesis n/v diarrhea diarrhoea "
      "constipation mucositis stomatitis rash fever fevers chills infection infections neuropathy cytopenia "
      "cytopenias neutropenia anemia thrombocytopenia bleeding hemorrhage extravasation infiltration redness "
      "swelling pain dyspnea cough fatigue pneumonitis colitis hepatitis hypersensitivity allergy allergies "
      "anaphylaxis delay delays delayed reduction reductions interruption interruptions modification modifications "
      "adjustment adjustments change changes missed miss hospitalization hospitalizations hospitalized admission "
      "admissions admitted progression progress recurrence relapse response smoked smoker smoking alcohol c/o "
      "targetable actionable alteration alterations mutation mutations driver fusion rearrangement pregnant "
      "pregnancy distress premedication premedications transfusion transfusions hearing tinnitus weight crush "
      "crushed chew chewed cut break open split swallow refrigerate freeze shake exceed eat drink skip double "
      "tolerated tolerate tolerating effective working benefit responding respond improvement efficacy disease "
      "curative contraindication contraindications substitution generic deficiency metabolizer metastases dpd bezug "
      "komplikation komplikationen toxizität toxizitäten nebenwirkungen vertragen probleme reaktion");
  return words.has(word);
}

bool is_other_care(std::string_view word) {
  static const Vocabulary words(
      "inhibitor audiogram echo dietitian radiotherapy radiation xrt rt sbrt surgery surgical resection biopsy "
      "rebiopsy trial vaccine vaccination flu influenza covid shot transfusion port picc antiemetic antiemetics "
      "emetic emetics steroid steroids neulasta neupogen udenyca pegfilgrastim filgrastim gcsf csf premedication "
      "premedications premed premeds dexamethasone ondansetron zofran emend aprepitant compazine scan scans ct mri "
      "pet restaging imaging echo labs lab bloodwork counseling counselling acupuncture interpreter testing food "
      "zometa xgeva denosumab cooling hydration hydrate fluids cbc cmp cultures culture creatinine magnesium "
      "potassium nutrition alcohol aspirin asa warfarin coumadin nsaid nsaids ibuprofen folic ativan lorazepam "
      "benadryl diphenhydramine doxycycline vaccines antibiotic antibiotics bp ekg ecg tsh kit chaplain wheelchair "
      "cap social barcode cea msi height refills leucovorin premedikation bestrahlung operation impfung portanlage "
      "staging bildgebung");
  return words.has(word);
}

bool is_later(std::string_view word) {
  static const Vocabulary words(
      "further additional more another remaining last final next rest second third fourth fifth sixth subsequent "
      "other 2nd 3rd 4th 5th 6th weitere weiteren letzte letzter nächste nächster");
  return words.has(word);
}

bool is_course(std::string_view word) {
  static const Vocabulary words(
      "cycle cycles dose doses chemo chemotherapy treatment treatments therapy infusion infusions course courses "
      "days agent agents drug drugs medication medications zyklus zyklen gabe gaben therapie chemotherapie");
  return words.has(word);
}

bool goes_on(std::string_view word) {
  static const Vocabulary words(
      "continue continues continued continuing continuation resume resumed resumes resuming restart restarted "
      "rechallenge rechallenged maintenance fortgesetzt fortführung weiter erhaltungstherapie");
  return words.has(word);
}

bool ends_reach(std::string_view word) {
  static const Vocabulary words(
      "because due since until till once upon post contingent depending after before when if as secondary following "
      "pending for with despite owing while though wegen aufgrund nach");
  return words.has(word);
}

bool is_number(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace foresign::mapping
