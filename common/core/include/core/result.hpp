// What a call that can fail returns: the value, or an Error with a closed kind and two texts.
//
// Callers test `kind`, never a text. `text` is for the person (zh-CN, says which file, row or field and what to
// do); `cause` is for the log (English). Neither ever holds personal data. Thread: values, share nothing.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace naadam::core {

// When it grows: text in error_kind_name(), and the exit codes in services/cli.
enum class ErrorKind {
  kInvalid,      // the input can never work as given
  kNotFound,     // no such thing
  kRefused,      // a rule or limit says no; the peer may go on with something else
  kFull,         // not now; ask again
  kUnavailable,  // a store, peer or file could not be reached; ask again
  kUnknown,      // sent, no answer: it may have happened; retry under the same identity
  kCorrupt,      // what was read is not what was written
  kInternal,     // our own mistake
};

const char* error_kind_name(ErrorKind kind);

struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string text;   // zh-CN, for the person
  std::string cause;  // English, for the log
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string text, std::string cause = {}) {
  return tl::unexpected<Error>(Error{kind, std::move(text), std::move(cause)});
}

}  // namespace naadam::core
