// Remarks: what is written beside a treatment (notes, reasons of its status, dosage instructions, words beside a code),
// and what of it says that it was not given (rule 7.2). Shared by chapters 7 and 8.
//
// A remark without a word of giving, planning, refusing, erring or doubting says nothing against a treatment. One with
// such a word does, unless that word is understood as being about something else: "no toxicity", "cycle 5 not given",
// "declined transfusion", "bevacizumab held".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/reading/treatment_names.hpp"
#include "mapping/reading/treatment_starts.hpp"

namespace foresign::mapping {

struct Remark {
  enum class Kind : std::uint8_t { note, status_reason, dosage, name };
  Kind kind = Kind::note;
  std::string words;
  std::string written = {};  // as the record has it, where `words` has less
};

struct Objection {
  enum class Weight : std::uint8_t {
    none,
    plans,  // only of what is to come: nothing against an order (rule 8.1)
    held,
    doubt,
    never  // it says in so many words that the treatment was not given
  };
  Weight weight = Weight::none;
  Remark::Kind kind = Remark::Kind::note;
  std::string words;  // the statement
};

// The strongest objection among the remarks on a treatment of these drugs.
Objection objection_in(const Terminology& codes, const std::vector<Remark>& remarks, const Named& named);

// What a note says that the treatment was for: of "given for ovarian cancer" the last two words.
std::vector<std::string> purposes_in(const std::vector<Remark>& remarks);

// Whether it says by itself that something was given: "received 4 of 6 cycles", "tolerated well".
bool says_given(const text::Text& text);

// `not taken, as its note says`
std::string in_words(const Objection& objection);

void add_remarks(std::vector<Remark>& remarks, Remark::Kind kind, const std::vector<std::string>& words);
void add_remarks(std::vector<Remark>& remarks, Remark::Kind kind, const std::vector<fhir::CodeableConcept>& reasons);

// All that FHIR has for a treatment: its notes, the reasons of its status, its instructions; without what dates its
// start before `day`.
template <class Resource>
std::vector<Remark> remarks_on(const Resource& resource, date::sys_days day) {
  std::vector<Remark> remarks;
  add_remarks(remarks, Remark::Kind::note, resource.notes);
  if constexpr (requires { resource.status_reasons; })
    add_remarks(remarks, Remark::Kind::status_reason, resource.status_reasons);
  else
    add_remarks(remarks, Remark::Kind::status_reason, std::vector{resource.status_reason});
  if constexpr (requires { resource.dosage; }) add_remarks(remarks, Remark::Kind::dosage, resource.dosage.texts);
  if constexpr (requires { resource.outcome; }) add_remarks(remarks, Remark::Kind::note, std::vector{resource.outcome});
  for (Remark& remark : remarks) {
    remark.written = std::move(remark.words);
    remark.words = without_starts(remark.written, day);
  }
  return remarks;
}

}  // namespace foresign::mapping
