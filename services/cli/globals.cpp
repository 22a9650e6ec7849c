#include "cli/globals.hpp"

#include <nlohmann/json.hpp>
#include <ostream>

namespace naadam::cli {

void fail(Globals& globals, const core::Error& error) {
  const std::string& text = globals.lang == Lang::kEn && !error.cause.empty() ? error.cause : error.text;
  if (globals.json) {
    const nlohmann::json line = {{"error", {{"kind", core::error_kind_name(error.kind)}, {"text", text}}}};
    globals.err << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  } else {
    globals.err << "naadam: " << text << '\n';
  }
  globals.exit_code = runtime::exit_code(error);
}

}  // namespace naadam::cli
