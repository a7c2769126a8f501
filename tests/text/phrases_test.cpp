// Examples of rules 4.6, 5.4 and 6.5: a phrase, the words in question, and how they are meant.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "mapping/text/text.hpp"

using namespace foresign::text;
using enum Mention;

namespace {

struct Example {
  const char* phrase;
  const char* focus;
  Mention meant;
};

const char* word_for(Mention mention) {
  switch (mention) {
    case stated:
      return "stated";
    case negated:
      return "negated";
    case suspected:
      return "suspected";
    case intended:
      return "intended";
    case past:
      return "past";
    case family:
      return "family";
  }
  return "";
}

void check(const std::vector<Example>& examples) {
  for (const Example& example : examples) {
    const Text text = cut(example.phrase);
    const auto spans = find(text, cut(example.focus));
    CAPTURE(example.phrase, example.focus, spans.size());
    REQUIRE(!spans.empty());
    CHECK(std::string(word_for(mention_of(text, spans.back()))) == word_for(example.meant));
  }
}

}  // namespace

TEST_CASE("a denial of alterations reaches the list behind its result") {
  check({
      {"No mutations or fusions were detected in EGFR, ALK, KRAS G12C", "G12C", negated},
      {"No pathogenic or likely pathogenic variants in EGFR, ALK, KRAS G12C", "G12C", negated},
      {"Neither mutations nor fusions were detected in EGFR, ALK, KRAS G12C", "G12C", negated},
      {"Keine Mutationen oder Fusionen nachgewiesen in EGFR, ALK, KRAS G12C", "G12C", negated},
      {"EGFR: no mutation, KRAS G12C detected", "G12C", stated},
      {"KRAS: G12C, result: not detected", "G12C", negated},
      {"KRAS: G12C, BRAF: not detected", "G12C", stated},
      {"KRAS G12C: [ ] yes", "G12C", intended},
      {"KRAS G12C detected. Consent: [ ] yes [ ] no", "G12C", stated},
  });
}

TEST_CASE("a plain statement is stated") {
  check({
      {"KRAS G12C", "G12C", stated},
      {"KRAS G12C detected", "G12C", stated},
      {"KRAS p.G12C mutation identified (VAF 34%)", "G12C", stated},
      {"Metastatic adenocarcinoma of the lung", "metastatic", stated},
      {"Stage IV NSCLC with brain metastases", "stage IV", stated},
      {"Pancreatic adenocarcinoma, locally advanced, unresectable", "locally advanced", stated},
      {"Findings consistent with metastatic disease", "metastatic", stated},
      {"Biopsy-proven non-small cell lung cancer", "non small cell", stated},
      {"KRAS G12C mutation positive", "KRAS G12C", stated},
      {"POSITIVE FOR KRAS G12C", "KRAS G12C", stated},
      {"Previously treated metastatic NSCLC", "metastatic", stated},
      {"previously untreated stage IV disease", "stage IV", stated},
      {"Not only EGFR but KRAS G12C", "KRAS G12C", stated},
      {"No change in metastatic disease", "metastatic", stated},
      {"No progression of metastatic disease", "metastatic", stated},
      {"No contraindication to sotorasib in this metastatic lung cancer", "metastatic", stated},
      {"Patient never smoked. Metastatic lung cancer", "metastatic", stated},
      {"Metastasiertes Adenokarzinom der Lunge", "metastasiertes", stated},
      {"Lung lesion No. 5 metastatic", "metastatic", stated},
      {"Detected: KRAS G12C", "KRAS G12C", stated},
      {"KRAS exon 2: p.Gly12Cys (c.34G>T)", "Gly12Cys", stated},
      {"Lives with her daughter. Metastatic colon cancer", "colon cancer", stated},
      {"Lives with daughter; metastatic colon cancer", "metastatic", stated},
      {"KRAS G12C (+)", "KRAS G12C", stated},
      {"KRAS G12C likely pathogenic variant detected", "KRAS G12C", stated},
  });
}

TEST_CASE("a negation before a word denies it") {
  check({
      {"No evidence of metastatic disease", "metastatic", negated},
      {"no evidence of distant metastasis", "metastasis", negated},
      {"No metastases", "metastases", negated},
      {"Without metastases", "metastases", negated},
      {"w/o metastases", "metastases", negated},
      {"Not metastatic", "metastatic", negated},
      {"non-metastatic pancreatic cancer", "metastatic", negated},
      {"negative for KRAS G12C", "KRAS G12C", negated},
      {"Tested negative for KRAS G12C", "KRAS G12C", negated},
      {"Negative KRAS G12C", "KRAS G12C", negated},
      {"Not detected: KRAS G12C", "KRAS G12C", negated},
      {"Denies lung cancer", "lung cancer", negated},
      {"Absence of metastatic spread", "metastatic", negated},
      {"free of metastases", "metastases", negated},
      {"CT did not show metastases", "metastases", negated},
      {"does not show locally advanced disease", "locally advanced", negated},
      {"CT excludes metastases", "metastases", negated},
      {"not consistent with metastatic disease", "metastatic", negated},
      {"Never had lung cancer", "lung cancer", negated},
      {"no KRAS G12C mutation", "KRAS G12C", negated},
      {"No KRAS G12C mutation detected", "KRAS G12C", negated},
      {"No known metastatic disease", "metastatic", negated},
      {"no history of lung cancer", "lung cancer", negated},
      {"lack of metastatic disease", "metastatic", negated},
      {"not positive for KRAS G12C", "KRAS G12C", negated},
      {"KRAS non-G12C mutation", "G12C", negated},
      {"small cell, not non-small cell", "non small cell", negated},
      {"Kein Nachweis von Fernmetastasen", "Fernmetastasen", negated},
      {"keine Fernmetastasen", "Fernmetastasen", negated},
      {"Kein Nachweis einer KRAS-Mutation", "KRAS", negated},
      {"ohne Metastasen", "Metastasen", negated},
      {"Ausschluss von Fernmetastasen", "Fernmetastasen", negated},
      {"nicht metastasiert", "metastasiert", negated},
  });
}

TEST_CASE("a negation before a list covers the whole list") {
  check({
      {"negative for EGFR, ALK and KRAS G12C", "KRAS G12C", negated},
      {"negative for EGFR, ALK and KRAS G12C", "EGFR", negated},
      {"negative for EGFR/ALK/KRAS G12C", "KRAS G12C", negated},
      {"No EGFR, ALK or KRAS G12C mutations detected", "KRAS G12C", negated},
      {"No EGFR, ALK, KRAS G12C mutations detected", "KRAS G12C", negated},
      {"no mutations in EGFR, ALK, BRAF, or KRAS G12C", "KRAS G12C", negated},
      {"No mutations detected in EGFR, ALK and KRAS G12C", "KRAS G12C", negated},
      {"No evidence of nodal, hepatic or metastatic disease", "metastatic", negated},
      {"without EGFR, ALK, ROS1 and KRAS G12C alterations", "KRAS G12C", negated},
      {"Neither EGFR nor KRAS G12C detected", "KRAS G12C", negated},
      {"Negative: EGFR, ALK, KRAS G12C", "KRAS G12C", negated},
      {"Pertinent negatives: KRAS G12C, EGFR", "KRAS G12C", negated},
      {"The following genes were negative: EGFR, KRAS G12C", "KRAS G12C", negated},
      {"Not detected: EGFR; KRAS G12C detected", "KRAS G12C", stated},
      {"no liver, lung or bone metastases", "metastases", negated},
  });
}

TEST_CASE("a negation after a list covers it back to the boundary") {
  check({
      {"EGFR, ALK, KRAS G12C: not detected", "KRAS G12C", negated},
      {"EGFR, ALK, KRAS G12C: not detected", "EGFR", negated},
      {"KRAS G12C, EGFR and ALK not detected", "KRAS G12C", negated},
      {"KRAS G12C and EGFR not detected", "KRAS G12C", negated},
      {"KRAS G12C/EGFR negative", "KRAS G12C", negated},
      {"KRAS G12C not detected", "KRAS G12C", negated},
      {"KRAS G12C: Not Detected", "KRAS G12C", negated},
      {"KRAS G12C - not detected", "KRAS G12C", negated},
      {"KRAS G12C (not detected)", "KRAS G12C", negated},
      {"KRAS G12C was not identified", "KRAS G12C", negated},
      {"KRAS G12C could not be detected", "KRAS G12C", negated},
      {"KRAS G12C mutation is not present", "KRAS G12C", negated},
      {"KRAS G12C negative", "KRAS G12C", negated},
      {"KRAS G12C: absent", "KRAS G12C", negated},
      {"KRAS G12C mutation wasn't found", "KRAS G12C", negated},
      {"KRAS G12C undetected", "KRAS G12C", negated},
      {"KRAS G12C (-)", "KRAS G12C", negated},
      {"KRAS G12C was ruled out", "KRAS G12C", negated},
      {"KRAS 12 mutation: Not Detected", "KRAS 12", negated},
      {"Metastases: none", "metastases", negated},
      {"Metastases: no", "metastases", negated},
      {"Distant metastasis not seen", "metastasis", negated},
      {"Metastases excluded", "metastases", negated},
      {"KRAS G12C nicht nachgewiesen", "KRAS G12C", negated},
      {"KRAS G12C negativ", "KRAS G12C", negated},
      {"Fernmetastasen: keine", "Fernmetastasen", negated},
      {"Metastasen ausgeschlossen", "Metastasen", negated},
      {"KRAS G12C\nNot detected", "KRAS G12C", negated},
      {"KRAS G12C no longer detectable", "KRAS G12C", negated},
  });
}

TEST_CASE("a negation never crosses a part that has a result of its own") {
  check({
      {"KRAS G12C detected, EGFR not detected", "KRAS G12C", stated},
      {"EGFR not detected, KRAS G12C detected", "KRAS G12C", stated},
      {"EGFR negative, ALK negative, KRAS G12C positive", "KRAS G12C", stated},
      {"KRAS G12C positive, EGFR negative and ALK negative", "KRAS G12C", stated},
      {"negative for EGFR and positive for KRAS G12C", "KRAS G12C", stated},
      {"Positive for KRAS G12C, negative for EGFR", "KRAS G12C", stated},
      {"Positive for KRAS G12C, EGFR not detected", "KRAS G12C", stated},
      {"Detected: KRAS G12C, not detected: EGFR, ALK", "KRAS G12C", stated},
      {"Detected: KRAS G12C, not detected: EGFR, ALK", "ALK", negated},
      {"No EGFR mutation, KRAS G12C detected", "KRAS G12C", stated},
      {"No EGFR mutation detected, KRAS G12C mutation detected", "KRAS G12C", stated},
      {"No EGFR mutation detected. KRAS G12C mutation detected.", "KRAS G12C", stated},
      {"EGFR not detected but KRAS G12C detected", "KRAS G12C", stated},
      {"EGFR not detected; KRAS G12C", "KRAS G12C", stated},
      {"EGFR not detected\r\nKRAS G12C", "KRAS G12C", stated},
      {"EGFR not detected.KRAS G12C detected", "KRAS G12C", stated},
      {"EGFR wild type, KRAS G12C mutated", "KRAS G12C", stated},
      {"KRAS G12C (VAF 34%), EGFR not detected", "KRAS G12C", stated},
      {"KRAS G12C detected, no EGFR mutation", "KRAS G12C", stated},
      {"EGFR-, ALK-, KRAS G12C+", "KRAS G12C", stated},
      {"EGFR-, ALK-, KRAS G12C+", "ALK", negated},
      {"No EGFR mutation and KRAS G12C mutation detected", "KRAS G12C", suspected},
      {"EGFR (not detected), KRAS G12C (detected)", "KRAS G12C", stated},
      {"EGFR: negative KRAS G12C: positive", "KRAS G12C", stated},
      {"All genes negative except KRAS G12C", "KRAS G12C", stated},
      {"MSI stable, TMB low, KRAS G12C not detected", "KRAS G12C", negated},
      {"MSI stable, TMB low, KRAS G12C not detected", "MSI", stated},
  });
}

TEST_CASE("a negation of one kind of finding leaves the others") {
  check({
      {"Stage IV lung adenocarcinoma, EGFR negative, ALK negative", "stage IV", stated},
      {"Metastatic NSCLC, EGFR not detected", "metastatic", stated},
      {"Metastatic NSCLC with EGFR not detected", "metastatic", stated},
      {"No EGFR mutation, stage IV lung cancer", "stage IV", stated},
      {"carcinoma with metastases not identified", "carcinoma", stated},
      {"No systemic therapy for metastatic disease", "metastatic", stated},
      {"Not eligible for surgery due to metastatic disease", "metastatic", stated},
      {"No prior therapy, now with metastatic disease", "metastatic", stated},
      {"Did not tolerate chemotherapy and has metastatic disease", "metastatic", stated},
      {"No metastases, KRAS G12C mutated", "KRAS G12C", stated},
      {"No metastases, KRAS G12C", "KRAS G12C", suspected},
      {"HER2-negative breast cancer", "breast cancer", stated},
      {"Triple-negative breast cancer", "breast cancer", stated},
      {"No distant metastases, locally advanced", "locally advanced", stated},
      {"Never smoker, stage IV lung adenocarcinoma", "stage IV", stated},
      {"Locally advanced, distant metastases not seen", "locally advanced", stated},
      {"No comorbidities, metastatic lung cancer", "metastatic", suspected},
      {"The tumor does not harbor a KRAS G12C mutation", "KRAS G12C", negated},
      {"No brain metastases, KRAS G12C mutated NSCLC", "KRAS G12C", stated},
  });
}

TEST_CASE("a suspicion states nothing and denies nothing") {
  check({
      {"Suspected lung cancer", "lung cancer", suspected},
      {"suspicious for metastatic disease", "metastatic", suspected},
      {"suspicion of metastasis", "metastasis", suspected},
      {"Probable metastases in the liver", "metastases", suspected},
      {"probably metastatic", "metastatic", suspected},
      {"possible small bowel adenocarcinoma", "small bowel", suspected},
      {"Lung cancer, possible", "lung cancer", suspected},
      {"likely metastatic", "metastatic", suspected},
      {"presumed lung cancer", "lung cancer", suspected},
      {"questionable liver metastases", "metastases", suspected},
      {"Rule out lung cancer", "lung cancer", suspected},
      {"r/o lung cancer", "lung cancer", suspected},
      {"rule out KRAS G12C", "KRAS G12C", suspected},
      {"cannot exclude metastases", "metastases", suspected},
      {"Metastases cannot be excluded", "metastases", suspected},
      {"Metastases not excluded", "metastases", suspected},
      {"could not rule out metastatic disease", "metastatic", suspected},
      {"concern for metastatic disease", "metastatic", suspected},
      {"concerning for metastasis", "metastasis", suspected},
      {"evaluate for metastatic disease", "metastatic", suspected},
      {"Metastatic disease?", "metastatic", suspected},
      {"?metastatic", "metastatic", suspected},
      {"Adenocarcinoma vs. squamous cell carcinoma", "squamous", suspected},
      {"Adenocarcinoma versus lymphoma", "adenocarcinoma", suspected},
      {"Differential diagnosis: lymphoma", "lymphoma", suspected},
      {"Verdacht auf Lungenkarzinom", "Lungenkarzinom", suspected},
      {"V.a. Lungenkarzinom", "Lungenkarzinom", suspected},
      {"V. a. Lungenkarzinom", "Lungenkarzinom", suspected},
      {"Metastasen fraglich", "Metastasen", suspected},
      {"DD Lymphom", "Lymphom", suspected},
      {"KRAS G12C not negative", "KRAS G12C", suspected},
      {"KRAS G12C: indeterminate", "KRAS G12C", suspected},
      {"KRAS G12C inconclusive", "KRAS G12C", suspected},
      {"KRAS G12C below limit of detection", "KRAS G12C", suspected},
      {"KRAS G12C under the detection limit", "KRAS G12C", suspected},
      {"KRAS G12C not reportable", "KRAS G12C", suspected},
      {"KRAS G12C: low confidence", "KRAS G12C", suspected},
      {"KRAS G12C could not be assessed due to insufficient tissue", "KRAS G12C", suspected},
      {"probably not metastatic", "metastatic", suspected},
      {"suggestive of metastasis", "metastasis", suspected},
      {"may represent metastasis", "metastasis", suspected},
  });
}

TEST_CASE("what is ordered or pending or only considered is no finding") {
  check({
      {"KRAS G12C testing pending", "KRAS G12C", intended},
      {"KRAS G12C pending", "KRAS G12C", intended},
      {"EGFR, ALK, KRAS G12C pending", "KRAS G12C", intended},
      {"KRAS G12C pending, EGFR not detected", "KRAS G12C", intended},
      {"Awaiting KRAS G12C", "KRAS G12C", intended},
      {"KRAS G12C testing ordered", "KRAS G12C", intended},
      {"KRAS to be ordered", "KRAS", intended},
      {"Plan to test KRAS G12C", "KRAS G12C", intended},
      {"Recommend KRAS G12C testing", "KRAS G12C", intended},
      {"consider KRAS G12C testing", "KRAS G12C", intended},
      {"eligible for KRAS G12C testing", "KRAS G12C", intended},
      {"candidate for KRAS G12C inhibitor", "KRAS G12C", intended},
      {"If metastatic, start chemotherapy", "metastatic", intended},
      {"KRAS G12C requested", "KRAS G12C", intended},
      {"KRAS G12C not tested", "KRAS G12C", intended},
      {"KRAS G12C not performed", "KRAS G12C", intended},
      {"tested for KRAS G12C", "KRAS G12C", intended},
      {"Test for KRAS G12C was positive", "KRAS G12C", stated},
      {"Tested for KRAS G12C: negative", "KRAS G12C", negated},
      {"Discussed KRAS G12C", "KRAS G12C", intended},
      {"KRAS G12C detected, sotorasib recommended", "KRAS G12C", stated},
      {"Carboplatin, gemcitabine planned", "carboplatin", intended},
      {"KRAS G12C angefordert", "KRAS G12C", intended},
  });
}

TEST_CASE("what is past is told from what is now") {
  check({
      {"History of lung cancer", "lung cancer", past},
      {"h/o colon cancer", "colon cancer", past},
      {"status post colon cancer", "colon cancer", past},
      {"s/p colon cancer", "colon cancer", past},
      {"Former colon cancer", "colon cancer", past},
      {"previous colon cancer", "colon cancer", past},
      {"Prior colon cancer", "colon cancer", past},
      {"prior chemotherapy for metastatic NSCLC", "metastatic", stated},
      {"Z. n. Rektumkarzinom", "Rektumkarzinom", past},
      {"Z.n. Rektumkarzinom", "Rektumkarzinom", past},
      {"Zustand nach Rektumkarzinom", "Rektumkarzinom", past},
      {"Colon cancer, in remission. Lung cancer", "lung cancer", stated},
      {"Colon cancer in remission", "colon cancer", past},
      {"History of smoking. Metastatic NSCLC", "metastatic", stated},
      {"Past medical history: colon cancer. Hypertension", "colon cancer", past},
      {"History of present illness: metastatic lung cancer", "metastatic", stated},
  });
}

TEST_CASE("an illness of the family is not the patient's") {
  check({
      {"Family history of colon cancer", "colon cancer", family},
      {"Family history: colon cancer", "colon cancer", family},
      {"No family history of colon cancer", "colon cancer", negated},
      {"Mother had lung cancer", "lung cancer", family},
      {"Mother: lung cancer", "lung cancer", family},
      {"lung cancer in his father", "lung cancer", family},
      {"colon cancer (mother)", "colon cancer", family},
      {"maternal aunt with pancreatic cancer", "pancreatic cancer", family},
      {"Father died of colon cancer", "colon cancer", family},
      {"KRAS G12C was detected in the patient's brother", "KRAS G12C", family},
      {"KRAS G12C was found in his brother's tumor", "KRAS G12C", family},
      {"KRAS G12C detected in the tumor of her father", "KRAS G12C", family},
      {"KRAS G12C was detected in a relative", "KRAS G12C", family},
      {"Brother's lung cancer carried KRAS G12C", "KRAS G12C", family},
      {"Mother's tumor: KRAS G12C detected", "KRAS G12C", family},
      {"Patient's mother KRAS G12C positive", "KRAS G12C", family},
      {"KRAS G12C in another patient", "KRAS G12C", family},
      {"KRAS G12C detected in the patient's tumor", "KRAS G12C", stated},
      {"Seen with her daughter, metastatic lung cancer", "metastatic", stated},
      {"FH: colon cancer", "colon cancer", family},
      {"Familienanamnese: Kolonkarzinom", "Kolonkarzinom", family},
      {"FAMILY HISTORY\nColon cancer, age 50\nLung cancer", "lung cancer", family},
      {"Family history:\nColon cancer\n\nMetastatic lung cancer", "metastatic", stated},
      {"Family history: none. Assessment: metastatic lung cancer", "metastatic", stated},
  });
}

TEST_CASE("a heading covers what follows up to the next heading") {
  check({
      {"Plan: KRAS G12C", "KRAS G12C", intended},
      {"Plan: rest. KRAS G12C. Follow up.", "KRAS G12C", intended},
      {"Genes tested: EGFR, ALK, KRAS G12C", "KRAS G12C", intended},
      {"Genes tested:\nEGFR\nKRAS G12C", "KRAS G12C", intended},
      {"Genes tested:\nEGFR\nResult:\nKRAS G12C", "KRAS G12C", stated},
      {"Test ordered: KRAS G12C. Result: not detected", "KRAS G12C", intended},
      {"Methodology: PCR for KRAS G12C", "KRAS G12C", intended},
      {"Regions tested: KRAS G12C", "KRAS G12C", intended},
      {"Variants assessed: KRAS G12C, G12D", "KRAS G12C", intended},
      {"Hotspots covered: EGFR L858R, KRAS G12C", "KRAS G12C", intended},
      {"Variants found: KRAS G12C", "KRAS G12C", stated},
      {"Indication: metastatic lung cancer", "metastatic", intended},
      {"Findings: metastatic lung cancer", "metastatic", stated},
      {"Result: KRAS G12C detected", "KRAS G12C", stated},
      {"PLAN\nKRAS G12C\nASSESSMENT\nMetastatic", "metastatic", stated},
  });
}

TEST_CASE("rule 6.5: a result heads what stands below it only where nothing else fits") {
  check({
      {"Detected\nKRAS G12C\nNot detected\nEGFR L858R", "KRAS G12C", stated},
      {"POSITIVE\nKRAS G12C\nNot detected", "KRAS G12C", suspected},
      {"POSITIVE\nKRAS G12C\nNot detected\nEGFR L858R\nDetected", "KRAS G12C", suspected},
      {"POSITIVE\nKRAS G12C\nNot detected\nPerformed by Example Laboratory", "KRAS G12C", suspected},
      {"EGFR L858R\nNot detected\nBRAF V600E\nDetected\nKRAS G12C", "KRAS G12C", stated},
      {"Genes tested:\nBRAF V600E\nPositive\nKRAS G12C", "KRAS G12C", intended},
      {"Variants tested:\nEGFR\nDetected\nKRAS G12C\nNRAS G12C", "KRAS G12C", intended},
      {"Family history:\nPositive for colon cancer", "colon cancer", family},
  });
}

TEST_CASE("rule 6.4: an item of a form that nobody ticked is not said") {
  const auto left = [](const std::string& written) {
    std::string words;
    for (const Word& word : cut(written).words) words += (words.empty() ? "" : " ") + word.folded;
    return words;
  };
  CHECK(left("[ ] KRAS G12C mutation detected") == "");
  CHECK(left("[ ] KRAS G12C\n[x] EGFR L858R") == "egfr l858r");
  CHECK(left("\u2610 KRAS G12C \u2611 EGFR L858R") == "egfr l858r");
  CHECK(left("( ) metastatic (x) localized") == "localized");
  CHECK(left("Metastatic: [ ] yes [x] no") == "metastatic no");
  CHECK(left("KRAS G12C: \u2610 detected \u2612 not detected") == "kras g12c not detected");
  CHECK(left("_X_ KRAS G12C\n___ KRAS G12D") == "kras g12c");
  CHECK(left("[ ] resected\nmetastatic") == "metastatic");
  check({
      {"[x] metastatic [ ] localized", "metastatic", stated},
      {"[x] KRAS G12C  [ ] KRAS wild type", "KRAS G12C", stated},
      {"KRAS G12C [ ] EGFR L858R", "KRAS G12C", intended},  // whose box is it?
      {"Metastatic: [ ] yes [x] no", "Metastatic", negated},
      {"Metastatic: [ ] yes [ ] no", "Metastatic", intended},
      {"Metastatic [ ]", "Metastatic", intended},
      {"Metastatic (circle one): Y / N", "Metastatic", intended},
      {"{metastatic/localized}", "metastatic", intended},
      {"Lung cancer {type}, metastatic", "metastatic", stated},
      {"Metastatic site: ***", "Metastatic", intended},
      {"Metastatic disease; primary site ***", "Metastatic", stated},
      {"Metastatic disease. Consent: [ ] yes [ ] no", "Metastatic", stated},
  });
}

TEST_CASE("rule 6.5: a sentence goes on beyond a line that ends in its middle") {
  check({
      {"There was no evidence of\nKRAS G12C mutation.", "KRAS G12C", negated},
      {"The specimen is negative for\nKRAS G12C.", "KRAS G12C", negated},
      {"KRAS G12C mutation\nwas not detected", "KRAS G12C", negated},
      {"No mutations were detected in EGFR,\nALK or KRAS G12C.", "KRAS G12C", negated},
      {"No evidence of disease\nKRAS G12C detected", "KRAS G12C", stated},
      {"EGFR: negative\nKRAS G12C: detected", "KRAS G12C", stated},
      {"History of\ncolon cancer", "colon cancer", past},
  });
}

TEST_CASE("rule 6.5: a list under a denial is not found") {
  check({
      {"KRAS G12C: kein Nachweis", "KRAS G12C", negated},
      {"NEGATIVE FOR THE FOLLOWING:\nKRAS G12C\nEGFR L858R", "KRAS G12C", suspected},
      {"The following were not detected:\n- KRAS G12C\n- EGFR L858R", "KRAS G12C", suspected},
      {"Tante: KRAS G12C positiv", "KRAS G12C", family},
  });
}

TEST_CASE("rule 6.2: what was taken back is left open") {
  check({
      {"KRAS G12C detected - RETRACTED", "KRAS G12C", suspected},
      {"Result retracted: KRAS G12C detected", "KRAS G12C", suspected},
      {"False positive KRAS G12C", "KRAS G12C", suspected},
      {"Assuming KRAS G12C positive", "KRAS G12C", suspected},
      {"Entered in error - NSCLC", "NSCLC", suspected},
      {"None of the following were found: KRAS G12C, EGFR, ALK", "KRAS G12C", negated},
      {"None of the variants listed was found: KRAS G12C", "KRAS G12C", negated},
  });
}

TEST_CASE("rule 6.5: what was excluded is denied, whoever excluded it") {
  check({
      {"Distant metastases excluded by PET-CT", "metastases", negated},
      {"Metastatic disease was excluded by CT", "Metastatic", negated},
      {"KRAS G12C excluded by PCR", "KRAS G12C", negated},
      {"KRAS G12C excluded from trial", "KRAS G12C", stated},
  });
}

TEST_CASE("a heading does not reach over a blank line") {
  check({{"Plan:\nrest\n\nKRAS G12C", "KRAS G12C", stated}, {"Plan:\r\nrest\r\n\r\nKRAS G12C", "KRAS G12C", stated}});
}
