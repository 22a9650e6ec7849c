#include "wire/notice.hpp"

#include "fields.hpp"

namespace naadam::wire {
namespace {

constexpr std::uint8_t kStateForm = 1;
constexpr std::uint8_t kStateFormHeard = 2;
constexpr std::uint32_t kBodyOfClose = 9;  // elements of a body that names its delegation

}  // namespace

std::uint64_t NoticeState::plan() const { return planned_under ? *planned_under : core::content_hash(source.bytes()); }

void NoticeState::hear(const core::Rev& rev) {
  planned_under = plan();
  source = rev;
}

std::string_view notice_reason_name(NoticeReason reason) {
  return reason == NoticeReason::kVerdict ? "verdict" : "seat";
}

std::vector<NoticeReason> owed_by(const EntryState& entry) {
  std::vector<NoticeReason> owed;
  if (!entry.has_recipient) return owed;
  if (entry.has(entry_flag::kNotify)) owed.push_back(NoticeReason::kVerdict);
  if (entry.has(entry_flag::kNotifySeat) && entry.seat) owed.push_back(NoticeReason::kSeat);
  return owed;
}

std::uint64_t decision_told(NoticeReason reason, const EntryState& entry) {
  if (reason == NoticeReason::kVerdict || !entry.seat) return entry.decision;
  std::string said;
  put_u16(said, entry.seat->heat);
  put_u16(said, entry.seat->station);
  return core::content_hash(said);
}

// source rev 16 | form | shown | reason | verdict | 2 x (answer, receipts, laters, began 8) | begun | duty |
// message 16 | decision 8 | form 2: planned under 8
std::string encode(const NoticeState& state) {
  std::string out = state.source.bytes();
  out.reserve(80);
  put_u8(out, state.planned_under ? kStateFormHeard : kStateForm);
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
  if (!in.ok() || (form != kStateForm && form != kStateFormHeard)) {
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
  if (form == kStateFormHeard) state.planned_under = in.u64();
  if (!in.ok() || !in.at_end()) return tl::unexpected(corrupt("notice state", "length or duty"));
  const bool known = state.reason == NoticeReason::kVerdict || state.reason == NoticeReason::kSeat;
  if (!known || state.begun > NoticeState::kTries || verdict > static_cast<std::uint8_t>(Verdict::kAccepted)) {
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
  const bool of_close = !body.seat && !body.delegation.empty();
  packer.pack_array(body.seat ? 10 : of_close ? kBodyOfClose : 8);
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
    if (fields.more() && object.via.array.size == kBodyOfClose) {
      body.delegation = fields.text("delegation");
    } else if (fields.more()) {
      Seat& seat = body.seat.emplace();
      seat.heat = static_cast<std::uint16_t>(fields.number("heat", UINT16_MAX));
      seat.station = static_cast<std::uint16_t>(fields.number("station", UINT16_MAX));
    }
    if (!fields.ok()) return tl::unexpected(fields.error());
    body.reasons = get_reasons(reasons);
    return body;
  });
}

}  // namespace naadam::wire
