// What may be asked of the store, and what it answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cds/store/chain.hpp"
#include "cds/store/records.hpp"

namespace foresign::store {

// All that are given must hold; an empty text asks for nothing. Texts are compared byte for byte.
struct Filter {
  std::optional<Time> from;   // feedback: received; audit: time of the record
  std::optional<Time> until;  // not itself included
  std::string issuer;
  std::string tenant;
  std::string card;        // feedback only
  std::string request_id;  // audit only, as those below
  std::string service;
  std::string policy;
  std::string drug;
  bool comments = false;  // feedback: also read the free text
};

// Where a page begins: the `next` of the page before; 0 for the first.
using Cursor = std::int64_t;

template <class T>
struct Page {
  std::vector<T> records;      // in the order in which they were stored
  Cursor next = 0;             // 0: there are no more
  std::size_t unreadable = 0;  // rows that hold no record of ours: someone else wrote to the database
};

// What the walk over the audit chain found.
enum class Integrity : std::uint8_t {
  intact,
  altered,    // the entry, or the one before it, is not as it was written
  reordered,  // the entry stands in another place than it was written in
  missing,    // the entry that should stand here does not, and no purge tells of it
  truncated,  // entries at the end are gone: the store's own head, or the one given, knows of more
  unreadable  // the database could not be read: nothing was found out
};

// What cannot be found: a chain that was written anew from some entry on together with the store's own head, or was
// cut at its end together with it - unless a head that was kept elsewhere is given.
struct Verified {
  Integrity integrity = Integrity::unreadable;
  std::int64_t at = 0;     // sequence of the first entry that is wrong; 0 where none is
  std::int64_t first = 0;  // first entry that is there; more than 1 after a purge
  std::size_t entries = 0;
  Head head;  // the last entry; worth keeping
};

}  // namespace foresign::store
