#include "intake/rules/claims.hpp"

#include <algorithm>
#include <tuple>

#include "domain/person_key.hpp"
#include "domain/text.hpp"

namespace naadam::intake {
namespace {

auto place(const wire::FiledClaim& filed) { return std::tie(filed.submitter, filed.copy); }

// The number of the newest upload in which `submitter` spoke of the entry; 0 = none.
std::uint32_t newest_word(const wire::EntryBody& body, const core::Id& submitter) {
  std::uint32_t newest = 0;
  for (const wire::FiledClaim& filed : body.claims) {
    if (filed.submitter == submitter) newest = std::max(newest, filed.upload_number);
  }
  return newest;
}

}  // namespace

Merge merge_claim(wire::EntryBody& body, const wire::FiledClaim& filed, std::vector<wire::FiledClaim>& silenced) {
  const std::uint32_t newest = newest_word(body, filed.submitter);
  if (newest > filed.upload_number) return Merge::kOvertaken;
  if (newest < filed.upload_number) {
    std::erase_if(body.claims, [&](const wire::FiledClaim& old) {
      if (old.submitter != filed.submitter) return false;
      if (!old.withdrawn) silenced.push_back(old);
      return true;
    });
  }
  const auto at = std::lower_bound(body.claims.begin(), body.claims.end(), filed,
                                   [](const auto& a, const auto& b) { return place(a) < place(b); });
  if (at == body.claims.end() || place(*at) != place(filed)) {
    if (body.claims.size() >= wire::EntryBody::kClaimsMax) return Merge::kFull;
    body.claims.insert(at, filed);
    return Merge::kChanged;
  }
  if (*at == filed) return Merge::kSame;
  *at = filed;
  return Merge::kChanged;
}

bool withdraw_claims(wire::EntryBody& body, const core::Id& submitter, std::uint32_t before,
                     std::vector<wire::FiledClaim>& silenced) {
  bool changed = false;
  for (wire::FiledClaim& filed : body.claims) {
    if (filed.submitter != submitter || filed.upload_number >= before) continue;
    if (!filed.withdrawn) silenced.push_back(filed);
    filed.withdrawn = true;
    filed.upload_number = before;
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
