#include "mapping/reading/understood.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "mapping/reading/vocabulary.hpp"

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
    "syst chemotherapieblock chemotherapieblöcke während eines stationären aufenthaltes aufenthalts ein zwei drei "
    "block "
    "blöcke hochaufwendig od bd tds hem zytostatische zytostatischer immunchemotherapie kombinierte haltige impower110 "
    "impower130 "
    "impower150 "
    "impower010 keynote189 keynote407 keynote024 keynote042 checkmate227 checkmate816 checkmate9la ccrt crt novaplus "
    "zentiva hikma sagent winthrop avet cipla sun gland armas bluepoint meitheal almaject dr reddys premed zz high "
    "alert hazard nsc oteracil gimeracil uracil mod sodium technique up substance drug initial "
    "additional sequential each other mittelgradig komplexe hochgradig blockchemotherapie medikament "
    "medikamente andere immuntherapie modifizierten antikörpern palliativ palliativen systemtherapie medikamentöse "
    "hochkomplexe concept therapeutic procedures xrt "
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
    "lebermetastase lebermetastasen leberfiliae hirnmetastase hirnmetastasen hirnfiliae knochenmetastase "
    "knochenmetastasen lungenmetastase lungenmetastasen lungenfiliae fernmetastasen fernmetastasierung "
    "lymphknotenmetastase lymphknotenmetastasen nebennierenmetastase nebennierenmetastasen pleurakarzinose "
    "peritonealkarzinose peritonealmetastasen meningeosis carcinomatosa rechts links rechter linker rechten linken "
    "oberlappen unterlappen mittellappen inoperabel inoperabler inoperables fortgeschritten fortgeschrittenes "
    "fortgeschrittener metastasiertes metastasierter metastasierte metastasierten irresektabel zustand verlauf "
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
    "superinfection arrhythmia mabs w/ sloughing epidermal necrolysis toxic replacement epi visit ed er paramedics "
    "intubated exfoliative stevens johnson infusionsreaktion during grad despite loperamide ild while occurred "
    "occurring after within minutes steroids "
    "anaphylaxie blister desquamating acneiform dermatitis widespread confluent painful infected "
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
    "adenocarcinoma against ajcc allowable american ampullary an anatomic and at based best bowel c cancer "
    "carcinoma categories category cell class classification clin clinical clinically cn colon colorectal "
    "commission committee crc cstage ct ctnm current der derived des diagnosis disease distant edition entity "
    "extent final finding for from group grouping groups initial initially international joint klinisch "
    "klinisches krankheitsstadium large lung m malignancy malignant manual metastases metastasis n nach "
    "neoplasm non nsclc observable of on or overall p pancreas pancreatic path pathologic pathological "
    "pathologically pathologisch pathologisches pathology pdac pm pn post postoperative pretreatment primary "
    "prognostic pstage pt ptnm qualifier rectal rectum resectability restaging single small solid spread "
    "stadium stage staged stages staging status surgical system t the time tnm tumor tumorausbreitung tumors "
    "tumorstadium tumorstage tumour tumours type uicc union value version yc yp yptnm";

constexpr std::string_view of_resections =
    "a adenocarcinoma ampullary an and antegrade antrectomy approach arterial artery assisted assistiert at "
    "bile bloc body by cancer carcinoma cefálica child chirurgisch chirurgische cholecystectomy "
    "choledochoenterostomy choledochojejunostomy classic classical common completed completion complication "
    "complications curative céphalique da dist distal done duct duodenal duodenectomy duodenum elective en "
    "erhaltend erhaltende excision excisions extended for gastrectomy gastrojejunostomy h hc head "
    "hepaticojejunostomy history hx in intent invasive kausch kopf lap laparoscopic laparoskopisch "
    "laparoskopische laparotomy left links linksseitig lymph lymphadenectomy malignancy malignant margin "
    "margins mass mesenteric minimally modified modular nach near neck neoplasm no node nodes o of offen "
    "offene ohne on op open operation or p pancreas pancreatic pancreaticojejunostomy pancreatojejunostomy "
    "pankreas pankreaskopf pankreasschwanz partial partiell partielle pdac performed portal post pr "
    "preservation preserving previous prior procedure prox proximal pv pylorus pyloruserhaltend "
    "pyloruserhaltende r0 r1 radical radikal radikale ramps reconstruction regional removal resection "
    "resections resektion robot robotic robotisch s s/p schwanz sma smv sparing splenectomy standard status "
    "subtotal subtotale surgery surgical tail the total totale tumor tumour type uncinate und vascular vein "
    "venous vinci w/o whipple with without xi";

constexpr std::string_view of_diagnoses =
    "wedge pneumonectomy bilobectomy segmentectomy thoracotomy craniotomy anterior abdominoperineal resection "
    "subtotal colectomy diverting hepatectomy metastasectomy pancreaticoduodenectomy splenectomy r0 completely "
    "resected margins tace rfa ablation cytoreduction ire ercp stent ptbd pleurodesis ebus bronchoscopy fna "
    "guided port mediport crt chemort rt sabr proton cyberknife tnt pod sd pr cr pd io ici tki bsc heavily "
    "pretreated chemorefractory presacral anastomotic oligoprogression oligometastases intracranial response "
    "good excellent tolerating well dose reduced worsening improving controlled imaging restaging late end "
    "stage far incurable lmd omental caking contralateral nodules extracranial visceral crisis limited "
    "krukenberg lvi pni emvi ln brpc unifocal krasm keap1 stk11 amp pik3ca apc mlh1 mmr intact pdl1 tmb ngs "
    "done guardant360 foundationone caris ki ctdna rising mod diff moderately poorly enteric type bx path "
    "proven confirmed morphology behavior arising spiculated fdg pet avid lt yo f m old woman man pleasant "
    "nonsmoker ex smoker htn obesity fibrillation fap ulcerative neuropathy gastric outlet obstruction biliary "
    "stricture exocrine insufficiency portal splenic vein thrombosis malnutrition fatigue weight loss "
    "hemoptysis dyspnea sob cough back seizures hydrocephalus siadh hypercalcemia dnr follow up managed "
    "referred seen reviewed tumor board initial subsequent encounter chemo 1l 2l 3l now progress progredienz "
    "progredient krankheitsprogress stabil teilremission lobektomie chemotherapie radiochemotherapie unter "
    "erstlinie zweitlinie drittlinie linie palliativ adjuvante mutiert wildtyp synchron synchrone metachrone "
    "lebermetastasen filiae hep oss bra pul lym maligner pleuraerguss meningeosis resektabel irresektabel l0 v0 "
    "seit vom zytologisch gesichert gesicherte diagnose histologie näher bezeichnet gering differenziert azinär "
    "papillär lepidisch solide muzinös invasiv primärtumor peripher nikotinabusus tumorboard tumorkonferenz "
    "aktuell derzeit bekannt bekanntes patientin hypertonie "
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
    "nab-paclitaxel naive napsin near nivolumab node-positive nonsq nsq numerous obstructed "
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
    "variant version visceral von wall well whipple wild wildtype with within "
    "del della de du des di du la le les el avec con sans à al du van het met mit im am zum lokal "
    "hilus dukes c s avancé avancée avanzado avanzada avanzato estadio stade stadio métastatique metastásico "
    "metastásica "
    "metastatico metastatica métastases metástasis metastasi hepáticas hépatiques "
    "rechten linken beidseits beidseitig zentral zentrales peripheres fortgeschrittenen metastasierten "
    "metastasiertem mäßig schlecht gut differenziert differenziertes "
    "p40 p63 ck5 ck19 ck34 synaptophysin chromogranin she ihc immunohistochemistry immunostains stains stain "
    "tumorzellen "
    "keratinizing epidermal growth factor receptor estrogen progesterone kinase anaplastic "
    "principal onc chronic following consolidation pos "
    "dxd carbo pem pembro nivo ipi atezo durva gem bev doce osi sotorasib adagrasib ol ul re li intra "
    "intraabdominal copd emphysema hypertension diabetes cad chf ckd asbestosis fibrosis ild "
    "concurrent concomitant hirnmetastasen lebermetastasen knochenmetastasen lungenmetastasen "
    "lymphknotenmetastasen nebennierenmetastasen pleurametastasen pleurakarzinose peritonealkarzinose filiae "
    "hirnfiliae leberfiliae knochenfiliae filialisiert fernmetastasen "
    "ossär hepatisch zerebral cerebral lymphogen pulmonal pleural hepatogen adrenal associated third thirds "
    "acinar-predominant lepidic-predominant papillary-predominant invasive-mucinous";

// No word that turns, doubts, dates or re-assigns what it stands beside, unless the grammar of mapping/text reads it
// ("no", "without"). Not "to look for", "trial", "if", "thought", "reportedly".
constexpr std::string_view of_extents =
    "dx dz innumerable ln lns numerous "
    "1 1l 1st 2l 2nd 3l 3rd 4l 4th 5l 5th 7th 8th 90 9th abdomen abdominal abdominopelvic aber ablated ablation "
    "abraxane abut abutment abuts abutting acetabular acetabulum acid acinar actionable active acute additional "
    "adeno adenoca adenocarcinoma adenocarcinome adenokarzinom adenopathy adherent adjuvant adnexa adnexal "
    "adrenal adrenalectomy adrenals advanced advancing adénocarcinome after again against age aged ago ajcc all "
    "allowable alone along alp already als also alteration alterations although am amenable american among "
    "amplification amplified an anastomosis anastomotic anatomic and anemia anterior any aorta aortic appeared "
    "appearing approach approximately apr april are arm around arterial arteries artery as ascites ascitic "
    "assessment asymptomatic at atezo au auch auf aug august aux avancé avanzado avanzata avec avid avidity axial "
    "axilla axillary axis back based baseline became because become becomes bed been began begun bei being "
    "bekannt bekannte bekannter bekanntes bev bilateral bilaterally bile biliary biopsied biopsies biopsy bis "
    "bleed bleeding bloc board boards bodies body bone bones bony both bowel brain brainstem bronchoscopy bulky "
    "burden but by bypass ca ca125 ca19 cabg cachexia cake caking calcium calvarial calvarium came cancer "
    "cancerous cancers candidate candidates capsule carbo carcinoma carcinomas carcinomatosis carcinomatous "
    "carcinome care carries categories category caused causes causing cava cavity cdx2 cea celiac cell cells "
    "central centrally cerebellar cerebellum cerebral cerebrales cervical change chemo chemoimmunotherapy chemoio "
    "chemorad chemoradiation chemoradiotherapy chemort chemotherapy chest chestwall choroid choroidal cis ck20 "
    "ck7 class classification classified clavicle clinical clinically cm cn cns code coeliac colectomy colon "
    "colonoscopy colostomy column commission committee compatible complete completed compression con conclusion "
    "concurrent concurrently conference confirmation confirmed consistent consolidation consolidative continue "
    "continued continues continuing contralateral cord core cough count course cps cranial craniotomy crc crt "
    "cryoablation ct cta cul curative current currently cutaneous cxr cyberknife cycle cycles cytologic "
    "cytologically cytology cáncer cérébrales das date day days de debulking dec december declined declines "
    "decompression decrease decreased decreasing deemed deficient definitive degree degrees del dem demonstrate "
    "demonstrated demonstrates demonstrating den denosumab deposit deposits der des despite detected determined "
    "developed developing development develops dexamethasone diagnose diagnosed diagnosis diagnostiziert "
    "diaphragm diaphragmatic die differentiated differentiation diffus diffuse diffusely digestive disc "
    "discontinued disease disorder disseminated disseminating dissemination distant distress diverticular dmmr do "
    "documented dose dosed doses doublet douglas downgraded downstaged dr drain drainage drained driver drivers "
    "du duct ductal due dura dural durch during durva durvalumab dvt dx dxd dysphagia dyspnea each earlier early "
    "ebus ecog ed edema edition effusion effusions eight eighth einer eines either el elderly elected elective "
    "elevated elevation eligible embolism embolization en encased encasement encases encasing end enlarged "
    "enlargement enlarging entity epidural ercp erstdiagnose erstlinie esophageal established estadio estádio et "
    "eus ever evidence evident excised excision excisional experienced exploration exploratory expressing "
    "expression expressor extensive extensively extent extra extracranial extrahepatic extranodal extrathoracic "
    "extremities extremity eye failed failing fair fall far fatigue fdg feb february female femoral femur "
    "fernmetastasen few fibula fifth filiae filialisiert finding findings fine first five fluid fna foci focus "
    "following for foramen form former fortgeschritten fortgeschrittenem fortgeschrittenen fortgeschrittener "
    "fortgeschrittenes found four fourth fractionated fractions fracture fractures from frontal fusion fusions g1 "
    "g12c g2 g3 g4 gamma gastroenterologist gem genital genitals genomic gentleman gentlemen gesichert gesicherte "
    "gesichertes given gk gland glands goals goes good grade grades grew group groups growing growth guided gut "
    "gy had harbors harbours has haut have having he head headache headaches heavily held hemicolectomy "
    "hemipelvis hemithorax hemoptysis hemorrhage hemorrhagic hepatectomy hepatic hepaticas hepatisch hepatische "
    "hepatischen hepáticas her hereditary herein hers high hilar hilum him hip hipec hirn his histologic "
    "histologically histologies histology histopathologic histopathologically histopathology history hnpcc hold "
    "holding hospice however hpi humeral humerus hx hydronephrosis hypercalcemia hypermetabolic hypoxia hypoxic "
    "hysterectomy hépatiques icd identified ihc ileostomy iliac ilium im image images imaging immuno "
    "immunohistochemistry immunotherapy implant implantation implants impression improved improvement improving "
    "in included including increase increased increases increasing incurable incurably induction ineligible "
    "inferior infiltrating infiltration infusion inguinal inhibitor inhibitors initial initially initiate "
    "initiated initiating initiation innumerable innumerous inoperabel inoperable inoperables instability intent "
    "interested intermediate international into intolerant intra intraabdominal intracranial intrahepatic "
    "intramuscular intraoperative intraoperatively intraparenchymal intraperitoneal intrapulmonary intrathoracic "
    "invades invading invasion invasive involve involved involvement involves involving io ipi ipsilateral irino "
    "irradiated irradiation irresectable irresektabel is ischium isolated it its ivc ja jan january jaundice jaw "
    "jedoch jetzt joint jul july jun june karnofsky karzinom kein keine keinen keppra kidney kidneys "
    "kleinzelliges knife knochen known kps kras krukenberg kyphoplasty l1 la lady laparoscopic laparoscopy "
    "laparotomy lar large larger largest last late later lateral laterality laterally latest ldh le leber left "
    "leg lepidic leptomeningeal leptomeninges les lesion lesions level levels life likewise limited line lines "
    "lingula lingular liver lll lobar lobe lobectomy lobes local localement locally localmente location locations "
    "locoregional lokal lokalrezidiv long longstanding loss low lower luad lul lumbar lumbosacral lung lunge "
    "lungs lymph lymphadenopathy lymphangitic lymphatic lymphknoten lymphogen lynch m1 m1a m1b m1c macroscopic "
    "maintenance male malignancies malignancy malignant man mandible manual many mar march margin margins marrow "
    "mass masses may mcrc md mdt measured measures measuring medial mediastinal mediastinoscopy mediastinum "
    "medical men meningeal meninges mesenteric mesentery mesorectal met metachronous metastase metastasectomy "
    "metastasen metastases metastasi metastasiert metastasierte metastasiertem metastasierten metastasierter "
    "metastasiertes metastasierung metastasis metastasised metastasized metastasizing metastatic metastatica "
    "metastatico metastásica metastásico metastático mets metástasico metástasis microsatellite microscopic "
    "microwave mid middle midline mit mixed ml mm mmr mo moderate moderately molecular month months mos most mr "
    "mrcp mri mrs ms msi mss mtb mucin mucinous multi multidisciplinary multifocal multiple multiplen muscle "
    "muscles mutant mutants mutated mutation mutational mutations métastase métastases métastatique métastatiques "
    "n0 n1 n2 n3 nach nachgewiesen nachweis naive napsin nasal nausea near nebenniere nebennieren neck needle neg "
    "negative neither neoadjuvant neoadjuvantly neoplasm neoplasms neoplastic nephrectomy nervous neu neue neural "
    "new newly ng ngs nicht nichtkleinzelliges nine ninth nivo no nodal node nodes nodular nodularity nodule "
    "nodules non none nonresectable nonsquamous nor normal nos not noted nov november novo now np nsclc number "
    "numerous nurse observable obstructing obstruction obstructive occipital oct october ocular of off ohne old "
    "oligo oligometastases oligometastasis oligometastatic oligoprogression oligoprogressive omental omentum on "
    "onc oncologic oncological oncologist oncologists oncology one ongoing only onset oophorectomy operability "
    "operable operated operation operative opposite opted option or orbit orbital organ organs origin osseous "
    "osseuses ossär ossäre ossären other our ovarian ovaries ovary overall own oxali pa pack pain painful "
    "palliation palliative pancreatectomy pancreaticoduodenectomy papillary para paraaortic paracentesis "
    "paraspinal parasternal paratracheal parenchyma parenchymal parietal part partial parts path pathologic "
    "pathological pathologically pathologist pathology patient pd pdac pdl1 pelvic pelvis pem pembro per "
    "perforation performance perianal pericardial pericardium perihepatic perineal perineum perioperative "
    "peripheral periportal perirectal peritoneal peritonealkarzinose peritonealmetastasen peritoneum persist "
    "persistent persistently persisting persists pet pituitary plan planned planning plans platinum pleura "
    "pleurakarzinose pleural pleurodesis pleurx plus pmh pmhx pmmr pn pneumonectomy polymetastatic pons pontine "
    "poor poorly porta portal pos positive post posterior postop postoperative postoperatively poumon preop "
    "preoperative presacral present presentation presentations presented presenting presents pretreated previous "
    "previously primaries primary primär primäre primärtumor prior problem procedure proficient prognostic "
    "progredient progrediente progress progressed progresses progressing progression progressive progressively "
    "proven ps psoas pt pubic pulmon pulmonaire pulmonal pulmonale pulmonalen pulmonar pulmonary pulmonologist "
    "pulmón qualifier quality r0 r1 r2 radiated radiation radio radioembolization radiographic radiographically "
    "radiologic radiological radiologically radiologist radiology radiosurgery radiotherapy ray rearranged "
    "rearrangement received receives receiving recent recently rechallenge recommended rectus recurred recurrence "
    "recurrences recurrent recurring recurs refractory regimen regimens region regional regionally regression "
    "relapse relapsed relapses relapsing remained remaining remains remnant remote renal resectable resected "
    "resection resections residual resistant respiratory respond responded responding response responsive restage "
    "restaged restaging retreatment retrocrural retroperitoneal retroperitoneum revealed revealing reveals review "
    "reviewed rezidiv rfa rib ribs right rise rising rll rml rn roughly rt rul s/p sac sacral sacrum salvage sbrt "
    "scalp scan scans scapula scapular second secondaries secondary section seeding seen segment segmental "
    "segmentectomy segments seit seizure seizures sella sep sept september seven seventh several she shoulder "
    "show showed showing shown shows shrinking shrunk sigmoid sigmoidectomy signed since single site sites "
    "situation six size sizes skeletal skeleton skin skull sma small smaller smoker smokers smoking smv so soft "
    "solid solitary sp specified specimen spinal spine spleen splenectomy splenic spread spreading spreads spring "
    "squamous srs srt stability stable stade stadien stadio stadium stage staged stages staging start started "
    "starting starts station stations status stent stented stenting stents sternal sternum still stomach stop "
    "stopped stopping stump subcarinal subcentimeter subcutaneous subsequent subsequently subtype such suffered "
    "summary summer superior supportive supraclavicular suprarenal surface surgeon surgeons surgery surgical "
    "surgically suv svc switched symptom symptomatic symptoms synchron synchrone synchronen synchronous syndrome "
    "system systemic tace targetable targeted taxol team temporal ten terminal tethered than that the thecal "
    "their them then therapie therapies therapy there these they thigh third this thoracentesis thoracic "
    "thoracolumbar thoracoscopy thoracotomy thorax those though three thrombosed thrombosis through throughout "
    "tibia tiny tissue tissues tmb tnm to tobacco today tolerate tolerated tolerating tps trachea tracheal tract "
    "treat treated treating treatment treatments triplet trunk ttf ttf1 tumor tumoral tumorboard tumorerkrankung "
    "tumorous tumors tumorstadium tumour tumours two type types uicc ultrasound umbilical umbilicus unable "
    "unchanged und under undergo undergoing undergone underwent undifferentiated unilateral union unresectable "
    "unresected unspecified unter untreated upgraded upon upper upstaged upstaging ureter urinary us uterine "
    "uterus v7 v8 v9 vagina vaginal value vascular vats vein veins vena venous version vertebra vertebrae "
    "vertebral vertebroplasty vessel vessels via viable viscera visceral visible vomiting von wall walls was wbrt "
    "weakness wedge week weeks weight well were whereas which while whipple who whole whom widely widespread wild "
    "wildtype winter with within without woman women worse worsened worsening wt xgeva xray xrt y/o y90 year "
    "years yes yo yr yrs zerebral zerebrale zoledronate zoledronic zometa zum zur zweitlinie óseas";

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
  static const std::array all = {Vocabulary(of_treatments), Vocabulary(of_reasons),    Vocabulary(of_reactions),
                                 Vocabulary(of_stagings),   Vocabulary(of_resections), Vocabulary(of_diagnoses),
                                 Vocabulary(of_extents)};  // in the order of NameOf
  // Words of extent are said in whole sentences, where "prior", "since" and "status" are not harmless everywhere.
  if (kind != NameOf::extent && common().has(word)) return true;
  return all[static_cast<std::size_t>(kind)].has(word) || (kind == NameOf::diagnosis && is_tnm(word));
}

}  // namespace

bool is_understood_word(const text::Text& text, std::size_t index, NameOf kind) {
  std::string_view word = text.words[index].folded;
  if (word.starts_with("w/") && word.size() > 3) word.remove_prefix(2);  // "w/total"
  if (word.size() == 1 && !is_digit(word.front())) return true;
  // "1,000 mg" is cut at its comma.
  const bool thousands = word.size() == 3 && std::ranges::all_of(word, is_digit) && index > 0 &&
                         is_measure(text.words[index - 1].folded) && text.words[index].offset > 1 &&
                         text.original[text.words[index].offset - 1] == ',';
  return thousands || is_measure(word) || is_of(kind, word);
}

bool is_understood(const text::Text& text, const std::vector<text::Span>& known, NameOf kind) {
  for (const std::string_view sign : {"?", "[ ]", "\u2610"})  // asks, or a box that nobody ticked
    if (text.original.find(sign) != std::string::npos) return false;
  std::vector<bool> is_known(text.words.size(), false);
  for (const text::Span span : known)
    for (std::size_t index = span.first; index < span.last; ++index) is_known[index] = true;
  for (std::size_t index = 0; index < text.words.size(); ++index)
    if (!is_known[index] && !is_understood_word(text, index, kind)) return false;
  return true;
}

}  // namespace foresign::mapping
