#include "cli/globals.hpp"

#include <nlohmann/json.hpp>
#include <ostream>

namespace naadam::cli {

ExitCode exit_code_of(core::ErrorKind kind) {
  switch (kind) {
    case core::ErrorKind::kInvalid:
    case core::ErrorKind::kNotFound:
    case core::ErrorKind::kCorrupt:
      return kExitBadUsage;
    case core::ErrorKind::kRefused:
      return kExitSomeRefused;
    case core::ErrorKind::kFull:
    case core::ErrorKind::kUnavailable:
    case core::ErrorKind::kUnknown:
    case core::ErrorKind::kInternal:
      return kExitNotReachable;
  }
  return kExitNotReachable;
}

void fail(Globals& globals, const core::Error& error) {
  const std::string& text = globals.lang == Lang::kEn && !error.cause.empty() ? error.cause : error.text;
  if (globals.json) {
    const nlohmann::json line = {{"error", {{"kind", core::error_kind_name(error.kind)}, {"text", text}}}};
    globals.err << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  } else {
    globals.err << "naadam: " << text << '\n';
  }
  globals.exit_code = exit_code_of(error.kind);
}

}  // namespace naadam::cli
