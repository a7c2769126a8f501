#include "mapping/reading/understood.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace foresign::mapping {
namespace {

// Articles, measures, schedules, dates.
constexpr std::string_view common_words =
    "one two three four six eight twelve wk wks qwk qwks qweeks qdays qday eow "
    "a agent agents alle am an and apr april at auc aug august bd behandlung bei bid by cm d daily das day "
    "days dec december dem den der des dezember die disorder dose doses dosing drug every feb februar february "
    "finding for from g gm grad grade gy h hour hours hr hrs i ii iii im in iu iv jan januar january jul juli "
    "july jun june juni kg l m m2 mai mar march mcg medication mg mgkg mgm mgml min minutes mit ml mm monat "
    "monate monaten month monthly months m² märz nov november oct october of oktober on once over patient "
    "per percent plus previous previously prior procedure pt q qd qid qm qw regime regimen sep sept september "
    "since stadium stage status tag tage tagen the therapie therapy tid to total treatment twice täglich ug "
    "und unit units v von w week weekly weeks with woche wochen wöchentlich x year years zu µg μg";

constexpr std::string_view of_treatments =
    "gram grams pf pvc piggyback additive renally past hx h/o off finished ended d/c d/cd dcd dc cr sd pr osh outside "
    "historical med meds medications reported self home external imported unspecified nos nec specialty admin center "
    "centre facility rx food meals empty stomach reconstituted dispersion emulsion vil hazardous precautions rems "
    "formulary nf rapid subsequent loading load initial flat weight calculated calvert alone backbone through until "
    "active "
    "continue tolerated well good excellent best mixed oncology heme beacon gi gu gyn kit pack ndc treatments pill "
    "pills ci "
    "hospital then followed refractory immune mediated related colitis hepatitis neutropenia cytopenias "
    "thrombocytopenia hypothyroidism checkmate keynote impower pacific poseidon potassium meq magnesium sulfate "
    "mannitol "
    "stabilized nanoparticle formulation tnt imrt vmat chest thorax pelvis gy fx fractions long short removal "
    "disconnect "
    "disconnection precisely milligram milliliter microgram conventional release clinical substance code bis tartrat "
    "herst "
    "konz lsg infusionslsg trockensubstanz zubereitung pulv nvhy tqjs pmph rmbw nwgd tnjn unt berahyaluronidase alfa "
    "ditromethamine dipotassium tromethamine pem gem carbo cis cape pac tax etop doce cbp cp gc gn gp fulv gtx ga "
    "recorded "
    "panc pancreas nsq lobe intermittent ondansetron dexamethasone aprepitant fosaprepitant palonosetron granisetron "
    "diphenhydramine famotidine acetaminophen pegfilgrastim filgrastim prochlorperazine olanzapine w/o issues "
    "simplified "
    "dispensed compounded infusor eclipse easypump baxa amount ready rtu ampul ampoule "
    "recon kn chemort switched changed bp usp onkovis lyphl lyophl cerner via fluoropyrimidine espac "
    "take times nsclc biosim biosimilars part solr conc susr tartrate dimaleate phosphate mult-dose multi-dose "
    "multidose sdv mdv "
    "non-alcohol non alcohol "
    "op ip "
    "onc inf cadd "
    "product medicinal only form therapeutically equivalent otherwise specified eagle gry stopped discontinued due "
    "toxicity "
    "neuropathy pneumonitis progression progressed response partial stable rash fatigue containing actavis apotex "
    "baxter "
    "dose multi mult elastomeric "
    "history fu lv pani cetux bev beva pembro nivo ipi durva atezo no without s/p pemrydi paraplatin "
    "1l 1st 2l 2nd 3l 3rd 4th 5th accord acid adcd adenocarcinoma adj adjuvant adjuvante administered "
    "administering administration advanced albumin ambulatory ampulle anhydrous anti antibody antineoplastic "
    "applikation approach awwb axgr bag base based bestrahlung biosimilar biweekly bolus bottle bound brand "
    "bvcr bvzr cancer cap caps capsule capsules carcinoma central checkpoint chemo chemoimmunotherapy "
    "chemoimmuntherapie chemoradiation chemoradiotherapie chemoradiotherapy chemotherapie chemotherapy "
    "chloride civi clinic coated colon colorectal combination combined combo complete completed completion "
    "concentrate concomitant concurrent conjugate consolidation containing continued continuing continuous "
    "course courses crc current cyc cycle cycles cytostatic d5w definitive dextrose dihydrate dinatrium "
    "disease disodium ditosylate dosed doublet dpzb drip dual durchstechflasche egfr einer erhalten erhaltung "
    "erhaltungstherapie erstlinie erstlinientherapie fifth film filmtablette filmtabletten final first flask "
    "fourth free fresenius full gabe gegeben generic given gxly hartkapseln hcl heptahydrate herstellung hexal "
    "high hospira human hyaluronidase hydrate hydrochlorid hydrochloride im immunotherapy immuntherapie "
    "induction infused infusion infusional infusions infusionslösung infusomat inhibitor inj injectable "
    "injection injections injektionslösung inpatient intensive intramuscular intravenous intravenously "
    "intravenös introduction ivp ivpb jcob kabi kapsel kapseln konzentrat last line lines linie liposomal "
    "liposome liposomes low lung lyophilized lösung maintenance malignant maly mcrc medac mesylate metastatic "
    "modified mono monohydrate monotherapie monotherapy mouth mylan nacl name neoadj neoadjuvant neoadjuvante "
    "neoplasm neoplastic ns nsclc nxki ongoing oral orally other outpatient palliative pancreatic parenteral "
    "particles pd pd-l1 pd1 pdl1 pegylated pelvic pen percutaneous perioperative peripheral peroral pfizer "
    "platinum po powder premix preservative protein protocol pulver pump push radiatio radiation "
    "radiochemotherapie radiotherapy ratiopharm received receives receiving recombinant reconstitution rectal "
    "rectum reduced round rounds route rt rwlc saline salvage sandoz sbrt sc schema second single sodium sol "
    "soln solution sq stada standard started subcut subcutaneous subcutaneously sun suspension syringe "
    "systemic systemische systemischer tab tablet tablets tablette tabletten tabs targeted tdph teva third "
    "thoracic tmca tnjn tosylate treated trihydrate triplet triweekly tumor tumour vegf vein verabreicht vial "
    "vials water weekly xrt zur zweitlinie zweitlinientherapie zyklen zyklus";

constexpr std::string_view of_reasons =
    "adenoca effusion ascites pericardial oligometastatic de novo stage4 inoperable progressive extensive end "
    "1l 1st 2l 2nd 3l 3rd active adjuvant adrenal advanced antineoplastic bilateral biopsy board bone bones "
    "brain ca cancer cancers carcinoma care chemo chemoimmunotherapy chemotherapie chemotherapy confirmed "
    "consolidation control curative definitive diagnosed diagnosis disease distant documented encounter "
    "erkrankung filiae first fourth hepatic histologically immunotherapy immuntherapie induction inoperable "
    "intent karzinom known krebs krebserkrankung left leptomeningeal lesion line liver lobe local locally "
    "lower lymph maintenance malignancies malignancy malignant malignom management mass met metastase "
    "metastasen metastases metastasiert metastasierung metastasis metastasized metastatic mets middle "
    "neoadjuvant neoplasm neoplasms neoplastic new nodal node nodes nodule nos oncologic oncological oncology "
    "onkologie onkologisch ordered palliativ palliative peritoneal pleural prescribed primary progredient "
    "progress progressed progressing progression progressive proven radiation radiotherapy recurrence "
    "recurrent refractory relapse relapsed residual rezidiv right salvage second secondary site sites spread "
    "symptom systemic targeted third tumor tumorerkrankung tumorleiden tumors tumour tumours unresectable "
    "unspecified upper";

constexpr std::string_view of_reactions =
    "acneiforms allergen analogs analogue analogues anorexia avoid biologic biological biologics blisters both "
    "breath causes causing chemo chemotherapy clinician closing containing contraindicated contraindication "
    "contraindications cytopenia d/c d/cd dc dcd dehydration despite disease dlt dlts drug drugs dry edema face "
    "facial fissuring foot gastro h/o hand headache hospitalization hospitalized human humanized hx hypo hypoxia "
    "intravenous itch itchy iv leading led lip loss modification modifications mouth murine neutropenia oedema "
    "outside paronychias peeling physician pneumonia poor prescriber present product products "
    "propensity protocol provider pt rashes reason record records reduced reduction reductions "
    "reported reports required requiring response rigor sensitive sensitivities sensitivity shortness sob sores "
    "syndrome throat upset weight wheeze "
    "soln solr conc susr vial vials sol inj "
    "history "
    "abbruch abgesetzt acne acneform acneiform acute adr adrs adverse ae aes after allergic allergie allergies "
    "allergische allergy anaphylactic anaphylactoid anaphylaxis angioedema anti antibodies antibody associated "
    "aufgrund because bronchospasm cannot cause caused chest chills chimeric class colitis confirmed "
    "conjunctivitis could ctcae cutaneous cycle cycles delayed dermal dermatitis dermatologic dermatological "
    "desquamation diarrhea diarrhoea did discontinuation discontinue discontinued discontinuing documented "
    "dose due dyspnea effect effects egfr electrolyte eruption erythema event events exanthem exanthema "
    "excessive eye fatal fatigue fever first fissures flushing following g1 g2 g3 g4 g5 gastrointestinal gi "
    "hautausschlag hauttoxizität hepatic hives hypersensitive hypersensitivity hypocalcemia hypokalemia "
    "hypomagnesaemia hypomagnesemia hypotension ild immediate inability induced infusion infusional ingredient "
    "inhibitor inhibitors injection interstitial intolerable intolerance intolerances intolerant irr itching "
    "keratitis known life limiting lung magnesium major moderate monoclonal mucocutaneous mucositis multiple "
    "nail nausea nebenwirkung nebenwirkungen ocular owing paronychia permanently persistent pneumonitis poorly "
    "prolonged pruritus pulmonary rash reaction reactions reaktion recurrent related renal rigors sae schwer "
    "schwere schwerer second secondary serious severe severity shock side significant skin solution stomatitis "
    "stop stopped substance swelling tablet tachycardia terminated therapy third threatening tightness "
    "tolerance tolerate tolerated tolerating toxic toxicities toxicity toxizität unable unacceptable "
    "unvertraeglichkeit unverträglichkeit urticaria vomiting was wasting wegen wheezing withdrawn xerosis "
    "überempfindlichkeit";

constexpr std::string_view of_stagings =
    "ctnm ptnm yptnm ct pt cn pn pm status "
    "adenocarcinoma ajcc ampullary an anatomic and at based best bowel c cancer carcinoma categories category "
    "cell class classification clin clinical clinically colon colorectal crc current der derived des "
    "diagnosis disease distant edition entity extent final finding for from group grouping groups initial "
    "initially klinisch klinisches krankheitsstadium large lung m malignancy malignant metastases metastasis "
    "n nach neoplasm non nsclc observable of or overall p pancreas pancreatic path pathologic pathological "
    "pathologically pathologisch pathologisches pathology pdac post postoperative pretreatment primary "
    "prognostic qualifier rectal rectum resectability restaging single small solid spread stadium stage "
    "staged stages staging surgical system t the time tnm tumor tumorausbreitung tumors tumorstadium "
    "tumorstage tumour tumours type uicc value version yc yp";

constexpr std::string_view of_resections =
    "a adenocarcinoma ampullary an and antrectomy approach assisted at bile bloc body by cancer carcinoma "
    "cholecystectomy classic classical common completed completion curative distal done duct duodenal "
    "duodenum elective en excision extended for gastrectomy h head hepaticojejunostomy history hx in intent "
    "invasive kausch lap laparoscopic laparotomy left lymph lymphadenectomy malignancy malignant margin "
    "margins mass minimally modified neck neoplasm node nodes o of on op open operation p pancreas pancreatic "
    "pancreaticojejunostomy pancreatojejunostomy partial pdac performed portal post preservation preserving "
    "previous prior procedure proximal pylorus r0 r1 radical reconstruction regional removal resection robot "
    "robotic s sparing splenectomy standard status subtotal surgery surgical tail the total tumor tumour type "
    "uncinate vein venous whipple with without duodenectomy s/p w/o hc xi ramps vascular arterial artery mesenteric "
    "smv sma pv "
    "choledochoenterostomy "
    "choledochojejunostomy gastrojejunostomy complication complications no da vinci resections excisions pankreas";

constexpr std::string_view of_diagnoses =
    "bed operative surgical locoregional remission complete free non lar vats tme minimally ttf lymphangitic "
    "lymphangitis carcinomatosa subtype "
    "obstructing "
    "abdomen abdominal abraxane abscess abutment abutting adagrasib amplification anaemia anemia annular "
    "apical arising artery asymptomatic atezolizumab atm bevacizumab bilobar bleed bleeding bony "
    "braf-mutant brca brca1 brca2 bulky cachexia "
    "capecitabine capox carboplatin care carina cava cavitary cavitating cavitation cdx2 cea celiac "
    "cerebellar cerebral cetuximab chest circumferential cisplatin ck20 ck7 coeliac colostomy completed "
    "complicated compression cord crohn crohns curative cycle cycles deficiency deficient diameter diaphragm "
    "docetaxel drain driver-negative durvalumab dvt egfr-wt elevated encased encasement encasing "
    "exocrine exon exophytic femur fistula folfiri folfirinox folfox followed former gamma gemcitabine "
    "hematology hemorrhage hereditary high-grade hospice ia ib ic iia iib iic iiia iiib iiic ileostomy "
    "incidental incidentally intent invaded invades ipilimumab irinotecan iva ivb ivc knife "
    "kps kras-mutant kras-mutated large ligament low-grade lymphovascular mainstem marker "
    "markers measuring metachronous mismatch mm moderately-differentiated mucin mucosal mutational "
    "nab-paclitaxel naive napsin near never nivolumab node-positive nonsq nsq numerous obstructed "
    "obstructing omental omentum oncology ongoing osimertinib oxaliplatin pack paclitaxel pain palb2 "
    "palliative pancoast panitumumab para-aortic paracentesis paraesophageal paratracheal parietal partial "
    "pd-l1-high pelvis pembrolizumab pemetrexed percutaneous perforated perforation pericardial pericardium "
    "perihilar perineural pleurx pneumonia polypoid poorly-differentiated portal primary-site producing "
    "proficient ras rearranged repair resectability response retroperitoneal rib ribs sacrum sbrt "
    "serosa serosal sessile size sized skeletal sma smv soft solitary sotorasib spinal spine sporadic spread "
    "spreading sq srs stage-iv stage4 started status-post stent stented subcarinal subcutaneous sulcus "
    "superior svc symptomatic synchronous syndrome terminal thoracentesis thoracic tissue tobacco transmural "
    "ttf-1 ttf1 tumors ulcer ulcerated under unresected untreatable v600e vascular vein vena vertebral wbrt "
    "weight well-differentiated widely wild-type xelox xrt "
    "borderline possibly potentially biliary obstruction obstructive jaundice hemicolectomy colectomy sigmoidectomy "
    "lobectomy pancreatectomy "
    "microsatellite "
    "stable stability instability mss msi-h msi-high dmmr pmmr peritoneal pleural mediastinal osseous carcinomatosis "
    "(+) "
    "kras(+) lynch mutant amplified hcc found together mass nodule lesion lapc mcrc pdac history hx lul lll rul rml "
    "rll progressed squamous "
    "nonsquamous "
    "adenopathy gland glands adrenal now kras+ s/p surgery lungenkarzinom lungenkrebs bronchialkarzinom nscl "
    "a abnormality acinar active adenokarzinom adjuvant adult advanced after ajcc alk am an and apr april as "
    "ascending ascites at aug august basaloid based bei bilateral biomarker biopsy body both braf by "
    "bösartige cancer carcinoma carcinomatosis cell cells central chemo chemoradiation chemotherapy clear "
    "clinical clinically cm cm0 cm1 cmd cms cns code colloid combined component confirmed contralateral "
    "cribriform current currently cytologically cytology das de dec december dem den der des descending "
    "detected diagnosed diagnosis die differentiated differentiation diffuse disease disorder disseminated "
    "distal distant documented driver ductal dx ecog ed edition effusion effusions egfr erbb2 erstdiagnose "
    "established expressing expression extension extensive failed failure features feb february female "
    "finding first flexure for fortgeschritten fortgeschrittener fortgeschrittenes from fusion gesichert "
    "gesichertes grade group harboring harbouring head hepatic her2 high hilar hilum histologic histological "
    "histologically histologisch histology histopathology icd im immunotherapy in infiltrating infiltrative "
    "initial inoperabel inoperable intermediate intestinal into intrapulmonary invading invasion invasive "
    "involvement involving ipsilateral is jan january jul july jun junction june karzinom keap1 keratinising "
    "keratinizing known kras l1 laterality left lepidic leptomeningeal limited line lines lingula linke "
    "linken linker links lobar lobe lobectomy lobes local localised localized locally lokal low lower lymph "
    "lymphadenopathy m0 m1 m1a m1b m1c main maintenance male malignancy malignant mar march may mediastinum "
    "met metastase metastasen metastases metastasiert metastasierter metastasiertes metastasierung metastasis "
    "metastasised metastasized metastasizing metastatic mets micropapillary mid middle mit mittellappen mixed "
    "mmr moderately morphologic msi mucinous multifocal multiple mutant mutated mutation mutations neck "
    "negative neoadjuvant neoplasm neubildung new newly nodal node nodes nonkeratinizing nonmucinous nos nov "
    "november novo nras oberlappen oberlappens oct october oder of oligometastatic on oncogene onset or "
    "osseous overlapping pancreatobiliary papillary part parts pathologic pathological pathologically patient "
    "pattern pd pd-l1 pdl1 peripheral platinum pleural poorly portion positive post predominant predominantly "
    "pretreated previous previously primary primär prior process progressed progressing progression "
    "progressive proven proximal ps pt radiation radiotherapy rearrangement rechte rechten rechter rechts "
    "recurrence recurrent recurring refractory relapse relapsed resectable resected resection ret right ring "
    "ros1 s second secondary segment sep sept september side sided signet since site sites smoker solid "
    "specified splenic stadium stage stages staging stk11 supraclavicular systemic tail targeted th the "
    "therapies therapy third tmb tnm to tp53 tps transverse treated treatment tubular tumor tumour typ type "
    "uicc uncinate und undifferentiated unresectable unspecified unterlappen unterlappens untreated upper "
    "variant version visceral von wall well whipple wild wildtype with within";

// The words of a list, sorted.
class Vocabulary {
 public:
  explicit Vocabulary(std::string_view list) {
    for (std::size_t at = 0; at < list.size();) {
      const std::size_t end = std::min(list.find(' ', at), list.size());
      words_.push_back(list.substr(at, end - at));
      at = end + 1;
    }
    std::ranges::sort(words_);
  }
  [[nodiscard]] bool has(std::string_view word) const { return std::ranges::binary_search(words_, word); }

 private:
  std::vector<std::string_view> words_;
};

const Vocabulary& common() {
  static const Vocabulary words(common_words);
  return words;
}

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

// "450", "85mg", "q3w", "c4": a number with at most a measure or two letters beside it.
bool is_measure(std::string_view word) {
  std::string letters;
  bool digits = false;
  bool other_than_zero = false;
  for (const char letter : word) {
    if (is_digit(letter)) {
      digits = true;
      other_than_zero = other_than_zero || letter != '0';
    } else if (letter >= 'a' && letter <= 'z') {
      letters += letter;
    }
  }
  if (!digits || !other_than_zero) return false;
  return letters.size() <= 2 || common().has(letters);
}

// "ct2an2m1c"
bool is_tnm(std::string_view word) {
  return word.find_first_of("0123456789") != std::string_view::npos && word.find_first_of("tnm") <= 2 &&
         word.find_first_not_of("cpyrtnmxabcdis0123456789") == std::string_view::npos;
}

bool is_of(NameOf kind, std::string_view word) {
  static const std::array all = {Vocabulary(of_treatments), Vocabulary(of_reasons),
                                 Vocabulary(of_reactions),  Vocabulary(of_stagings),
                                 Vocabulary(of_resections), Vocabulary(of_diagnoses)};  // in the order of NameOf
  return all[static_cast<std::size_t>(kind)].has(word) || (kind == NameOf::diagnosis && is_tnm(word));
}

}  // namespace

bool is_understood(const text::Text& text, const std::vector<text::Span>& known, NameOf kind) {
  for (const std::string_view sign : {"?", "[ ]", "\u2610"})  // asks, or a box that nobody ticked
    if (text.original.find(sign) != std::string::npos) return false;
  for (std::size_t index = 0; index < text.words.size(); ++index) {
    std::string_view word = text.words[index].folded;
    if (word.starts_with("w/") && word.size() > 3) word.remove_prefix(2);  // "w/total"
    if (word.size() == 1 && !is_digit(word.front())) continue;
    // "1,000 mg" is cut at its comma.
    const bool thousands = word.size() == 3 && std::ranges::all_of(word, is_digit) && index > 0 &&
                           is_measure(text.words[index - 1].folded) && text.words[index].offset > 1 &&
                           text.original[text.words[index].offset - 1] == ',';
    if (thousands) continue;
    if (is_measure(word) || common().has(word) || is_of(kind, word)) continue;
    if (std::ranges::none_of(known, [&](text::Span span) { return index >= span.first && index < span.last; }))
      return false;
  }
  return true;
}

}  // namespace foresign::mapping
