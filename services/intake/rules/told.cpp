#include "intake/rules/told.hpp"

#include <nlohmann/json.hpp>

namespace naadam::intake {

nlohmann::json told_of(const wire::EntryState& state) {
  nlohmann::json told = nlohmann::json::object();
  if (state.seat && state.seat->heat > 0) {
    told["seat"] = {{"heat", state.seat->heat}, {"station", state.seat->station}};
  }
  if (state.result && !state.result->is_never()) {
    told["result"] = {{"rank", state.result->rank}, {"total", state.result->total_text()}};
  }
  if (state.finals && !state.finals->is_never()) {
    told["finals"] = {{"kind", wire::finals_name(state.finals->kind)}, {"order", state.finals->order}};
  }
  return told;
}

}  // namespace naadam::intake
