#include "mapping/text/genes.hpp"

#include <algorithm>
#include <array>

namespace foresign::text {
namespace {

// Sorted. Symbols that are words as well ("max", "set") and FH, a family history more often, are left out.
constexpr auto symbols = std::to_array<std::string_view>(
    {"abl1",    "abl2",    "acvr1",    "acvr1b", "acvr2a",  "ago2",     "akt1",   "akt2",   "akt3",    "alk",
     "alox12b", "amer1",   "apc",      "araf",   "arfrp1",  "arid1a",   "arid1b", "arid2",  "asxl1",   "asxl2",
     "atm",     "atr",     "atrx",     "aurka",  "aurkb",   "axin1",    "axin2",  "axl",    "b2m",     "bap1",
     "bard1",   "bcl2",    "bcl2l1",   "bcl2l2", "bcl6",    "bcor",     "bcorl1", "braf",   "brca1",   "brca2",
     "brd4",    "brip1",   "btg1",     "btg2",   "btk",     "card11",   "casp8",  "cbfb",   "cbl",     "ccnd1",
     "ccnd2",   "ccnd3",   "ccne1",    "cd22",   "cd70",    "cd74",     "cd79a",  "cd79b",  "cdc73",   "cdh1",
     "cdk12",   "cdk4",    "cdk6",     "cdk8",   "cdkn1a",  "cdkn1b",   "cdkn2a", "cdkn2b", "cdkn2c",  "cebpa",
     "chek1",   "chek2",   "cldn18",   "cmet",   "crebbp",  "crkl",     "csf1r",  "csf3r",  "ctcf",    "ctnna1",
     "ctnnb1",  "cul3",    "cul4a",    "cxcr4",  "cyp17a1", "daxx",     "ddr1",   "ddr2",   "dicer1",  "dis3",
     "dnmt3a",  "dot1l",   "dpyd",     "eed",    "egfr",    "eif1ax",   "eml4",   "emsy",   "epas1",   "epcam",
     "epha3",   "epha5",   "ephb1",    "ephb4",  "erbb2",   "erbb3",    "erbb4",  "ercc1",  "ercc2",   "ercc3",
     "ercc4",   "erg",     "errfi1",   "esr1",   "etv1",    "etv4",     "etv5",   "etv6",   "ewsr1",   "ezh2",
     "ezr",     "fam46c",  "fanca",    "fancc",  "fancd2",  "fance",    "fancf",  "fancg",  "fancl",   "fat1",
     "fat3",    "fat4",    "fbxw7",    "fgf10",  "fgf12",   "fgf14",    "fgf19",  "fgf23",  "fgf3",    "fgf4",
     "fgf6",    "fgfr",    "fgfr1",    "fgfr2",  "fgfr3",   "fgfr4",    "flcn",   "flt1",   "flt3",    "flt4",
     "folr1",   "foxa1",   "foxl2",    "foxp1",  "fubp1",   "gabra6",   "gata2",  "gata3",  "gata4",   "gata6",
     "gid4",    "gli1",    "gna11",    "gna13",  "gnaq",    "gnas",     "grin2a", "grm3",   "gsk3b",   "h3c2",
     "h3f3a",   "hdac1",   "her2",     "hgf",    "hnf1a",   "hoxb13",   "hras",   "hsd3b1", "id3",     "idh1",
     "idh2",    "igf1r",   "ikbke",    "ikzf1",  "inpp4b",  "irf2",     "irf4",   "irs2",   "jak1",    "jak2",
     "jak3",    "kdm5a",   "kdm5c",    "kdm6a",  "kdr",     "keap1",    "kif5b",  "kit",    "klhl6",   "kmt2a",
     "kmt2c",   "kmt2d",   "kras",     "lats1",  "lats2",   "lrp1b",    "ltk",    "lyn",    "lztr1",   "mad2l1",
     "map2k1",  "map2k2",  "map2k4",   "map3k1", "map3k13", "map3k14",  "mapk1",  "mapk3",  "mcl1",    "mdm2",
     "mdm4",    "med12",   "mef2b",    "men1",   "mertk",   "met",      "mga",    "mitf",   "mknk1",   "mlh1",
     "mll2",    "mpl",     "mras",     "mre11",  "mre11a",  "msh2",     "msh3",   "msh6",   "mst1",    "mst1r",
     "mtap",    "mtor",    "mutyh",    "myc",    "mycl",    "mycn",     "myd88",  "nbn",    "ncor1",   "nf1",
     "nf2",     "nfe2l2",  "nfkbia",   "nkx2",   "nkx21",   "notch1",   "notch2", "notch3", "notch4",  "npm1",
     "nr4a3",   "nras",    "nrg1",     "nrg2",   "nrg3",    "nrg4",     "nsd1",   "nsd2",   "nsd3",    "nt5c2",
     "nthl1",   "ntrk",    "ntrk1",    "ntrk2",  "ntrk3",   "nutm1",    "p2ry8",  "pak1",   "palb2",   "parp1",
     "parp2",   "parp3",   "pax5",     "pbrm1",  "pdcd1",   "pdcd1lg2", "pdgfra", "pdgfrb", "pdk1",    "pik3c2b",
     "pik3c2g", "pik3ca",  "pik3cb",   "pik3r1", "pik3r2",  "pim1",     "plcg2",  "pms2",   "pold1",   "pole",
     "polq",    "ppp2r1a", "ppp2r2a",  "prdm1",  "prex2",   "prkar1a",  "prkci",  "prkn",   "ptch1",   "ptch2",
     "pten",    "ptpn11",  "ptprd",    "ptpro",  "ptprs",   "ptprt",    "qki",    "rac1",   "rad21",   "rad50",
     "rad51",   "rad51b",  "rad51c",   "rad51d", "rad52",   "rad54l",   "raf1",   "rap1a",  "rara",    "rb1",
     "rbm10",   "ret",     "rhoa",     "rhob",   "rictor",  "rit1",     "rnf213", "rnf43",  "ros1",    "rptor",
     "rras",    "rras2",   "rspo2",    "rspo3",  "runx1",   "runx1t1",  "sdc4",   "sdha",   "sdhb",    "sdhc",
     "sdhd",    "setd2",   "sf3b1",    "sgk1",   "slc34a2", "smad2",    "smad3",  "smad4",  "smarca2", "smarca4",
     "smarcb1", "smarcd1", "smo",      "sncaip", "socs1",   "sox10",    "sox17",  "sox2",   "sox9",    "spen",
     "spop",    "src",     "stag2",    "stat3",  "stat5b",  "stk11",    "sufu",   "syk",    "tbx3",    "tcf3",
     "tcf7l2",  "tek",     "terc",     "tert",   "tet1",    "tet2",     "tgfb1",  "tgfbr1", "tgfbr2",  "tipin",
     "tmprss2", "tnfaip3", "tnfrsf14", "tp53",   "tpmt",    "tpr",      "traf7",  "tsc1",   "tsc2",    "tyro3",
     "u2af1",   "ugt1a1",  "vegfa",    "vhl",    "vtcn1",   "wt1",      "xpo1",   "xrcc2",  "yap1",    "zfhx3",
     "znf217",  "znf703",  "zrsr2"});

constexpr auto markers = std::to_array<std::string_view>(
    {"brca", "cd274", "dmmr", "her", "mmr", "msi", "mss", "pd", "pdl1", "pmmr", "ras", "tmb"});

static_assert(std::ranges::is_sorted(symbols));

}  // namespace

bool is_gene_symbol(std::string_view folded) {
  return std::ranges::binary_search(symbols, folded);
}

bool names_gene(std::string_view folded) {
  return is_gene_symbol(folded) || std::ranges::find(markers, folded) != markers.end();
}

}  // namespace foresign::text
