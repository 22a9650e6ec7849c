#include "notification/message.hpp"

#include "domain/calendar.hpp"
#include "domain/reason.hpp"
#include "notification/rules/sms_parts.hpp"
#include "notification/rules/sms_text.hpp"
#include "seal/seal.hpp"
#include "wire/notice.hpp"

namespace naadam::notification {
namespace {

NoticeFacts facts_of(const wire::NoticeBody& body, const domain::Edition& edition) {
  NoticeFacts facts;
  facts.name = body.name;
  if (const domain::Event* event = edition.find_event(body.event)) facts.event_zh = event->zh;
  if (const domain::Group* group = edition.find_group(body.group)) facts.group_zh = group->zh;
  facts.verdict = body.verdict;
  facts.withdrawn = (body.flags & wire::entry_flag::kWithdrawn) != 0;
  facts.conflict = (body.flags & wire::entry_flag::kConflict) != 0;
  facts.seat = body.seat;
  facts.result = body.result;
  facts.finals = body.finals;
  if (came_too_late(body.reasons)) facts.closed = domain::chinese_moment(edition.closes_for(body.delegation));
  for (std::size_t i = 0; i < wire::kRules; ++i) {
    const wire::Finding finding = body.reasons.at(static_cast<wire::Rule>(i));
    if (finding.result == wire::RuleResult::kFail || finding.result == wire::RuleResult::kNeedsEvidence) {
      facts.reasons.push_back(finding.rule);
    }
  }
  return facts;
}

}  // namespace

bool came_too_late(const wire::RuleReasons& reasons) {
  return reasons.at(wire::Rule::kWindow).reason == static_cast<std::uint16_t>(domain::Reason::kWindowLate);
}

core::Status MessageWriter::write(std::span<const NoticeToSay> notices, Sms& sms) const {
  std::vector<NoticeFacts> facts;
  for (const NoticeToSay& notice : notices) {
    const auto plain = seal::open(data_, notice.id, notice.body);
    if (!plain) return tl::unexpected(plain.error());
    const auto body = wire::decode_notice_body(*plain);
    if (!body) return tl::unexpected(body.error());
    NoticeFacts& one = facts.emplace_back(facts_of(*body, edition_));
    one.again = notice.again;
    one.training = training_;
    sms.to = body->mobile;
  }
  sms.text =
      render(facts, {edition_.notices.sms_signature, edition_.notices.sms_edition, edition_.notices.contact_phone});
  sms.parts = sms_parts(sms.text).parts;
  return {};
}

}  // namespace naadam::notification
