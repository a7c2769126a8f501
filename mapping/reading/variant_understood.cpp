#include "mapping/reading/variant_understood.hpp"

#include <algorithm>

#include "mapping/reading/vocabulary.hpp"
#include "mapping/text/genes.hpp"

namespace foresign::mapping {
namespace {

// Grammar.
constexpr std::string_view grammar =
    "a an the this that these it its there here of in with and or nor but both by on at as to from for via using is "
    "was were are be been has have had also additionally now currently still again new newly s t patient pt her his "
    "their she he they my our we y/o yo yr year years old man woman male female lady gentleman f m der die das den "
    "dem des ein eine einer eines einem einen und oder mit im in am bei von vom zur zum durch ist sind wurde wurden "
    "liegt vor sowie auf zu an als ohne fand findet sich es liegen vorliegend while well then however but k";

// What says found or not found; how far that reaches is the grammar's (mapping/text).
constexpr std::string_view verbs =
    "detected identified found noted revealed reveals revealing showed shows show showing demonstrated demonstrates "
    "demonstrating demonstrate harbors harbours harboring harbouring harbored harboured harbor carries carrying "
    "carried contains containing contained confirmed confirms confirming identifies identifying reported reports "
    "reporting returned resulted yielded yields documented documents documenting disclosed discloses indicates "
    "indicated indicating exhibits exhibited exhibiting uncovered has had represents representing";
constexpr std::string_view results =
    "seen present positive pos negative neg absent absence undetected nondetected observed shown return came back "
    "results result confirmatory notable significant remarkable consistent compatible known retained persistent "
    "persists presence existing yes no not non none without lacks lacking neither negatives did does detect aware "
    "md attached identify reveal definitively definite wild wt wildtype wildtypic unmutated nonmutated mutated "
    "mutant mut mt tested normal abnormal true false called nachgewiesen nachweisbar nachweis positiv negativ "
    "vorhanden mutiert mutierte mutierter mutiertes mutierten unmutiert wildtyp wildtypisch wildtypsequenz gefunden "
    "gesichert bestätigt kein keine keinen keiner nicht ja nein detektiert nd ruled out excluded undetectable "
    "longer only ausgeschlossen ausschluss pan expanded raf nothing reactive observable aptikta nustatyta neaptikta "
    "nenustatyta";

// What is found, and how it is told of.
constexpr std::string_view changes =
    "mutation mutations variant variants alteration alterations change changes substitution substitutions missense "
    "point snv snvs indel indels comutation comutations co codon codons exon exons kodon nucleotide nucleotides "
    "protein proteins coding coded amino acid aa aminoacid dna rna cdna hgvs hgvsp hgvsc transcript gene genes "
    "oncogene proto gtpase homolog sequence sequences allele alleles allelic frequency fraction vaf af maf dp "
    "copies copy ml gain function gof pathogenic likely oncogenic driver drivers activating hotspot hotspots "
    "somatic clonal clone subclonal truncal heterozygous heterozygote homozygous hemizygous zygosity genotype "
    "genotypes tier tiers level class category strong potential potentially clinical clinically significance "
    "relevant relevance evidence biologically actionable targetable short complex fusion fusions fusionen "
    "rearrangement rearrangements rearranged amplification amplifications amplified translocation deletion "
    "deletions insertion insertions duplication loss overexpression overexpressed expression expressing cnv cnvs "
    "number numbers splice skipping truncating truncation frameshift nonsense promoter ihc fish score pd l1 pdl1 "
    "pd-l1 tps cps ic tc tmb msi mss msi-h msi-l mmr pmmr dmmr microsatellite instability stability stable "
    "mutational mutation-positive burden high low intermediate intact proficient deficient muts mut/mb mb "
    "mutationen variante varianten aktivierende aktivierenden aktivierender pathogene punktmutation treibermutation "
    "treiberalteration gen gens genmutation mutationsstatus mutationsanalyse allelfrequenz variantenallelfrequenz "
    "nukleotid aminosäure somatische somatischer tumormutation kras-mutation kras-status molekularer percent "
    "percentage approx approximately about estimated purity content cellularity equals eq positives pertinent other "
    "others otherwise remaining rest additional further concurrent coexisting co-occurring occurring simultaneous "
    "single multiple one two three i ii iii iv ia ib iia iib ic iic id iid e x c p g n r v ve pathogen glycine "
    "cysteine transversion predicting predicted resulting";

// The parts of a report, its makers and their methods.
constexpr std::string_view reports =
    "result finding findings report reports summary conclusion conclusions interpretation interpretations comment "
    "comments note notes addendum addenda impression diagnosis diagnoses final amended corrected correction "
    "reportable molecular genomic genomics genetic genetics biomarker biomarkers marker markers status profile "
    "profiles profiling panel panels assay test tests testing analysis analyses study studies pathology pathologic "
    "pathological cytology histology laboratory lab labs internal repeat repeated ngs pcr rt rtpcr rt-pcr real time "
    "realtime digital droplet dd ddpcr qpcr sanger pyrosequencing sequencing sequenced seq generation next gen "
    "nextgen next-gen next-generation comprehensive targeted whole exome genome hybrid capture massively parallel "
    "multiplex multigene specific allele-specific extended method methods methodology platform technique technology "
    "system kit cdx foundationone foundation medicine one guardant360 guardant tempus xt xf caris mi oncomine "
    "idylla cobas therascreen rgq qiagen archer illumina trusight tso tso500 snapshot impact msk ion torrent "
    "massarray sequenom neogenomics biodesix inivata invisionfirst signatera natera labcorp quest mayo oncokb "
    "ampasco amp asco cap eln esmo escat acmg reference ref expected range name names description detail details "
    "type types subtype entry id number date collected received reported accession block blocks specimen specimens "
    "sample samples source site "
    "section category results: component part parts element classification call "
    "assessment synopsis overview key list listed following below above befund befunde ergebnis ergebnisse "
    "beurteilung bewertung diagnose zusammenfassung kommentar molekularpathologie molekularpathologisch "
    "molekularpathologische molekularpathologischer molekulargenetik molekulargenetisch molekulargenetische "
    "molekulargenetischer molekulare molekularen untersuchung analyse testung material methode sequenzierung "
    "ngs-panel tumorboard diagnostic diagnostics mutational multi gene-panel minute see mdx board boards meeting "
    "conference rounds mtb reviewed scanned disease genotyping analyte analytes item items tissuenext agilent "
    "resolution ctdx";

// Tumours, where they lie and how they are seen.
constexpr std::string_view tumours =
    "tumor tumors tumour tumours cancer carcinoma adenocarcinoma adeno adenoca malignancy malignant neoplasm "
    "neoplasms lesion lesions mass masses nodule nodules nsclc luad lusc crc mcrc pdac sba small cell cells large "
    "squamous adenosquamous mucinous ductal acinar papillary solid lepidic poorly moderately well differentiated "
    "grade histologic histological invasive infiltrating lung lungs pulmonary bronchial bronchus colon colonic "
    "rectal rectum colorectal colo sigmoid cecum cecal ascending descending transverse pancreas pancreatic "
    "ampullary ampulla periampullary duodenum duodenal jejunum jejunal ileum ileal bowel intestine intestinal "
    "gastrointestinal hilar mediastinal apical lingula metastatic metastasis metastases metastasized mets "
    "oligometastatic advanced locally unresectable stage stages iva ivb ivc iiia iiib iiic primary recurrent "
    "recurrence relapsed progressive progression progressed left right upper lower middle lobe lobes lobar head "
    "tail body liver hepatic brain cerebral bone bones osseous adrenal lymph node nodes nodal pleura pleural "
    "peritoneal peritoneum omentum omental abdominal fluid effusion ascites tissue biopsy biopsies resection "
    "resected lobectomy colectomy hemicolectomy whipple excision excisional core needle fine aspirate aspiration "
    "fna ebus ct guided ffpe formalin fixed paraffin embedded fresh frozen surgical plasma ctdna cfdna cell-free "
    "blood liquid free circulating peripheral adenokarzinom karzinom plattenepithelkarzinom lunge lungenkarzinom "
    "bronchialkarzinom kolonkarzinom rektumkarzinom pankreaskarzinom kolon rektum pankreas tumorgewebe gewebe "
    "biopsie resektat metastase metastasen lebermetastase lebermetastasen stadium nichtkleinzelliges metastasiertes "
    "metastasierter ttf ttf1 ttf-1 ck ck7 ck20 cdx2 napsin p40 p63 her2 smoker smoking never former ecog ps "
    "performance mutation-driven driven kras-mutant kras-mutated after received treated carboplatin cisplatin "
    "oxaliplatin pemetrexed pembrolizumab nivolumab atezolizumab durvalumab ipilimumab bevacizumab docetaxel "
    "paclitaxel nab-paclitaxel gemcitabine folfox folfiri folfirinox capox capecitabine carbo pem pembro cycles "
    "maintenance chemotherapy chemo immunotherapy chemoimmunotherapy chemoradiation radiation first line prior "
    "previous s/p rul rll rml lul lll rechter rechtes linker linkes oberlappen unterlappen mittellappen "
    "tumorzellgehalt";

// Of names of observations and of kits only.
constexpr std::string_view names =
    "answer arms array base battery bkr capillary companion detection detections detektion discrete "
    "dna-sequenzierung dna/rna doc early full gen-test genotyping icd identifier interp loinc measurement molekular "
    "molgen mutationsnachweis narrative nominal observable observation order ordinal outcome overall path position "
    "procedure property ql qn qualifier qualitative quantitative result-text screening serum somatisch text thin "
    "trait value variation";

// What a found mutation is good for. Before its name these would be about the remedy.
constexpr std::string_view remedies =
    "sotorasib lumakras adagrasib krazati divarasib glecirasib cetuximab panitumumab anti-egfr inhibitor inhibitors "
    "sensitive sensitizing responsive response responsiveness resistant resistance therapy therapies therapeutic "
    "treatment drug drugs agent agents fda approved fda-approved nccn guideline guidelines eligible candidate "
    "associated association predicts predictive benefit lack actionable targetable which may options option "
    "available matched second subsequent mg daily consider considered recommend recommended above limit detection "
    "depth coverage reads determined performed companion diagnostic cleared validated pma laboratory-developed ldt "
    "developed ruo only modified";

const Vocabulary& harmless() {
  static const Vocabulary words({grammar, verbs, results, changes, reports, tumours});
  return words;
}

// "34%", "c.34g>t", "exon2", "2025-09-24", "nm_004985.5"; a trial's number is none of the patient's.
bool is_figure(std::string_view word) {
  if (word.starts_with("nct")) return false;
  if (word.size() == 1) return true;  // "c", "p", "G12A/C/D"
  if (word.size() == 3 && word.find_first_not_of("acgt") == std::string_view::npos) return true;  // "GGT"
  return word.find_first_of("0123456789") != std::string_view::npos || word.find('>') != std::string_view::npos;
}

}  // namespace

bool tells_of_a_finding(std::string_view folded) {
  static const Vocabulary words(verbs);
  return words.has(folded);
}

namespace {

// Words that are harmless before some others only: "outside NGS report", not "of an outside patient".
bool is_harmless_here(const Statement& in, std::size_t at, bool& decided) {
  static const Vocabulary of_elsewhere("outside external prior previous");
  static const Vocabulary made_elsewhere(
      "ngs report reports lab laboratory molecular genomic genetic testing test pathology records hospital facility "
      "biopsy sequencing pcr biomarker results result");
  static const Vocabulary said_before("identified known documented detected confirmed reported diagnosed");
  static const Vocabulary by_a_test("ngs pcr fda the report pathology molecular sequencing an a");
  static const Vocabulary not_of_tumour("tissue blood sample lung liver control tissues range");
  const std::string& word = in.word(at);
  const auto next_is = [&](const Vocabulary& words) { return at + 1 < in.last && words.has(in.word(at + 1)); };
  decided = true;
  if (of_elsewhere.has(word)) return next_is(made_elsewhere);
  if (word == "previously") return next_is(said_before);
  if (word == "given") return at == in.first;  // "Given the KRAS G12C mutation, ..."
  if (word == "per") return next_is(by_a_test);
  if (word == "normal") return !next_is(not_of_tumour);
  // "The patient's tumor"; "in patients with ..." tells of others, "by patient" of hearsay.
  if (word == "patients") return in.text.words[at].length > word.size();
  if (word == "patient" || word == "pt") return at == in.first || in.word(at - 1) != "by";
  decided = false;
  return false;
}

// "Is the tumor KRAS G12C positive", "KRAS G12C is an activating mutation", "KRAS G12C frequency 13% in NSCLC", "...
// has been found to be oncogenic".
bool is_asked_or_general(const Statement& in, text::Span subject) {
  static const Vocabulary asking("is are does do did was were has have can could should ist sind");
  static const Vocabulary is_forms("is are");
  static const Vocabulary articles("a an the one known");
  static const Vocabulary of_allele("allele allelic variant mutant vaf mutation tumor");
  if (asking.has(in.word(in.first)) && in.first < subject.first) return true;
  static const Vocabulary nouns("mutation mutations variant variants alteration");
  std::size_t verb = subject.last;
  while (verb < in.last && nouns.has(in.word(verb))) ++verb;
  if (verb + 1 < in.last && is_forms.has(in.word(verb)) && articles.has(in.word(verb + 1))) return true;
  for (std::size_t at = in.first; at < in.last; ++at) {
    if (in.word(at) == "frequency" && (at == in.first || !of_allele.has(in.word(at - 1)))) return true;
    if (at >= subject.last && at + 2 < in.last && tells_of_a_finding(in.word(at)) && in.word(at + 1) == "to" &&
        in.word(at + 2) == "be")
      return true;
  }
  return false;
}

// What may stand in a denial only: "KRAS (including G12C): negative", "no therapy-relevant mutations".
const Vocabulary& harmless_in_denials() {
  static const Vocabulary words(
      "limit detectable detektierbar detection including includes incl e g especially mutationsnachweis all any "
      "targetable therapierelevanten therapierelevante untersuchten regionen examined analyzed analysed relevant");
  return words;
}

// "Dear Dr. Miller," and a new line
std::size_t after_greeting(const Statement& in) {
  static const Vocabulary titles("dr mr mrs ms prof");
  const bool title = in.first > 0 && titles.has(in.word(in.first - 1));  // its full stop ended a statement
  if (in.word(in.first) != "dear" && !title) return in.first;
  for (std::size_t at = in.first + 1; at < in.last; ++at) {
    const text::Word& before = in.text.words[at - 1];
    const std::size_t end = before.offset + before.length;
    if (in.text.original.find('\n', end) < in.text.words[at].offset) return at;
  }
  return in.first;
}

bool understands_all(const Statement& in, text::Span subject, bool with_remedies) {
  for (std::size_t at = after_greeting(in); at < in.last; ++at) {
    if (at >= subject.first && at < subject.last) continue;
    if (is_harmless(in, at) || (!with_remedies && harmless_in_denials().has(in.word(at)))) continue;
    if (with_remedies && at >= subject.last && is_harmless_behind(in, at)) continue;
    return false;
  }
  return true;
}

}  // namespace

bool is_harmless(const Statement& in, std::size_t at) {
  const text::Word& word = in.text.words[at];
  bool decided = false;
  const bool here = is_harmless_here(in, at, decided);
  if (decided) return here;
  if (is_figure(word.folded) || word.folded.front() == '(' || text::names_gene(word.folded)) return true;
  return harmless().has(word.folded);
}

bool is_harmless_behind(const Statement& in, std::size_t at) {
  static const Vocabulary words(remedies);
  if (in.word(at) == "sensitivity") return at + 1 < in.last && in.word(at + 1) == "to";
  return is_harmless(in, at) || words.has(in.word(at));
}

bool is_understood_finding(const Statement& in, text::Span subject) {
  return understands_all(in, subject, true) && !is_asked_or_general(in, subject);
}

bool is_understood_denial(const Statement& in, text::Span subject) {
  static const Vocabulary of_no_finding(
      "result results report reports tissue specimen sample samples material status data information documentation "
      "testing test assay analysis documented ngs pcr sequencing biopsy biopsies report specimen panel");
  static const Vocabulary denials("no not none without lack lacks lacking kein keine keinen nicht ohne never");
  static const Vocabulary answers(
      "negative neg absent not undetected none wild wildtype wt (-) unmutated nonmutated non no nicht keine negativ "
      "wildtyp");
  static const Vocabulary of_other_kinds(
      "amplified amplification gain loss copy copies fusion fusions rearrangement rearrangements methylation "
      "expression ihc fish overexpression translocation deletion");
  static const Vocabulary nouns("mutation mutations variant variants mutationen snv snvs indels");
  if (!understands_all(in, subject, false) || is_asked_or_general(in, subject)) return false;
  bool other_kind = false;
  bool noun = false;
  std::size_t part = subject.first;  // "KRAS negative, EGFR exon 19 deletion positive"
  while (part > in.first && !in.text.words[part].comma_before) --part;
  for (std::size_t at = part; at < in.last && (at <= subject.last || !in.text.words[at].comma_before); ++at) {
    other_kind = other_kind || (of_other_kinds.has(in.word(at)) &&
                                !(in.word(at) == "gain" && at + 1 < in.last && in.word(at + 1) == "of"));
    noun = noun || nouns.has(in.word(at));
    if (in.word(at) == "documented" && at > in.first && denials.has(in.word(at - 1))) return false;
  }
  if (other_kind && !noun) return false;
  // "No STK11 comutation with KRAS G12C"
  if (subject.first > in.first && in.word(subject.first - 1) == "with") return false;
  // "No reportable result for KRAS", "This assay does not detect KRAS G12C"
  for (std::size_t at = in.first; at < subject.first; ++at) {
    if (!denials.has(in.word(at))) continue;
    for (std::size_t between = at + 1; between < subject.first; ++between) {
      if (in.text.words[between].colon_before) break;
      if (of_no_finding.has(in.word(between)) && in.word(between - 1) != "by") return false;
      if (in.word(between) == "detect" && at > in.first && in.word(at - 1) == "does") return false;
    }
  }
  // "KRAS (G12C) report not found", "KRAS G12C results not available"
  static const Vocabulary records("report reports data documentation records record");
  for (std::size_t at = subject.last; at + 2 < in.last; ++at)
    if (records.has(in.word(at)) && in.word(at + 1) == "not" && !in.text.words[at + 1].colon_before) return false;
  // "No KRAS testing", "no KRAS G12C result", "not a KRAS G12C inhibitor"; not of "KRAS testing: negative"
  const bool of_result = subject.last < in.last && in.word(subject.last).starts_with("result");
  if (!of_result && !names_something_else(in, subject.last)) return true;
  static const Vocabulary heads("negative neg negativ");  // "Negative KRAS G12C result"
  for (std::size_t at = in.first; at < in.last; ++at)
    if (at < subject.first ? heads.has(in.word(at)) : answers.has(in.word(at))) return true;
  return false;
}

bool is_name_of_results(const Statement& in) {
  static const Vocabulary words(names);
  // What was done with a result, or is said of it, is not the result.
  static const Vocabulary of_handling(
      "known content purity cellularity block blocks order orders ct accession coverage depth reads control cells "
      "reviewed scanned received collected comment comments note notes kommentar addendum addenda aware attached "
      "discussed");
  for (std::size_t at = in.first; at < in.last; ++at)
    if (of_handling.has(in.word(at)) || (!is_harmless(in, at) && !words.has(in.word(at)))) return false;
  return true;
}

bool is_understood_answer(const Statement& in) {
  static const Vocabulary of_answers({grammar, verbs, results, changes, reports});
  static const Vocabulary of_tumours(tumours);
  // Subjects of their own: "tumor cells present", "PD-L1 positive", "MSI not detected"
  static const Vocabulary of_others(
      "cell cells content purity cellularity pd l1 pdl1 pd-l1 tps cps ic tc tmb msi mss msi-h msi-l mmr pmmr dmmr "
      "microsatellite instability stability burden expression ihc score malignancy malignant neoplasm amplification "
      "fusion fusions rearrangement rearrangements control copy copies number");
  static const Vocabulary of_samples("specimen specimens sample samples tissue material report reports dna rna");
  static const Vocabulary leading("aus from im in of on within");
  if (!is_name_of_results(in)) return false;
  bool led = false;  // "not detected in this lung biopsy"
  for (std::size_t at = in.first; at < in.last; ++at) {
    const std::string& word = in.word(at);
    if (of_others.has(word) || (text::names_gene(word) && word != "kras" && word != "ras")) return false;
    led = led || leading.has(word);
    if (!led && (of_samples.has(word) || (of_tumours.has(word) && !of_answers.has(word)))) return false;
  }
  return true;
}

bool is_word_of_reports(std::string_view folded) {
  static const Vocabulary words(reports);
  return words.has(folded);
}

bool is_understood_test(const Statement& in, const std::vector<text::Span>& known) {
  static const Vocabulary of_tests(
      "performed run done used using utilizing utilized assessed determined obtained generated made fda u us "
      "approved cleared authorized food drug administration premarket approval pma ivd device manufacturer health "
      "inc version v1 v2 run which rotor rotor-gene q rgq mdx instrument hilden germany redwood city ca inc llc "
      "gmbh according package insert instructions companion diagnostic lumakras sotorasib named methodology "
      "technique identified commercial mutant perform vitro");
  static const Vocabulary words(names);
  for (std::size_t at = in.first; at < in.last; ++at)
    if (!is_harmless(in, at) && !words.has(in.word(at)) && !of_tests.has(in.word(at)) &&
        std::ranges::none_of(known, [&](text::Span span) { return at >= span.first && at < span.last; }))
      return false;
  return true;
}

bool is_understood_heading(const Statement& in) {
  for (std::size_t at = in.first; at < in.last; ++at)
    if (!is_harmless(in, at)) return false;
  return true;
}

}  // namespace foresign::mapping
