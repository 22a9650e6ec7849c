// One request that has passed the door: who asks, for what, and how a handler answers.
//
// Thread: the edge's.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "portal/http/exchange.hpp"
#include "portal/http/task.hpp"
#include "portal/rules/repeats.hpp"
#include "portal/rules/role.hpp"
#include "portal/rules/routes.hpp"

namespace naadam::portal {

struct Call {
  Exchange& exchange;
  const Route& route;
  std::vector<std::string> values;  // of the pattern's names
  Query query;
  Principal who;  // of an open route: nobody in particular
  core::Id trace;
  std::string key = {};          // of a POST
  std::string fingerprint = {};  // of its content, once it is known
  bool streamed = false;         // the handler has begun the answer itself
};

// A handler's end: an answer to be sent (not one it has streamed), or a problem to be told.
using Outcome = tl::expected<Answer, Problem>;
using CallHandler = std::function<Task<Outcome>(Call& call)>;

inline tl::unexpected<Problem> refuse(ProblemKind kind, std::string detail = {}) {
  return tl::unexpected(Problem(kind, std::move(detail)));
}
inline tl::unexpected<Problem> refuse(const core::Error& error) { return tl::unexpected(Problem::of(error)); }

Answer json_answer(const nlohmann::json& json, unsigned status = 200);

}  // namespace naadam::portal
