#include "mapping/reading/variant_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

#include "mapping/terminology/terminology.hpp"
#include "mapping/text/genes.hpp"

namespace foresign::mapping {

namespace {

std::string lower_without_spaces(std::string_view written) {
  std::string folded;
  for (std::size_t at = 0; at < written.size(); ++at) {
    const auto c = static_cast<unsigned char>(written[at]);
    if (c == 0xC2 && at + 1 < written.size() && static_cast<unsigned char>(written[at + 1]) == 0xA0) {
      ++at;  // a space that does not break
      continue;
    }
    if (written.substr(at, 4) == "&gt;") {  // escaped for HTML
      folded += '>';
      at += 3;
      continue;
    }
    if (std::isspace(c) == 0) folded += static_cast<char>(std::tolower(c));
  }
  return folded;
}

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool letter(char c) {
  return c >= 'a' && c <= 'z';
}

std::optional<long> number_at(std::string_view text, std::size_t& at) {
  long value = 0;
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), value);
  if (error != std::errc() || !digit(text[at])) return std::nullopt;
  at = static_cast<std::size_t>(end - text.data());
  return value;
}

constexpr std::array<std::string_view, 21> three_letters = {"gly", "ala", "val", "leu", "ile", "met", "phe",
                                                            "trp", "pro", "ser", "thr", "cys", "tyr", "asn",
                                                            "gln", "asp", "glu", "lys", "arg", "his", "ter"};
constexpr std::string_view one_letters = "gavlimfwpstcynqdekrhx";

// The one-letter form of an amino acid at `at`; nothing where there is none.
std::optional<char> amino_acid_at(std::string_view text, std::size_t& at) {
  const std::string_view three = text.substr(at, 3);
  for (std::size_t i = 0; i < three_letters.size(); ++i) {
    if (three != three_letters[i]) continue;
    at += 3;
    return three_letters[i] == "ter" ? '*' : one_letters[i];
  }
  if (three == "xaa") {
    at += 3;
    return 'x';
  }
  if (at < text.size() && one_letters.find(text[at]) != std::string_view::npos) return text[at++];
  if (at < text.size() && (text[at] == '*' || text[at] == '=' || text[at] == '?')) return text[at++];
  return std::nullopt;
}

// The protein up to where its two forms part (exon 4A and 4B), and their ends.
constexpr std::string_view shared_residues =
    "mteyklvvvgaggvgksaltiqliqnhfvdeydptiedsyrkqvvidgetclldildtagqeeysamrdqymrtgegflcvfainntksfedihhyreqikrvkdsed"
    "vpmvlvgnkcdlpsrtvdtkqaqdlarsygipfietsaktrq";
constexpr std::string_view end_of_4a = "rvedafytlvreirqyrlkkiskeektpgcvkikkciim";
constexpr std::string_view end_of_4b = "gvddafytlvreirkhkekmskdgkkkkkksktkcvim";

constexpr long last_coding_base = 570;  // with the stop

bool is_residue_of_kras(char amino_acid, long position) {
  const auto at = [](std::string_view residues, long place) {
    return place >= 1 && place <= static_cast<long>(residues.size()) ? residues[static_cast<std::size_t>(place - 1)]
                                                                     : ' ';
  };
  const long length = static_cast<long>(shared_residues.size());
  if (position <= length) return at(shared_residues, position) == amino_acid;
  return at(end_of_4a, position - length) == amino_acid || at(end_of_4b, position - length) == amino_acid;
}

// `gly12cys`, `g12c`, `g12x`, `gly12=/cys` (mosaic).
Change read_protein(std::string_view text) {
  std::string plain;
  for (const char c : text)
    if (c != '(' && c != ')' && c != '[' && c != ']') plain += c;
  std::size_t at = 0;
  const auto from = amino_acid_at(plain, at);
  if (!from || *from == '=' || *from == '?' || at >= plain.size()) return Change::none;
  const auto position = number_at(plain, at);
  if (!position) return Change::none;
  if (at >= plain.size()) return *from == 'g' && *position == 12 ? Change::open : Change::none;
  if (plain.compare(at, 2, "=/") == 0) at += 2;
  if (plain.compare(at, 1, ">") == 0) ++at;  // `Gly12>Cys`
  const std::size_t before = at;
  const auto to = amino_acid_at(plain, at);
  if (*from != 'g' || *position != 12)
    return to || plain.compare(before, 2, "fs") == 0 || plain.compare(before, 3, "del") == 0 ? Change::other
                                                                                             : Change::none;
  if (!to || *to == '?' || *to == 'x') return Change::open;
  std::string_view rest = std::string_view(plain).substr(at);
  while (!rest.empty() && (rest.front() == '.' || rest.front() == ',' || rest.front() == ';')) rest.remove_prefix(1);
  // `G12C/D`, `Gly12(Cys/Ser)`: one of several (rule 6.4)
  if (rest.starts_with("/") || rest.starts_with("|") || rest.starts_with("^"))
    return *to == 'c' && (rest.substr(1) == "c.34g>t" || rest.substr(1) == "gly12cys" || rest.substr(1) == "g12c")
               ? Change::g12c
               : Change::open;
  // `g12cab` is some other name; `G12C (-)` and `G12C: WT` are no mere names but say more, which their text tells.
  if (!rest.empty()) return Change::none;
  return *to == 'c' ? Change::g12c : Change::other;
}

// `v600e`, `p.leu858arg`, `c.2573t>g`: KRAS has no such amino acid there, or is not that long.
bool is_foreign_to_kras(std::string_view text) {
  std::size_t at = 0;
  if (text.starts_with("c.")) {
    at = text.find_first_of("0123456789");
    const auto base = at < text.size() ? number_at(text, at) : std::nullopt;
    return base && *base > last_coding_base && text.find("c.*") == std::string_view::npos;
  }
  if (text.starts_with("p.")) text.remove_prefix(2);
  while (!text.empty() && (text.front() == '(' || text.front() == '[')) text.remove_prefix(1);
  const auto residue = text.empty() ? std::nullopt : amino_acid_at(text, at);
  const auto position = residue && at < text.size() ? number_at(text, at) : std::nullopt;
  return position && *residue != '=' && *residue != '?' && !is_residue_of_kras(*residue, *position);
}

constexpr std::string_view bases = "acgt";

// `g34t`, as ANNOVAR writes: the base, its place, the new base.
std::optional<std::string> base_first(std::string_view text) {
  if (text.empty() || bases.find(text.front()) == std::string_view::npos) return std::nullopt;
  std::size_t at = 1;
  const auto place = at < text.size() ? number_at(text, at) : std::nullopt;
  if (!place || at >= text.size() || bases.find(text[at]) == std::string_view::npos) return std::nullopt;
  return std::to_string(*place) + text.front() + ">" + std::string(text.substr(at));
}

// After `c.`: `34g>t`, `[34g>t];[34=]`, `g34t`, `33_34delinsct`, `33_34deltginsct`.
Change read_coding(std::string_view text) {
  while (!text.empty() && (text.front() == '[' || text.front() == '(')) text.remove_prefix(1);
  if (const auto turned = base_first(text)) return read_coding(*turned);
  std::size_t at = 0;
  const auto first = text.empty() ? std::nullopt : number_at(text, at);
  if (!first) return text.empty() ? Change::none : Change::other;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) return Change::other;  // an intron
  long last = *first;
  if (at < text.size() && text[at] == '_') {
    ++at;
    const auto second = at < text.size() ? number_at(text, at) : std::nullopt;
    if (!second) return Change::none;
    last = *second;
  }
  std::string_view change = text.substr(at);
  if (change.starts_with("g->t")) change = "g>t";
  const std::size_t end = change.find_first_of("([;,)]");
  // `c.34G>T (p.Gly12Cys)`; what else follows, `c.34G>T (not detected)`, is told by the text, not by the name.
  if (end != std::string_view::npos) {
    std::string_view more = change.substr(end);
    while (!more.empty() && std::string_view("([;,)]").find(more.front()) != std::string_view::npos)
      more.remove_prefix(1);
    if (more.starts_with("p.")) more.remove_prefix(2);
    const bool other_copy = more.starts_with(std::to_string(*first) + "=");  // `c.[34G>T];[34=]`
    if (!more.empty() && !other_copy && read_protein(more) == Change::none) return Change::none;
  }
  change = change.substr(0, end);
  if (change.empty()) return Change::none;
  if (*first == 34 && last == 34 && change == "g>t") return Change::g12c;
  if (*first == 33 && last == 34 && (change == "delinsct" || change == "deltginsct" || change == "tg>ct"))
    return Change::g12c;
  if (last < 34 || *first > 36) return Change::other;
  // Within codon 12: one base changed gives another amino acid; what else is inserted there may give cysteine.
  return *first == last && change.size() == 3 && change[1] == '>' ? Change::other : Change::open;
}

struct Place {
  long g12c = 0;        // the base of c.34 on the chromosome
  long gene_first = 0;  // KRAS
  long gene_last = 0;
};
constexpr Place grch38 = {25245351, 25205246, 25250929};
constexpr Place grch37 = {25398285, 25357723, 25403870};

// A change on chromosome 12; KRAS is on its reverse strand.
VariantName on_chromosome(const Place& place, long first, long last, std::string_view change) {
  if (last < place.gene_first || first > place.gene_last) return {Gene::other, Change::other};
  if (first == place.g12c && last == first && change == "c>a") return {Gene::kras, Change::g12c};
  if (first == place.g12c && last == first + 1 && (change == "delinsag" || change == "delcainsag" || change == "ca>ag"))
    return {Gene::kras, Change::g12c};
  // The chromosome has C where the gene, on its other strand, has G: what says G>T there has its strands mixed up.
  if (first == place.g12c && last == first && change.starts_with("g>")) return {Gene::kras, Change::open};
  if (last < place.g12c - 2 || first > place.g12c) return {Gene::kras, Change::other};
  const bool one_base = first == last && change.size() == 3 && change[1] == '>';
  return {Gene::kras, one_base ? Change::other : Change::open};
}

bool on_chromosome_12(std::string_view accession) {
  return accession.starts_with("nc_000012") || accession == "12" || accession == "chr12" || accession == "chromosome12";
}

VariantName place_it(std::string_view accession, long first, long last, std::string_view change) {
  if (!accession.empty() && !on_chromosome_12(accession)) return {Gene::other, Change::other};
  if (accession.starts_with("nc_000012.12")) return on_chromosome(grch38, first, last, change);
  if (accession.starts_with("nc_000012.11")) return on_chromosome(grch37, first, last, change);
  const VariantName newer = on_chromosome(grch38, first, last, change);
  return newer.gene == Gene::kras ? newer : on_chromosome(grch37, first, last, change);
}

// After `g.`: `25245351c>a`, `25245351_25245352delinsag`.
VariantName read_genomic(std::string_view accession, std::string_view text) {
  std::size_t at = 0;
  while (!text.empty() && (text.front() == '[' || text.front() == '(')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ']' || text.back() == ')')) text.remove_suffix(1);
  if (text.empty()) return {};
  const auto first = number_at(text, at);
  if (!first) return {};
  long last = *first;
  if (at < text.size() && text[at] == '_') {
    ++at;
    const auto second = number_at(text, at);
    if (!second) return {};
    last = *second;
  }
  return place_it(accession, *first, last, text.substr(at));
}

// SPDI counts from 0 on an accession, `nc_000012.12:25245350:c:a`; VCF from 1 on a chromosome, `chr12:25398285:c:a`,
// `12-25398285-c-a`, `chr12:25398285c>a`.
std::optional<VariantName> read_place(std::string_view accession, std::string_view rest, char separator) {
  std::size_t at = 0;
  if (!on_chromosome_12(accession) || rest.empty()) return std::nullopt;
  const auto position = number_at(rest, at);
  if (!position || at >= rest.size()) return std::nullopt;
  const bool accessioned = accession.starts_with("nc_");
  if (!accessioned && at + 2 < rest.size() && rest[at + 1] == '>')
    return place_it(accession, *position, *position, rest.substr(at, 3));
  if (rest[at] != separator) return std::nullopt;
  const std::string_view alleles = rest.substr(at + 1);
  const std::size_t middle = alleles.find(separator);
  if (middle == std::string_view::npos) return std::nullopt;
  const std::string change = std::string(alleles.substr(0, middle)) + ">" + std::string(alleles.substr(middle + 1));
  const long first = *position + (accessioned ? 1 : 0);
  return place_it(accession, first, first - 1 + std::max<long>(1, static_cast<long>(middle)), change);
}

std::string_view without_version(std::string_view accession) {
  return accession.substr(0, accession.find('.'));
}

// ids that name a change of KRAS by themselves (kras.tsv)
std::optional<VariantName> read_id(std::string_view folded) {
  if (folded.starts_with("rs") && folded.size() > 2 && digit(folded[2])) {
    if (folded == "rs121913530") return VariantName{Gene::kras, Change::open, true};
    if (folded == "rs121913530c>a" || folded == "rs121913530(c>a)") return VariantName{Gene::kras, Change::g12c};
    if (folded == "rs121913529") return VariantName{Gene::kras, Change::other};
    return VariantName{Gene::none, Change::none};
  }
  if (folded.starts_with("cosm") || folded.starts_with("cosv")) {
    if (folded == "cosm516" || folded == "cosm1140136" || folded == "cosv55497469")
      return VariantName{Gene::kras, Change::g12c};
    if (folded == "cosm521" || folded == "cosm520") return VariantName{Gene::kras, Change::other};
    return VariantName{};
  }
  if (folded.starts_with("vcv")) {
    const std::string_view id = without_version(folded);
    if (id == "vcv000012578" || id == "vcv001701193") return VariantName{Gene::kras, Change::g12c};
    if (id == "vcv000012582" || id == "vcv000012583") return VariantName{Gene::kras, Change::other};
    return VariantName{};
  }
  return std::nullopt;
}

// What stands after the accession: `c.34g>t(p.gly12cys)`.
VariantName read_change(std::string_view accession, std::string_view rest) {
  while (rest.starts_with("(") && !rest.starts_with("(gly") && rest.size() > 2) rest.remove_prefix(1);
  if (rest.starts_with("c.")) {
    const Change coding = read_coding(rest.substr(2));
    const std::size_t protein = rest.find("p.");
    if (protein == std::string_view::npos || coding == Change::g12c) return {Gene::none, coding};
    const Change said = read_protein(rest.substr(protein + 2));
    return {Gene::none, coding == Change::open || coding == Change::none ? said : coding};
  }
  if (rest.starts_with("g.")) return read_genomic(accession, rest.substr(2));
  if (rest.starts_with("p.")) return {Gene::none, read_protein(rest.substr(2))};
  if (rest.starts_with("pg12") || rest.starts_with("pgly12")) return {Gene::none, read_protein(rest.substr(1))};
  if (rest.size() > 4 && digit(rest.front()) && rest.find('>') != std::string_view::npos)  // `34G>T`
    return {Gene::none, read_coding(rest)};
  return {Gene::none, read_protein(rest)};
}

}  // namespace

Gene gene_of_accession(std::string_view accession) {
  static constexpr std::array<std::string_view, 14> kras = {
      "nm_004985",       "nm_033360",       "nm_001369786",    "nm_001369787",   "np_004976",
      "np_203524",       "np_001356715",    "np_001356716",    "ng_007524",      "lrg_344",
      "enst00000256078", "enst00000311936", "ensp00000256078", "ensg00000133703"};
  static constexpr std::array<std::string_view, 10> kinds = {"nm_", "np_",  "xm_",  "xp_",  "nr_",
                                                             "ng_", "lrg_", "enst", "ensp", "ensg"};
  std::string folded = lower_without_spaces(without_version(accession));
  if (folded.starts_with("lrg_"))
    while (!folded.empty() && folded.size() > 5 && (letter(folded[folded.size() - 2]) && digit(folded.back())))
      folded.resize(folded.size() - 2);
  if (folded == "ensp00000308495" || std::ranges::find(kras, folded) != kras.end()) return Gene::kras;
  const bool accession_like = std::ranges::any_of(
      kinds, [&](std::string_view kind) { return folded.starts_with(kind) && folded.size() > kind.size() + 2; });
  return accession_like ? Gene::other : Gene::none;
}

namespace {

// `p.Gly12Asp`, `gly12asp`, `g12d` -> `G12D`
std::string short_protein(std::string_view written) {
  std::string plain = lower_without_spaces(written);
  if (plain.starts_with("p.")) plain.erase(0, 2);
  std::size_t at = 0;
  const auto from = amino_acid_at(plain, at);
  const auto position = from && at < plain.size() ? number_at(plain, at) : std::nullopt;
  const auto to = position && at < plain.size() ? amino_acid_at(plain, at) : std::nullopt;
  if (!to || at != plain.size()) return {};
  const auto upper = [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); };
  return upper(*from) + std::to_string(*position) + upper(*to);
}

// "KRAS codon 12: p.G12C"
bool names_region(std::string_view accession) {
  return accession.find("codon") != std::string_view::npos || accession.find("exon") != std::string_view::npos;
}

}  // namespace

std::optional<long> residue_named(std::string_view folded) {
  if (folded.starts_with("p.")) folded.remove_prefix(2);
  std::size_t at = 0;
  const auto residue = folded.empty() ? std::nullopt : amino_acid_at(folded, at);
  const auto position = residue && at < folded.size() ? number_at(folded, at) : std::nullopt;
  if (!position || at != folded.size() || !is_residue_of_kras(*residue, *position)) return std::nullopt;
  return position;
}

std::string change_shown(std::string_view written) {
  std::string other;
  for (std::string_view rest = written; !rest.empty();) {
    const std::size_t end = rest.find_first_of(" \t(),;:");
    const std::string_view token = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (std::string name = short_protein(token); !name.empty()) return name;
    if (other.empty() && (token.starts_with("c.") || token.starts_with("g.") || token.starts_with("rs"))) other = token;
  }
  return other.empty() ? std::string(written) : other;
}

VariantName read_variant(std::string_view written) {
  std::string folded = lower_without_spaces(written);
  if (const auto id = read_id(folded)) return *id;
  // "NC_000012.12:g.25245351C>A (GRCh38)", "hg19 chr12:g.25398285C>A"
  for (const std::string_view assembly :
       {"(grch38)", "(grch37)", "(hg38)", "(hg19)", "hg38", "hg19", "grch38", "grch37"})
    if (const std::size_t at = folded.find(assembly); at != std::string::npos) folded.erase(at, assembly.size());
  if (const std::size_t dash = folded.find('-'); dash != std::string::npos)
    if (const auto placed =
            read_place(std::string_view(folded).substr(0, dash), std::string_view(folded).substr(dash + 1), '-'))
      return *placed;
  // ANNOVAR: `KRAS:NM_033360:exon2:c.G34T:p.G12C`
  if (const std::size_t exon = folded.find(":exon"), coding = folded.find(":c.");
      exon < coding && coding != std::string::npos) {
    const std::size_t first = folded.find(':');
    const std::size_t from = first < exon ? first + 1 : 0;
    std::string plain = folded.substr(from, exon - from) + folded.substr(coding);
    if (const std::size_t protein = plain.find(":p."); protein != std::string::npos) plain.replace(protein, 1, "(");
    folded = std::move(plain);
  }
  const std::size_t colon = folded.find(':');
  std::string_view accession;
  std::string_view rest = folded;
  Gene gene = Gene::none;
  if (colon != std::string::npos) {
    accession = std::string_view(folded).substr(0, colon);
    rest = rest.substr(colon + 1);
    const std::size_t open = accession.find('(');
    if (open != std::string_view::npos) {
      gene = gene_named(accession.substr(open + 1, accession.find(')') - open - 1));
      accession = accession.substr(0, open);
    }
    if (const auto placed = read_place(accession, rest, ':')) return *placed;
    // `Not detected: G12C` is no accession with its change.
    if (gene_of_accession(accession) == Gene::none && gene_named(accession) == Gene::none &&
        !on_chromosome_12(accession) && (std::ranges::none_of(accession, digit) || names_region(accession)))
      return {};
    // The id wins over the symbol beside it; an isoform that we do not know is believed.
    const Gene by_accession = gene_of_accession(accession);
    const bool unknown_isoform = by_accession == Gene::other && gene == Gene::kras &&
                                 (accession.starts_with("nm_001") || accession.starts_with("x"));
    if (by_accession != Gene::none && !unknown_isoform)
      gene = by_accession;
    else if (gene == Gene::none)
      gene = gene_named(accession);
  } else {
    // `KRAS p.G12C`, `KRASG12C`
    for (const std::string_view name : {"kras", "k-ras"}) {
      if (!rest.starts_with(name)) continue;
      gene = Gene::kras;
      rest.remove_prefix(name.size());
    }
  }
  VariantName name = read_change(accession, rest);
  if (name.gene == Gene::none && name.change != Change::none) name.gene = gene;
  if (name.change == Change::other && name.gene != Gene::other && is_foreign_to_kras(rest)) name.gene = Gene::other;
  return name;
}

VariantName read_variant(const fhir::Coding& coding) {
  const std::string system = lower_without_spaces(coding.system);
  if (system.find("clinvar") != std::string::npos) {
    std::string id = coding.code;
    if (!id.empty() && std::ranges::all_of(id, [](char c) { return digit(c); })) {
      if (id == "12578") return {Gene::kras, Change::g12c};
      if (id == "12582" || id == "12583") return {Gene::kras, Change::other};
      if (id == "1701193") return {Gene::kras, Change::g12c};
      return {};
    }
  }
  const bool numeric = !coding.code.empty() && std::ranges::all_of(coding.code, [](char c) { return digit(c); });
  if (numeric && code_system(coding.system) == CodeSystem::cosmic) return read_variant("COSM" + coding.code);
  VariantName by_code = numeric ? VariantName{} : read_variant(coding.code);
  if (by_code.change != Change::none) return by_code;
  return read_variant(coding.display);
}

bool is_other_gene(std::string_view folded) {
  return folded != "kras" && text::is_gene_symbol(folded);
}

Gene gene_named(std::string_view written) {
  const std::string folded = lower_without_spaces(written);
  if (folded.starts_with("hgnc:")) return folded == "hgnc:6407" ? Gene::kras : Gene::other;
  if (folded == "kras" || folded == "k-ras" || folded == "kras2" || folded == "ki-ras" || folded == "kirstenratsarcoma")
    return Gene::kras;
  if (is_other_gene(folded) || folded == "n-ras" || folded == "h-ras") return Gene::other;
  const Gene by_accession = gene_of_accession(folded);
  return by_accession;
}

Gene gene_of(const fhir::CodeableConcept& gene) {
  bool kras = false;
  bool other = false;
  for (const fhir::Coding& coding : gene.codings) {
    const CodeSystem system = code_system(coding.system);
    const bool numeric = !coding.code.empty() && std::ranges::all_of(coding.code, [](char c) { return digit(c); });
    Gene named = Gene::none;
    if (numeric) {
      const bool hgnc =
          system == CodeSystem::hgnc || lower_without_spaces(coding.system).find("genenames") != std::string::npos;
      if (hgnc)
        named = coding.code == "6407" ? Gene::kras : Gene::other;
      else if (system == CodeSystem::ncbi_gene)
        named = coding.code == "3845" ? Gene::kras : Gene::other;
    } else if (!coding.code.empty()) {
      named = gene_named(coding.code);
    }
    kras = kras || named == Gene::kras;
    other = other || named == Gene::other;
  }
  if (kras && other) return Gene::open;
  if (kras) return Gene::kras;
  if (other) return Gene::other;
  for (const fhir::Coding& coding : gene.codings)
    if (const Gene named = gene_named(coding.display); named != Gene::none) return named;
  return gene_named(gene.text);
}

}  // namespace foresign::mapping
