#include "wire/notice.hpp"

#include <algorithm>

#include "fields.hpp"

namespace naadam::wire {
namespace {

constexpr std::uint8_t kNoticeStateForm = 1;
constexpr std::uint8_t kNoticeStateFormHeard = 2;
constexpr std::uint32_t kBodyOfClose = 9;  // elements of a body that names its delegation

// The flag by which an entry owes a notice.
std::uint8_t flag_of(NoticeReason reason) {
  switch (reason) {
    case NoticeReason::kVerdict:
      return entry_flag::kNotify;
    case NoticeReason::kSeat:
      return entry_flag::kNotifySeat;
    case NoticeReason::kResult:
      return entry_flag::kNotifyResult;
    case NoticeReason::kFinals:
      break;
  }
  return entry_flag::kNotifyFinals;
}

// What stands behind the reasons of a body: of a seat heat and station, of the others the reason and two numbers. False
// where it is neither.
bool read_told(ArrayReader& fields, NoticeBody& body) {
  const auto first = static_cast<std::uint16_t>(fields.number("heat or reason", UINT16_MAX));
  const auto second = static_cast<std::uint16_t>(fields.number("station, rank or kind", UINT16_MAX));
  if (!fields.more()) {
    body.seat = Seat{0, 0, first, second};
    return true;
  }
  const auto third = static_cast<std::int64_t>(fields.number("total or order", INT64_MAX));
  switch (static_cast<NoticeReason>(first)) {
    case NoticeReason::kResult:
      body.result = ContestResult{0, 0, second, third};
      return second != 0 || third == 0;
    case NoticeReason::kFinals:
      body.finals = FinalsPlace{0, 0, static_cast<FinalsPlace::Kind>(second), static_cast<std::uint16_t>(third)};
      return second <= static_cast<std::uint16_t>(FinalsPlace::Kind::kSubstitute) && third <= UINT16_MAX &&
             (second == 0) == (third == 0);
    case NoticeReason::kVerdict:
    case NoticeReason::kSeat:
      break;
  }
  return false;
}

}  // namespace

std::uint64_t NoticeState::plan() const { return planned_under ? *planned_under : core::content_hash(source.bytes()); }

void NoticeState::hear(const core::Rev& rev) {
  planned_under = plan();
  source = rev;
}

std::string_view notice_reason_name(NoticeReason reason) {
  switch (reason) {
    case NoticeReason::kVerdict:
      return "verdict";
    case NoticeReason::kSeat:
      return "seat";
    case NoticeReason::kResult:
      return "result";
    case NoticeReason::kFinals:
      break;
  }
  return "finals";
}

bool has_to_tell(NoticeReason reason, const EntryState& entry) {
  const bool withdrawn = entry.has(entry_flag::kWithdrawn);
  switch (reason) {
    case NoticeReason::kVerdict:
      return true;
    case NoticeReason::kSeat:
      return entry.seat && !entry.seat->is_never() && !withdrawn;
    case NoticeReason::kResult:
      return entry.result && !entry.result->is_never() && !withdrawn;
    case NoticeReason::kFinals:
      break;
  }
  return entry.finals && !entry.finals->is_never() && !withdrawn;
}

std::vector<NoticeReason> owed_by(const EntryState& entry) {
  std::vector<NoticeReason> owed;
  if (!entry.has_recipient) return owed;
  for (const NoticeReason reason : kNoticeReasons) {
    if (entry.has(flag_of(reason)) && has_to_tell(reason, entry)) owed.push_back(reason);
  }
  return owed;
}

std::uint64_t decision_told(NoticeReason reason, const EntryState& entry) {
  std::string said;
  if (reason == NoticeReason::kSeat && entry.seat) {
    put_u16(said, entry.seat->heat);
    put_u16(said, entry.seat->station);
  } else if (reason == NoticeReason::kResult && entry.result) {
    put_u16(said, entry.result->rank);
    core::put_u64(said, static_cast<std::uint64_t>(entry.result->total));
  } else if (reason == NoticeReason::kFinals && entry.finals) {
    put_u8(said, static_cast<std::uint8_t>(entry.finals->kind));
    put_u16(said, entry.finals->order);
  } else {
    return entry.decision;
  }
  return core::content_hash(said);
}

NoticeReason NoticeBody::reason() const {
  if (seat) return NoticeReason::kSeat;
  if (result) return NoticeReason::kResult;
  return finals ? NoticeReason::kFinals : NoticeReason::kVerdict;
}

// source rev 16 | form | shown | reason | verdict | 2 x (answer, receipts, laters, began 8) | begun | duty |
// message 16 | decision 8 | form 2: planned under 8
std::string encode(const NoticeState& state) {
  std::string out = state.source.bytes();
  out.reserve(80);
  put_u8(out, state.planned_under ? kNoticeStateFormHeard : kNoticeStateForm);
  put_u8(out, state.shown);
  put_u8(out, static_cast<std::uint8_t>(state.reason));
  put_u8(out, static_cast<std::uint8_t>(state.verdict));
  for (const NoticeTry& one : state.tries) {
    put_u8(out, one.answer);
    put_u8(out, one.receipts);
    put_u8(out, one.laters);
    core::put_u64(out, static_cast<std::uint64_t>(one.began_ms));
  }
  put_u8(out, state.begun);
  put_u8(out, state.duty ? 1 : 0);
  out.append(state.message.view());
  core::put_u64(out, state.decision);
  if (state.planned_under) core::put_u64(out, *state.planned_under);
  return out;
}

core::Result<NoticeState> decode_notice_state(std::string_view bytes) {
  ByteReader in(bytes);
  NoticeState state;
  const std::string_view source = in.take(core::kRevBytes);
  const std::uint8_t form = in.u8();
  if (!in.ok() || (form != kNoticeStateForm && form != kNoticeStateFormHeard)) {
    return tl::unexpected(corrupt("notice state", "form"));
  }
  state.source = core::Rev::from(source);
  state.shown = in.u8();
  state.reason = static_cast<NoticeReason>(in.u8());
  const std::uint8_t verdict = in.u8();
  for (NoticeTry& one : state.tries) {
    one.answer = in.u8();
    one.receipts = in.u8();
    one.laters = in.u8();
    one.began_ms = static_cast<core::Millis>(in.u64());
  }
  state.begun = in.u8();
  state.duty = in.boolean();
  state.message = in.id();
  state.decision = in.u64();
  if (form == kNoticeStateFormHeard) state.planned_under = in.u64();
  if (!in.ok() || !in.at_end()) return tl::unexpected(corrupt("notice state", "length or duty"));
  if (std::ranges::find(kNoticeReasons, state.reason) == kNoticeReasons.end() || state.begun > NoticeState::kTries ||
      verdict > static_cast<std::uint8_t>(Verdict::kAccepted)) {
    return tl::unexpected(corrupt("notice state", "reason, begun or verdict"));
  }
  state.verdict = static_cast<Verdict>(verdict);
  return state;
}

// entry mobile name event group verdict flags reasons | of a seat: heat station | of one too late: delegation
std::string encode(const NoticeBody& body) {
  StringBuffer buffer;
  buffer.bytes.reserve(96);
  Packer packer(buffer);
  const bool of_close = body.reason() == NoticeReason::kVerdict && !body.delegation.empty();
  packer.pack_array(body.result || body.finals ? 11 : body.seat ? 10 : of_close ? kBodyOfClose : 8);
  pack_id(packer, body.entry);
  pack_text(packer, body.mobile);
  pack_text(packer, body.name);
  pack_text(packer, body.event);
  pack_text(packer, body.group);
  packer.pack_uint8(static_cast<std::uint8_t>(body.verdict));
  packer.pack_uint8(body.flags);
  std::string reasons;
  put_reasons(reasons, body.reasons);
  packer.pack_bin(static_cast<std::uint32_t>(reasons.size()));
  packer.pack_bin_body(reasons.data(), static_cast<std::uint32_t>(reasons.size()));
  if (body.seat) {
    packer.pack_uint16(body.seat->heat);
    packer.pack_uint16(body.seat->station);
  } else if (body.result) {
    packer.pack_uint8(static_cast<std::uint8_t>(NoticeReason::kResult));
    packer.pack_uint16(body.result->rank);
    packer.pack_uint64(static_cast<std::uint64_t>(body.result->total));
  } else if (body.finals) {
    packer.pack_uint8(static_cast<std::uint8_t>(NoticeReason::kFinals));
    packer.pack_uint8(static_cast<std::uint8_t>(body.finals->kind));
    packer.pack_uint16(body.finals->order);
  }
  if (of_close) pack_text(packer, body.delegation);
  return std::move(buffer.bytes);
}

core::Result<NoticeBody> decode_notice_body(std::string_view bytes) {
  return unpack_record<NoticeBody>(bytes, "notice body", [](const msgpack::object& object) -> core::Result<NoticeBody> {
    ArrayReader fields(object, "notice body");
    NoticeBody body;
    body.entry = fields.id("entry");
    body.mobile = fields.text("mobile");
    body.name = fields.text("name");
    body.event = fields.text("event");
    body.group = fields.text("group");
    body.verdict = static_cast<Verdict>(fields.number("verdict", static_cast<std::uint64_t>(Verdict::kAccepted)));
    body.flags = static_cast<std::uint8_t>(fields.number("flags", UINT8_MAX));
    const std::string_view reasons = fields.bin("reasons", RuleReasons::kBytes);
    const bool of_close = object.via.array.size == kBodyOfClose;
    if (of_close) body.delegation = fields.text("delegation");
    const bool told = !fields.more() || read_told(fields, body);
    if (!fields.ok()) return tl::unexpected(fields.error());
    if (!told) return tl::unexpected(corrupt("notice body", "what is told"));
    body.reasons = get_reasons(reasons);
    return body;
  });
}

}  // namespace naadam::wire
