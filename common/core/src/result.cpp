#include "core/result.hpp"

namespace naadam::core {

const char* error_kind_name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalid:
      return "invalid";
    case ErrorKind::kNotFound:
      return "not_found";
    case ErrorKind::kRefused:
      return "refused";
    case ErrorKind::kFull:
      return "full";
    case ErrorKind::kUnavailable:
      return "unavailable";
    case ErrorKind::kUnknown:
      return "unknown";
    case ErrorKind::kCorrupt:
      return "corrupt";
    case ErrorKind::kInternal:
      return "internal";
  }
  return "internal";
}

}  // namespace naadam::core
