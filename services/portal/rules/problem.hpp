// What went wrong with a request, as RFC 9457 writes it: a stable code for programs, a title and a detail in Chinese
// for the person, the trace id for whoever looks into the logs.
//
// Pure; any thread. No personal data: a detail says which field, never what stood in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"

namespace naadam::portal {

inline constexpr std::string_view kProblemType = "application/problem+json; charset=utf-8";

// A code is part of the interface and never changes its meaning. When this grows: the table in problem.cpp, the routes
// that may say it (routes.cpp), and openapi.json, which a test holds against both.
enum class ProblemKind {
  kMalformed,         // no HTTP, no path, or a header of ours that cannot be read
  kInvalid,           // a field that can never work as given
  kKeyMissing,        // POST without an Idempotency-Key
  kCutOff,            // the body ended before it was whole
  kUnauthorized,      // no token, or none that is known
  kForbidden,         // the token's role may not do this
  kOutsideScope,      // the role may, but not there
  kNotFound,          // nothing of this name, or nothing that this token may see
  kNoRoute,           // no such path
  kMethodNotAllowed,  // the path is there, but not for this method
  kRefused,           // a rule says no
  kNotFinished,       // not yet: rows wait for their verdicts
  kKeyInFlight,       // the request with this key is still being worked on
  kTooLarge,          // the body
  kKeyReused,         // this key came with another content before
  kSheetRefused,      // a sheet with faults, of which nothing was kept; `faults` names each by row and column
  kTooOften,          // this client has asked too much for now
  kHeaderTooLarge,
  kInternal,        // our mistake, or a damaged record
  kBusy,            // too many of these at once: soon again
  kFull,            // the store takes in nothing new
  kUnavailable,     // a service or the store cannot be reached
  kOutcomeUnknown,  // it may have been done: ask again with the same key
};
inline constexpr std::size_t kProblemKinds = static_cast<std::size_t>(ProblemKind::kOutcomeUnknown) + 1;

// One place of a sheet that is not as it should be.
struct SheetFault {
  std::uint64_t row = 0;  // of the file, as a spreadsheet counts them; 0: of the whole sheet
  std::string column;     // its heading; empty: of the whole row
  std::string text;       // what to do, in Chinese
};

class Problem {
 public:
  // Without a detail of its own the kind's usual one is shown.
  explicit Problem(ProblemKind kind, std::string detail = {}) : kind_(kind), detail_(std::move(detail)) {}
  // kSheetRefused: the faults that are told, and how many there are.
  Problem(std::vector<SheetFault> faults, std::uint64_t faults_total)
      : kind_(ProblemKind::kSheetRefused), faults_(std::move(faults)), faults_total_(faults_total) {}
  // What a service said: its text is the detail, its kind decides ours.
  static Problem of(const core::Error& error);

  ProblemKind kind() const { return kind_; }
  unsigned status() const;
  std::string_view code() const;
  // Seconds after which asking again may help; nullopt: it will not.
  std::optional<unsigned> retry_after_s() const;
  std::string json(const core::Id& trace) const;

 private:
  ProblemKind kind_;
  std::string detail_;
  std::vector<SheetFault> faults_;
  std::uint64_t faults_total_ = 0;
};

}  // namespace naadam::portal
