// The vocabulary of what is written beside a treatment (decision 17): words that neither deny nor doubt nor date a
// treatment, nor say that it was somebody else's, for something else, or somewhere else than in the vein or the mouth.
#include "mapping/reading/treatment_understood.hpp"
#include "mapping/reading/vocabulary.hpp"

namespace foresign::mapping {
namespace {

// Who and where, as notes on a course of treatment say it.
constexpr std::string_view people_and_places =
    "accompanied amb ambulanz ambulatory apn aprn arnp arzt attending bedside bmt cancer care caregiver center "
    "centre chair city clinic clinician community coordinator county crna daughter department dept doctor dr drs er "
    "facility family fellow general hausarzt he health her hers him his hospital husband icu infusion inpatient "
    "institute institution interpreter klinik klinikum krankenhaus local md medical memorial navigator np nurse "
    "nursing office onc oncologist oncology onkologe onkologie other outpatient outside pa parents partner patient "
    "patienten patientin patients pflege pharm pharmacist pharmacy pharmd physician practice praxis prescriber "
    "provider providers pt pts radiologist regional rn room saint satellite she site son specialty spouse st "
    "station suite surgeon tagesklinik team technician them they uniklinik unit university universitätsklinikum va "
    "veterans ward wife ärztin";

// What is done around a dose, and how that went.
constexpr std::string_view around_a_dose =
    "above access accessed accordance according accurate acknowledged activity actual adequate adjusted "
    "administered administering administration administrations advised afebrile agreed agreement agrees alert "
    "allergist alternating ambulating amount anaphylaxis anc antiemetic antiemetics appears applicable applied "
    "appointment appropriate appropriately appt area arranged arrived arrives assessed assessment assistance "
    "attached auc authorization available awake aware back bag barcode baseline been below benefit benefits blood "
    "bloodwork bmp brought bsa button by calculated call called calls cap carried catheter cbc check checked checks "
    "chemo chemotherapy chg circumstances cleaned clear cleared clinically cmp comfortable completed completes "
    "completing completion complication concern condition confirmed connected consent consented consents contact "
    "contacted container continues continuous copay cosign cosigned counseled counseling counselled counts cpt crcl "
    "creatinine criteria cumulative daily data dc deaccessed delay delayed delivered delivery desired details "
    "device diluent diluted discharge discharged discharges discomfort disconnect disconnected dispensed dispose "
    "disposed distress documentation documented dose dosed doses dosing double drawn dressing drip driven dual due "
    "duration during each educated education efficacy elapsed electrolytes electronic emesis encouraged end ended "
    "ensured entered epic epinephrine equal escalated event every evidenced ex exam examined excellent expected "
    "experienced extremity factor feeling feels file filter final fine first flow fluid fluids flush flushed "
    "flushes following follows followup food form fr free frequency full gauge gcsf given goals good gown greater "
    "guideline guidelines half hand handout has have hemoglobin history home hour hours huber hydrated hydration ii "
    "image immediate included includes including independent independently indicated information informed infuse "
    "infused infuses infusing infusions initials injected injection inserted insertion inspected instructed "
    "instruction instructions intact intent interval into intravenous intravenously ions iv ivp ivpb kg kidney lab "
    "label labeled labs last later left length level line lines list listed location lock locked log logged long "
    "lot lpn lvef made maintained maintaining mar mask match matched materials maximum meal meets message met "
    "micron minimal minor minute minutes mixed monitor monitored monitoring more mucositis name ncr need needle "
    "negative neulasta neurologically neutrophil next normal noted notes notified number nurses observed obtained "
    "occurred of ok okay old on once ondansetron order orders outcome overall oxygen page pain parameters part "
    "patent per performance performed phone placed plan platelets pleasant pleased policy port post pounds "
    "precautions premed premedicated premedication premedications premeds prepared prescribed present pressure "
    "pretreatment prime primed print printed prior prn procedure program progress progressed progressing protocol "
    "protocols provided ps pump push quantity questions rate rates reaction reactions read ready reassessed receive "
    "received receives receiving recommended reconciled reconstituted record records reduced reduction refill "
    "refills regimen regular release released remained remains removed repeat repeated report reported reports "
    "required requires responded responding response result results return returned reviewed reviewing reviews "
    "right rinsed round rounds route run same sat saved scan scans schedule scheduled scr scripts see seen sent "
    "serial sheet side sig sign signed signs size slot slow slowly smart solution soon spoke stable standard start "
    "state stated states status sterile stop stopped stored strength subsequent successful successfully such "
    "sufficient supplied supply support supportive syringe tab take taken teaching technique telephone temp "
    "temperature tests than therapeutic therapy thereafter threshold throughout time timed times titrated today "
    "together tolerance tolerate tolerated tolerates tolerating tomorrow total transfused transported treatment "
    "treatments tubing two type under understanding understands understood until updated upon use used using usual "
    "vein venous verbal verbalized verification verified verifies via vial vials visit visits vital vitals volume "
    "walked warm waste wasting watch water weaned weight well were wheelchair while will witness witnessed work "
    "written yes yesterday zofran";

// Why a course was changed or ended, and what came of it: it was given all the same.
constexpr std::string_view course_and_outcome =
    "1l 1st 2l 2nd 3l 3rd 4l 4th 5th able abnormal achieved acute additional adjuvant adverse after again age agent "
    "agents all allergic allergy alone along already also alt anemia another anti appetite approved approx "
    "approximately around ast asymptomatic attributed backbone based because before best better biopsy board both "
    "breakthrough brief but ca125 ca19 cause caused causing cea change changed changes chest choice clinical "
    "combination combined combo complete concurrent concurrently confirm consistent consolidation constipation "
    "continuation continue continued continuing control controlled cr creatine crs curative current currently cut "
    "cutoff cycle cycles cytopenia cytopenias date dated dates day days decrease decreased dehydration developed "
    "development diarrhea diarrhoea did disc discontinuation discontinued disease dlt done doublet down drop drug "
    "drugs durable dyspnea early ecog ed edema effect effective effects elderly elevated emergency enrolled enzymes "
    "episode episodes established evaluation evidence excess exertion extended extravasation failed failing failure "
    "fatigue febrile fever followed for found fourth frail from frontline ft function g1 g2 g3 g4 gained gi got "
    "grade great growth had headache hearing held hepatic hepatitis hgb high hold hospitalization hospitalized "
    "hypersensitivity hypertension hypothyroidism imaging immune improved improvement improving in increase "
    "increased increasing induced induction infection initial initially initiated intensity interim intermittent "
    "interrupted interruption intolerable intolerance intolerant irae is issue issues its january july june "
    "karnofsky known kps lead led less lft lfts life limited limiting little load longer loss low lower lung "
    "maintenance major manageable managed march marker markers may mediated metabolic metastatic mild mildly mm "
    "moderate modification modified mono monotherapy month monthly months most mri much multiple nausea "
    "necessitating neoadjuvant nephrotoxicity neuro neuropathy neutropenia neutropenic new ngs nivo now numbness "
    "occasional off one ongoing only onset operation option oral orr ototoxicity out own palliation palliative "
    "partial partially particularly past pathologic pathway pcr pd pdl1 pending period peripheral permanently "
    "persistent pet planned planning plus pneumonitis poor poorly pr pre preferred pretreated previous previously "
    "primary probable problems prolonged prophylaxis q2w q3w q3weeks q4w qol quality radiation radiographic "
    "radiologic raised rapid rash re readings reason reasonable recent recently recist recovered recovery recurred "
    "recurrence recurrent redness refractory relapse relapsed related remainder remission renal replaced resected "
    "resection residual resolved respond restaging restart restarted resume resumed retreated revealed rise rising "
    "rt salvage sd second secondary serious set several severe short showed showing shows shrinkage sicca "
    "significant significantly since six skin skipped slight slightly small some spread stabilization stage started "
    "steroid steroids still stomatitis stopping strong subsequently sum summary surgery surveillance survival "
    "sustained switch switched symptom symptomatic symptoms systemic target taste taxane temporarily ten that the "
    "then therapies there third this though three thrombocytopenia tingling tinnitus tired to toe toes toxic "
    "toxicities toxicity transfusion transfusions transient transition transitioned treated triplet tsh tumor "
    "tumour twice unacceptable unchanged underwent unresectable up urticaria very visible vomiting was wbc weakness "
    "week weekly weeks where which with within without worse worsened worsening wt xrt year years";

// Instructions on taking and handling, and what pharmacies add.
constexpr std::string_view instructions =
    "abends acid additive administer allow am antacids anytime apart approximate as aseptic attention avoid bedtime "
    "beginning birth bitte body bottle breakfast brush calculate capsule capsules carefully caution chew clothing "
    "consult contraception convenience cool copy creat crush cytotoxic dark detail dextrose dilute dinner direct "
    "directed directions disp dispense dispenser dosage dosis drink driving eat einmal einnahme einnehmen empty "
    "evening exceed exchange exposure extra fasting fill fills filtered find freeze fridge gently glass glove "
    "gloves grapefruit handle handling hazard hazardous hrs hs im immediately infusionsdauer inhibitor inject "
    "interact intravascular invert issued jeweils keep kurzinfusion laut light link liquid live luer mahlzeit "
    "mahlzeiten main max meals med medication medications medicine meds metal milk min mix morgens morning mouth "
    "mouthwash nacl ndc needed needles night non nonpvc nüchtern observe open over parenteral parts pill pills "
    "plain please po powder precaution precipitate premix prescription product products protect purpose pvc qs qty "
    "reconstitute refer refrigerate refrigerated rems rotate rounded rounding rx scheduling script separate setting "
    "shake sodium spacing special split stomach storage store stunde stunden subcut sunlight swallow tablet tablets "
    "tabs taking throw transmission unless vaccines ventilated vormedikation warning wash wasser wear whole wipe "
    "zeit über";

// Orders, payers and plans of treatment.
constexpr std::string_view orders_and_payers =
    "acceptable account active actively admin admission approval approvals approve assigned auth authorised "
    "authorized beacon billed billing buy case charge code coded codes coinsurance copayment covered covers diag "
    "diagnose diagnosis dx eligible entry external faxed foundation fulfilled genehmigt granted grund hinweis "
    "historic historical icd id imported inclusive indication indications indikation indikationsstellung indiziert "
    "internal item kostenübernahme manual manufacturer medicare member mod modifier ncc nccn note oncare oop op "
    "ordered orderset original paid palliativ pathways payer plans pln portal position prescriptions recorded ref "
    "reference reimbursement renewal renewed reorder reordered requested review rezept scanned series source "
    "submitted text therapyplan thru tier title transcribed transferred treatmentplan valid value version";

constexpr std::string_view german =
    "abgeschlossen aktuell alle allgemeinzustand ambulant anpassung auch auf ausreichend az beendet befund "
    "begleitend begonnen bei bekommen bereits beschwerden besser bestes bildgebung bis chemotherapie damit danach "
    "dann daraufhin darunter dauer dosisanpassung dosisreduktion dosisreduziert durch durchgeführt eine einem einen "
    "einer eingeleitet erfolgt erfolgte erhalten erhaltung erhielt erneut erreicht erste ersten erster erstlinie "
    "fortgeführt fortgesetzt fortschreiten gabe geringe gut gute guter gutes haben hat hatte hohe hämatologisch "
    "insgesamt ist jetzt juckreiz klinisch komplett komplikationslos konnte krankheitsprogress kurativ leichte "
    "leukopenie linie mehrere milde monate mäßig nach nebenwirkungen neuropathie neutropenie pause planmäßig "
    "problemlos progredienz progression pulmonal radiochemotherapie reduktion reduziert rezidiv schwere sehr seit "
    "sowie stabil stabile stationär stattgehabt strahlentherapie symptome systemisch teilremission therapie "
    "therapieende therapielinie thrombopenie tumorboard tumorkonferenz tumorprogress umgestellt umstellung "
    "unauffällig unter unverträglichkeit unverändert verabreicht verlauf verlaufskontrolle verschlechterung "
    "vertragen verträglich verträglichkeit vollständig vom von vorbehandelt vorbehandlung vortherapie war waren "
    "wegen weiter weitere werden wieder woche wochen wurde wurden zeigt zeigte zum zunächst zur zuvor zwei zweite "
    "zweiten zweitlinie zyklen zyklus übelkeit";

// Nursing: how the patient was, what was looked at, what was sent along.
constexpr std::string_view nursing =
    "abc abdomen aches air albumin alk alkaline ambulated ambulates ankle antecubital arm aseptically assist "
    "auscultation axox3 b12 balance bandage bandaid banded bath bathroom bd belongings bilateral bili bilirubin "
    "bleeding blister bmi bottles bowel bp bpm breath breathing brisk bruising bun cadd calm chairside chart "
    "charted chemistry chills chloride clean cm co coat color commode companion complaints complicated compression "
    "continent cooling coordinate coordinated cough count covid crackers cracks cryotherapy cuff culture cultures "
    "declotted deep dentist desat diaphoresis diet differential dizziness draw dressed dressings drove dry easily "
    "eaten echo ekg endorsed ensure entlassen epi erythema escorted esophagitis exercise exp extremities feet "
    "fevers flu flushing folate folic forearm fri friday gait gastric gloved gowned gravity groin habits hair "
    "handoff hcg hct heat height hematocrit hematology heparinized here hives hob hospitalist hr hygiene "
    "hypotension ice identified identifiers ij inch inches incident incidents incontinent influenza inj inspection "
    "intake integrity intermittently irritant irritation itching jugular juice k lack lbs legs leukocytes "
    "lightheadedness limits lobe lumen lungs lymphocytes lytes mediport medlock mg midline milliliters moisturizer "
    "mon monday monocytes moods mucous myalgia myalgias mychart nadir nail nails notify ns numb oatmeal od "
    "orientation oriented orthostatic osh oximetry palpation panel paperwork parking patch peg perfused phosphatase "
    "phosphorus piv pivs platelet pleasantly pleurx pneumonia polyneuropathie polyneuropathy portacath powerport "
    "premedicate prevent printout proceed proceeded protection protein proton pulse purewick pyridoxine r radial "
    "recliner reconciliation reduce reminded removal replacement respirations respiratory restless rhythm ride "
    "rigors rinse rob routine saline saturday sclera screened seated sepsis settled shift shoulder shower sinus "
    "sitter sleep sleeping slept smooth snack spo2 spontaneous stairs statlock steady steri stool stools subclavian "
    "sun sunday sunscreen supplementation supplements swelling tachycardia tape taper tapered taxi tds tender "
    "tenderness thermometer thigh throat thrombosis thu thur thurs thursday thyroid tolerable torso transport "
    "transportation travel tue tues tuesday turgor unaccompanied underpad unlabored unremarkable upper urine "
    "utilized vaccine van verify vesicant vesicants visitor visitors vitamin vitamins vss vtbi vte walker weak wed "
    "wednesday wheezing wnl wound wrist wristband wristbanded zinc";

// Medicines that go with a treatment, or that many take.
constexpr std::string_view medicines =
    "acetaminophen allopurinol alprazolam amlodipine amoxicillin apixaban aprepitant aspirin atorvastatin atropine "
    "azithromycin baclofen bactrim bisacodyl buprenorphine calcium carvedilol cefepime ceftriaxone cetirizine "
    "chlorhexidine cipro ciprofloxacin claritin clindamycin clobetasol codeine colace compazine creon "
    "cyanocobalamin dalteparin decadron denosumab dexamethasone dilaudid diltiazem diphenhydramine docusate "
    "doxycycline duloxetine eliquis emend emla enoxaparin epinephrine epoetin escitalopram esomeprazole famotidine "
    "fentanyl feraheme ferritin filgrastim fluconazole fosaprepitant furosemide gabapentin ginger granisetron "
    "griseofulvin haldol heparin hydrocortisone hydromorphone hydroxyzine ibuprofen imodium insulin iron keppra "
    "ketorolac kytril lactulose lansoprazole lasix levaquin levetiracetam levofloxacin levothyroxine lidocaine "
    "lisinopril lomotil loperamide loratadine lorazepam losartan lovenox mag magnesium marinol medrol megace "
    "metformin methylprednisolone metoclopramide metoprolol metronidazole micafungin minocycline miralax "
    "mirtazapine morphine naloxone neulasta neupogen neutra normosol nystatin octreotide olanzapine omeprazole "
    "ondansetron oxycodone palonosetron pancrelipase pantoprazole pegfilgrastim penicillin pepcid percocet "
    "polyethylene potassium prednisone pregabalin prilosec prochlorperazin prochlorperazine promethazine protonix "
    "ranitidine reglan retacrit ringers rivaroxaban rosuvastatin senna sertraline simethicone simvastatin "
    "solumedrol spironolactone synthroid tamsulosin tramadol triamcinolone trimethoprim tums tylenol udenyca valium "
    "vancomycin venlafaxine warfarin xarelto xgeva zofran zoledronic zoloft zometa zyprexa zyrtec";

// What else is written of a course: who pays, which trial gave it its name, what the tumour did.
constexpr std::string_view course_more =
    "a1c abbruch abutting accredo achieving acneiform acth actionable activities additionally adherence adherent "
    "adjust adjusting adjustments administers admitted advice aetna afternoon aggregate agreeable allergies "
    "alopecia alteration alterations alternate ambulanter ambulation amended among amongst amylase anschließend "
    "ansprechen anticoagulation antimetabolite anxious anämie arrhythmia arrival arrive asked asleep associated "
    "attachment audiogram auswärtig auswärts auto autumn avs bcbs berichtet besserung bestand beste besteht bester "
    "between bezug bid billable biologic biweekly bloating blueteq blutbild bnp bonne book booked boost boston "
    "bouts brain break breaks bridging briefly buena bulky burning came cannula capped card cardiac cardiology "
    "careeverywhere caretaker cdt central cerebral changing checkmate checkpoint cheerful chemoimmunotherapy "
    "cholangitis chosen christie christmas ciclo ciclos cigna ckd cl clip closely codebreak cohort cold colitis "
    "collected comfortably commenced common communicated comorbidities compared comprehensive confirms conscious "
    "consecutive considerable consisted consistently consisting consolidated constant conversion cooperative coping "
    "correct corrected corresponding cortisol courier course covering cramping cramps cst ct curatively cure cures "
    "cyclical darkening decent decreasing deescalated deficiency degree delays demonstrates density derived "
    "dermatitis despite detailed deteriorated diabetic diagnosed diagnoses dialysis dietitian difficult diffuse "
    "discoloration discontinuing disposition dlco dob document documents doing dort dortiger dosisstufe downsizing "
    "dpyd drained dramatic driver drivers dropped dryness durchfall dynamic dysgeusia dysphagia earlier eased "
    "easter eating ebus ecchymosis echocardiogram edt ef effectively effusion egfr eight eighteen eleven elsewhere "
    "email embolism embolus emergent emotional encounter encouraging ende endpoint energy enlarged enlarging enough "
    "entire equally equivocal erhaltungstherapie erkrankung erstlinientherapie erythematous es escalate escalating "
    "especially essentially est everywhere exacerbation exact exactly exanthem except exceptional expansion express "
    "extensive extracranial fairly fall fast fatigued fax feasible felt fibrosis fifteen fifty files filled "
    "fingertip fingertips finishing fissure five flare flatiron fluctuating focal forty foundationone fourteen "
    "fraction fractions fragile frailty frank frequent fridays funded funding further furthermore fusion für gemäß "
    "generalized generally germany gesamt gfr global globally glucose grad gradual gradually grew growing grown "
    "größenprogrediente größenprogredienz größenregredient guardant gutem haarausfall hb hba1c hematologic "
    "hematuria hemodynamically hemoptysis hepatisch hiccups hier hirnmetastasen hmo hoarseness holiday holidays "
    "homecare hospitalisation hospitalised hospitalizations house however humana hundred hyperglycemia hypocalcemia "
    "hypokalemia hypomagnesemia hypophysitis hypothyroid hypoxia iaso ibw idw immigration immunochemotherapy "
    "impaired import impower impression improve improves india individual inferior inflammation inflammatory "
    "infliximab insurer intensified intensive intermediate international interstitial intervals interventional "
    "invasive ipilimumab irreversible isolated ivi jaundice je joint jointly kaiser kam kapseln keeping kept "
    "keynote knee knochenmetastasen kombination komplette kontrolle kontrollen kurs kurse laborkontrolle lag large "
    "lasted lasting latex leberfiliae lebermetastasen leptomeningeal lesser lethargy letter letzte leukopenia "
    "likewise linked lipase liver lobectomy locoregional longest lots lowered lunch lungenfiliae lungenmetastasen "
    "lying lymphadenopathy lymphonodal mabs magnitude mail mailed managing manifested marginally marked markedly "
    "mass mdrd mdt meaning measurable measured measurements median mediastinal medicaid melena mercy mexico middle "
    "midway mit mittags moderately modest moist molecular moreover mrt mst muga muscle mutations myelosuppression "
    "myocarditis müdigkeit n nab names nasal nct near nearby nearly neck necrosis nephritis neurologic "
    "neurotoxicity newly nhs nine nineteen nivolumab nka nkda nonetheless normalised normalized nose notably "
    "noticeable numerous nutrition nutritionist objective obstipation oligoprogression oncologically onpro onward "
    "onwards opioid optimal organ ossär otherwise outcomes outlying overnight overview oximeter paced pacific "
    "palliatively pancreatitis pancytopenia paper paravasat paresthesia paresthesias partielle partieller paused "
    "pausing pdt peak penultimate percent perianal permanent pfs pft pfts pharmacogenomic phase philippines "
    "phlebitis photosensitivity physical plateau plateaued platinum pleuritic pleurodesis polypharmacy portion "
    "poseidon positive posttreatment postural powered ppo prbc prbcs preceding predominantly predominately "
    "preoperative presented presenting preserved prevented preventive principal process progredient progresión "
    "progreso progressions projected prompt prompted promptly proteinuria proximal pruritus pseudoprogression pst "
    "psychosocial pulmonary punctual q15min q30min qtc quadruplet quarter quickly quite radiographically "
    "radiologically rahmen ramp rapidly ratio reached reaching reasons reassuring rebiopsy recalculated recalled "
    "rechallenge recommenced recovering recovers recurring redosed reduces reducing referral referring regarding "
    "regimens registry regredient regress reimaging reinforced relation relatively relieved remarkable renally "
    "repeatedly represented requirement requirements rescue resectable respectively responses restaged resting "
    "resulted resulting reticulocyte retrospectively revised rf rfl rinses road robust roughly réponse réponses "
    "rückgang sact saw sbrt scale scattered schedules schema schmerzen sclerosing seitdem seven seventeen severely "
    "shared sharp ship shipment shipped shortened shorter shortly shrank similar similarly sites sitting sixteen "
    "sixty skeletal sleepy slowed slower snacks social socially soln sore sores spaced sparing specific spine "
    "spirometry splenic sponsor spontaneously spots spring sputum srs stabilised stabilized staff staging "
    "staginguntersuchung standardised standing starting statement stationärer steadily stellung stenting sternal "
    "stiffness strict study suboptimal subtotal subtype sudden suffered sulfa summaries summarized summer "
    "superinfection superior supervised supplemental surescripts surgical surgically sw sweats swollen synchronous "
    "synopsis systemtherapie tablette tabletten tag tage talkative talking targetable tearful teils temporary "
    "tempus tense therapieabbruch therapiepause thick thin thirteen thirty thoracic thrombozytopenie thrombus "
    "thrush thyroiditis tightness tingly tips tiredness tissue tki tkis tocilizumab tolerably tolerancia toleriert "
    "tolérance tongue took touch tough towards toxizität tps trace transaminitis transfer transiently traveling "
    "travelling trending tricare trip troponin trouble ttnt ttp tumormarker twelve twenty tx ua ugt1a1 uhc ulcer "
    "ulcers ultrasound unblinded underlying uneventful uneventfully unexpectedly unfortunately unilateral units "
    "unsteady uptake urgent urinalysis urinary utc utilizing vacation vague varied vedolizumab vegf verkürzt "
    "vertebral vertigo verzögert viral visceral voiced volumes vorgestellt vorherige vorübergehend waking walking "
    "watery wbrt wechsel weekend weiterhin wellbeing went wheezes white widespread wiederholung winter "
    "wirkstoffwechsel wks worked worker working worst x2 x3 x4 x5 x6 x8 xray yield yielding young zeitpunkt "
    "zerebral zone zweitlinientherapie";

// What else nurses, pharmacies, payers and German wards write, each without bearing on whether a drug was given.
constexpr std::string_view beside_everything =
    "n/a follow occurs plt de talking avoid tired replete prophylactically intervention abbruch administratively "
    "adult aluminum anaesthesia anesthesia antibody antikörper anweisung arztbrief aspirin ativan bagged balance "
    "band bcn benadryl beschwerdefrei bill biosimilar blutbild bloods brand bsa capped cannulated cardiac cea "
    "central chaplain childproof cleanup clearance clinician cold commercial comorbidity concentration concerns "
    "copay coumadin cp creatinine ddi deficiency dex discarded discretion dj dosierung dpd dpyd drawn drive dw "
    "dysesthesia early ebl ehr elevated ende enrollment erforderlich evaluable expires extern fatal fertility final "
    "flowsheet freigabe gemäß gem generic genetics half hazardous helpline het hfs hickman hbv huber impairment "
    "ineffective infused insufficiency intention interactions iraes jw laborwerte leitlinie lng loperamide lot "
    "manual mdg measured medicare metabolizer metformin modifier moved ned needles neuts ngs nehmen none normwertig "
    "nothing nsaids nvd onpro ordnung ostomy overnight override owed paravasation partial path peripher phlebitis "
    "pod pregnancy premedicated preference print proceed protokoll prämedikation readback reaffirmed recalculated "
    "recorded refills reg reguläres regulär reintroduced renal replaces rescheduled rücklauf rtc scanned "
    "schriftlicher shipped short signature sob specimens spill spr spülung stat stocked stoma substitution "
    "substituted supply swallowed tested therapieart therapieplan therapieprotokoll tsh tto ttos traffic uaw uln "
    "ups urgent verify vial waived warfarin wasted patientenwunsch kopfschmerzen morgens abends";

// Words of cancer that a note on its treatment may hold without naming another.
constexpr std::string_view of_the_cancer =
    "adenocarcinoma adrenal advanced biomarker bone bones braf ca carcinoma cns colon crc exon findings g12c gene "
    "histology iii inoperable intracranial iva ivb kras lesion lesions luad lymph mcrc metastases metastasis mets "
    "msi mss mutant mutated mutation node nodes nodule nodules nonsquamous nsclc oligometastatic panc pancreas "
    "pancreatic pdac peritoneal pleural ras rectal rectum ret ros1 squamous stk11 tmb wild wildtype";

}  // namespace

bool is_harmless_beside_treatment(std::string_view word) {
  static const std::vector<Vocabulary> all = {
      Vocabulary(people_and_places), Vocabulary(around_a_dose),     Vocabulary(course_and_outcome),
      Vocabulary(instructions),      Vocabulary(orders_and_payers), Vocabulary(german),
      Vocabulary(nursing),           Vocabulary(course_more),       Vocabulary(medicines),
      Vocabulary(beside_everything), Vocabulary(of_the_cancer)};
  for (const Vocabulary& one : all)
    if (one.has(word)) return true;
  return false;
}

bool is_medicine(std::string_view word) {
  static const Vocabulary words(medicines);
  return words.has(word);
}

}  // namespace foresign::mapping
