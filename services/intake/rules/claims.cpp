#include "intake/rules/claims.hpp"

#include <algorithm>
#include <tuple>

#include "domain/person_key.hpp"
#include "domain/text.hpp"

namespace naadam::intake {
namespace {

auto place(const wire::FiledClaim& filed) { return std::tie(filed.submitter, filed.copy); }

}  // namespace

Merge merge_claim(wire::EntryBody& body, const wire::FiledClaim& filed) {
  const auto at = std::lower_bound(body.claims.begin(), body.claims.end(), filed,
                                   [](const auto& a, const auto& b) { return place(a) < place(b); });
  if (at == body.claims.end() || place(*at) != place(filed)) {
    if (body.claims.size() >= wire::EntryBody::kClaimsMax) return Merge::kFull;
    body.claims.insert(at, filed);
    return Merge::kChanged;
  }
  if (at->upload_number > filed.upload_number) return Merge::kOvertaken;
  if (*at == filed) return Merge::kSame;
  *at = filed;
  return Merge::kChanged;
}

bool withdraw_claims(wire::EntryBody& body, const core::Id& submitter, std::uint32_t before) {
  bool changed = false;
  for (wire::FiledClaim& filed : body.claims) {
    if (filed.submitter != submitter || filed.upload_number >= before || filed.withdrawn) continue;
    filed.withdrawn = true;
    changed = true;
  }
  return changed;
}

std::vector<wire::Target> targets_of(const wire::EntryBody& body) {
  std::vector<wire::Target> targets;
  for (const wire::FiledClaim& filed : body.claims) {
    if (!filed.withdrawn) targets.push_back({filed.upload, filed.row, wire::Verdict::kNone, {}});
  }
  return targets;
}

EntryName entry_name(const wire::Claim& claim, const domain::Edition& edition) {
  EntryName name;
  name.person = domain::document_key_text(claim.document_number);
  const domain::Event* event = edition.find_event(claim.event);
  name.event = event != nullptr ? event->code : domain::match_key(claim.event);
  const domain::Group* group = edition.find_group(claim.group);
  name.group = group != nullptr ? group->code : domain::match_key(claim.group);
  return name;
}

}  // namespace naadam::intake
