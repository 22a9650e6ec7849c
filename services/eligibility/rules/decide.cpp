#include "eligibility/rules/decide.hpp"

#include <algorithm>

#include "core/bytes.hpp"
#include "core/rev.hpp"
#include "domain/calendar.hpp"
#include "domain/mobile.hpp"
#include "domain/text.hpp"
#include "eligibility/rules/judge.hpp"
#include "wire/place.hpp"

namespace naadam::eligibility {
namespace {

// Of an entry that left its contest what the draw, the result and the nomination there said is gone. It stands below
// the rev of every one of them, so that those of its new contest may say otherwise.
template <class Told>
void leave(std::optional<Told>& told, const Told& never) {
  if (!told) return;
  told = told->is_never() ? never : Told{};
  told->epoch = 0;
  told->n = 1;
}

struct Judged {
  const wire::FiledClaim* filed;
  wire::Findings findings;
};

// All that are not withdrawn, the one that decides first.
std::vector<Judged> judged_claims(const wire::EntryBody& body, const Book& book) {
  std::vector<Judged> claims;
  for (const wire::FiledClaim& filed : body.claims) {
    if (filed.withdrawn) continue;
    claims.push_back({&filed, judge({filed.claim, book.edition, book.winners, keys_of(filed.claim, book.keyer),
                                     filed.accepted_at})});
  }
  const auto lead = std::ranges::find_if(claims, [](const Judged& one) { return !too_late(one.findings); });
  if (lead != claims.end()) std::rotate(claims.begin(), lead, lead + 1);
  return claims;
}

// Every pair is compared: an empty cell contradicts nobody, so two may differ though each agrees with a third.
bool submitters_differ(const std::vector<Judged>& claims, const domain::Edition& edition) {
  const auto speaks = [](const Judged& one) { return one.filed->copy == 0 && !too_late(one.findings); };
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (!speaks(claims[i])) continue;
    for (std::size_t k = i + 1; k < claims.size(); ++k) {
      if (!speaks(claims[k]) || claims[k].filed->submitter == claims[i].filed->submitter) continue;
      if (material_difference(claims[i].filed->claim, claims[k].filed->claim, edition)) return true;
    }
  }
  return false;
}

// What the person is told, as a number: the same number, no new notice.
std::uint64_t decision_of(const wire::EntryState& state) {
  std::string said;
  said.push_back(static_cast<char>(state.verdict));
  said.push_back(static_cast<char>(state.flags & (wire::entry_flag::kConflict | wire::entry_flag::kWithdrawn)));
  if (!state.targets.empty()) wire::put_reasons(said, state.targets.front().reasons);
  if (state.has_recipient) said.append(state.recipient.view());
  return core::content_hash(said);
}

// Contests whose boards may still show the entry though it does not stand there any more.
std::vector<std::uint64_t> contests_left(const wire::EntryState& before, const wire::EntryState& now,
                                         std::string_view edition) {
  std::vector<std::uint64_t> left = before.left;
  if (before.edition != 0) left.push_back(wire::trial_of(edition, before));
  const std::uint64_t here = wire::trial_of(edition, now);
  std::ranges::sort(left);
  const auto repeated = std::ranges::unique(left);
  left.erase(repeated.begin(), repeated.end());
  std::erase(left, here);
  if (left.size() > wire::EntryState::kLeftMax) left.resize(wire::EntryState::kLeftMax);
  return left;
}

}  // namespace

bool material_difference(const wire::Claim& a, const wire::Claim& b, const domain::Edition& edition) {
  const auto differ = [](const std::string& x, const std::string& y, auto meaning) {
    return !x.empty() && !y.empty() && x != y && meaning(x) != meaning(y);
  };
  const auto words = [](const std::string& text) { return domain::match_key(text); };
  const auto date = [](const std::string& text) {
    const auto day = domain::parse_date(text);
    return day ? domain::iso_date(*day) : domain::match_key(text);
  };
  const auto delegation = [&edition](const std::string& text) {
    const domain::Delegation* known = edition.find_delegation(text);
    return known != nullptr ? known->code : domain::match_key(text);
  };
  const auto post = [&edition](const std::string& text) {
    const auto manager = edition.is_manager_post(text);
    return manager ? std::string(*manager ? "m" : "w") : domain::match_key(text);
  };
  return differ(a.name, b.name, words) || differ(a.sex, b.sex, words) || differ(a.birth_date, b.birth_date, date) ||
         differ(a.mobile, b.mobile, [](const std::string& text) { return domain::normal_mobile(text); }) ||
         differ(a.delegation, b.delegation, delegation) || differ(a.employer, b.employer, words) ||
         differ(a.employer_code, b.employer_code, words) || differ(a.post, b.post, post) ||
         differ(a.team, b.team, words);
}

wire::EntryState decide(const wire::EntryBody& body, const wire::EntryState& before, const Book& book) {
  wire::EntryState state;
  state.edition = book.version;
  state.seat = before.seat;
  state.result = before.result;
  state.finals = before.finals;
  if (body.claims.empty()) return state;

  const std::vector<Judged> claims = judged_claims(body, book);
  const bool differ = submitters_differ(claims, book.edition);
  for (const auto& [filed, findings] : claims) {
    wire::Target& target = state.targets.emplace_back();
    target.upload = filed->upload;
    target.row = filed->row;
    target.verdict = differ && !too_late(findings) ? wire::Verdict::kReturned : verdict_of(findings);
    target.reasons = wire::RuleReasons::of(findings);
  }
  if (differ) state.flags |= wire::entry_flag::kConflict;
  if (claims.empty()) {
    state.flags |= wire::entry_flag::kWithdrawn;
  } else {
    state.verdict = state.targets.front().verdict;
  }

  const wire::Claim& claim = claims.empty() ? body.claims.front().claim : claims.front().filed->claim;
  if (const auto* event = book.edition.find_event(claim.event)) state.event = event->code;
  if (const auto* group = book.edition.find_group(claim.group)) state.group = group->code;
  if (const auto* delegation = book.edition.find_delegation(claim.delegation)) state.delegation = delegation->code;
  const std::string mobile = domain::normal_mobile(claim.mobile);
  if (domain::check_mobile(mobile) == domain::MobileFault::kNone) {
    state.has_recipient = true;
    state.recipient = book.recipient(mobile);
  }
  state.left = contests_left(before, state, book.edition.id);
  if (wire::trial_of(book.edition.id, before) != wire::trial_of(book.edition.id, state)) {
    leave(state.seat, wire::Seat::never(0, 1));
    leave(state.result, wire::ContestResult::never());
    leave(state.finals, wire::FinalsPlace::never());
  }
  state.decision = decision_of(state);
  const bool told_before = before.edition != 0 && before.decision == state.decision;
  // An unread earlier notice must not be lost when a claim comes again before it was handed on.
  const bool owed = before.has(wire::entry_flag::kNotify);
  if (state.has_recipient && (!told_before || owed)) state.flags |= wire::entry_flag::kNotify;
  // To this recipient; one that was told this very thing is left in peace.
  state.owe_seat();
  state.owe_result();
  state.owe_finals();
  return state;
}

}  // namespace naadam::eligibility
