// Names of genes and of sequence changes, as far as rule 6.2 needs them: does this name KRAS G12C? Pure; no tables.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fhir/types/types.hpp"

namespace foresign::mapping {

// open: KRAS or another RAS gene, the name does not say which ("KRAS/NRAS", 81420-2). none: no gene is named.
enum class Gene : std::uint8_t { none, kras, other, open };

enum class Change : std::uint8_t {
  none,
  g12c,
  other,  // another change of a gene: G12D, c.35G>A; of another gene, V600E, where KRAS has no such amino acid
  open    // covers G12C among others: rs121913530, G12X, codon 12
};

struct VariantName {
  Gene gene = Gene::none;  // where the name says it by itself: accession, ClinVar, COSMIC
  Change change = Change::none;
  bool dbsnp = false;  // rs121913530: the alternate base decides (rule 6.2)
  friend bool operator==(const VariantName&, const VariantName&) = default;
};

// One change as written: `c.34G>T`, `NM_004985.5(KRAS):c.33_34delinsCT (p.Gly12Cys)`, `p.(Gly12Cys)`, `G12C`,
// `NC_000012.12:g.25245351C>A`, `NC_000012.12:25245350:C:A`, `rs121913530`, `COSM516`, `VCV000012578`.
VariantName read_variant(std::string_view written);
// The same for a coding; a number alone is a ClinVar id only under ClinVar's system.
VariantName read_variant(const fhir::Coding& coding);

// An amino acid of KRAS with its place and no change: `Q61`, `p.Ala146`.
std::optional<long> residue_named(std::string_view folded);

// As a reader would say it: `http://varnomen.hgvs.org p.Gly12Asp` -> `G12D`, `NM_004985.5:c.35G>A` -> `c.35G>A`.
std::string change_shown(std::string_view written);

// The gene that an accession belongs to: `NM_004985.5`, `ENST00000256078`, `LRG_344t1`.
Gene gene_of_accession(std::string_view accession);
// A symbol or an id: `KRAS`, `K-RAS`, `HGNC:6407`.
Gene gene_named(std::string_view written);
// Of a coded gene: the id wins over the display (rule 6.2).
Gene gene_of(const fhir::CodeableConcept& gene);
// A symbol of another gene than KRAS, in lower case: `egfr`.
bool is_other_gene(std::string_view folded);

}  // namespace foresign::mapping
