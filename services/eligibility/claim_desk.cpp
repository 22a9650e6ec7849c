#include "eligibility/claim_desk.hpp"

#include <nlohmann/json.hpp>

#include "eligibility/rules/fields.hpp"
#include "eligibility/rules/judge.hpp"
#include "seal/seal.hpp"
#include "wire/claim_texts.hpp"
#include "wire/identity.hpp"
#include "wire/verbs.hpp"

namespace naadam::eligibility {

using runtime::Json;

ClaimDesk::ClaimDesk(store::Store& store, const seal::LookupKey& lookup, const runtime::Installation& installation)
    : store_(store),
      installation_(installation),
      person_key_([&lookup](std::string_view text) { return seal::keyed_hash(lookup, wire::kPersonLabel, text); }) {}

void ClaimDesk::answer_on(runtime::StepLoop& loop) {
  loop.on_ask(wire::verb::kClaimCheck, [this](const Json& ask) { return check(ask); });
}

core::Result<Json> ClaimDesk::check(const Json& ask) {
  const auto given = ask.find("claim");
  if (given == ask.end() || !given->is_object()) {
    return core::fail(core::ErrorKind::kInvalid, "请求不完整，请检查程序版本是否一致。", "claim.check: claim");
  }
  wire::Claim claim;
  for (const wire::ClaimText& one : wire::kClaimTexts) {
    auto text = runtime::text_field(*given, one.name.data());
    if (!text) return tl::unexpected(text.error());
    claim.*one.text = std::move(*text);
  }
  const auto now = runtime::installation_now(store_, installation_);
  if (!now) return tl::unexpected(now.error());
  const domain::Edition& edition = *installation_.edition;
  const wire::Findings findings = judge({claim, edition, *installation_.winners, keys_of(claim, person_key_), *now});
  Json told = Json::array();
  for (const wire::Finding& finding : findings) {
    const domain::Rendered said = domain::render(finding.reason, finding.detail, edition, {claim.delegation, *now});
    told.push_back({{"rule", wire::rule_name(finding.rule)},
                    {"result", wire::rule_result_name(finding.result)},
                    {"clause", said.clause},
                    {"text", said.text},
                    {"inputs", said.inputs},
                    {"field", field_of(finding)}});
  }
  return Json{{"verdict", wire::verdict_name(verdict_of(findings))}, {"findings", std::move(told)}};
}

}  // namespace naadam::eligibility
