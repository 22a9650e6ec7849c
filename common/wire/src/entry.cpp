#include "wire/entry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "claim_pack.hpp"
#include "fields.hpp"

namespace naadam::wire {
namespace {

// The first byte of a state: what parts it has beyond what each has; 1 where it has none. A reader refuses another.
constexpr std::uint8_t kStatePlain = 1;
constexpr std::uint8_t kStateLeft = 2;
constexpr std::uint8_t kStateSeat = 4;
constexpr std::uint8_t kStateResult = 8;
constexpr std::uint8_t kStateFinals = 16;
constexpr std::uint8_t kStateParts = kStateLeft | kStateSeat | kStateResult | kStateFinals;

std::uint8_t form_of(const EntryState& state) {
  const int parts = (state.left.empty() ? 0 : kStateLeft) + (state.seat ? kStateSeat : 0) +
                    (state.result ? kStateResult : 0) + (state.finals ? kStateFinals : 0);
  return parts == 0 ? kStatePlain : static_cast<std::uint8_t>(parts);
}
bool known_form(std::uint8_t form) { return form == kStatePlain || (form != 0 && (form & ~kStateParts) == 0); }

ContestResult read_result(ByteReader& in) {
  ContestResult result;
  result.epoch = in.u32();
  result.n = in.u32();
  result.rank = in.u16();
  result.total = static_cast<std::int64_t>(in.u64());
  return result;
}

FinalsPlace read_finals(ByteReader& in, std::uint8_t& kind) {
  FinalsPlace finals;
  finals.epoch = in.u32();
  finals.n = in.u32();
  kind = in.u8();
  finals.kind = static_cast<FinalsPlace::Kind>(kind);
  finals.order = in.u16();
  return finals;
}

std::string_view code(std::string_view text) { return text.substr(0, kCodeBytesMax); }

core::Result<FiledClaim> read_filed(const msgpack::object& object) {
  ArrayReader fields(object, "filed claim");
  FiledClaim filed;
  filed.submitter = fields.id("submitter");
  filed.upload = fields.id("upload");
  filed.upload_number = static_cast<std::uint32_t>(fields.number("upload_number", UINT32_MAX));
  filed.row = static_cast<std::uint32_t>(fields.number("row", UINT32_MAX));
  filed.copy = static_cast<std::uint16_t>(fields.number("copy", UINT16_MAX));
  filed.accepted_at = static_cast<core::Millis>(fields.number("accepted_at", INT64_MAX));
  filed.withdrawn = fields.boolean("withdrawn");
  if (!read_claim(fields.array("claim"), filed.claim) && fields.ok()) return tl::unexpected(corrupt("claim", "text"));
  if (!fields.ok()) return tl::unexpected(fields.error());
  return filed;
}

}  // namespace

std::string encode(const EntryBody& body) {
  StringBuffer buffer;
  buffer.bytes.reserve(512);
  Packer packer(buffer);
  packer.pack_array(static_cast<std::uint32_t>(body.claims.size()));
  for (const FiledClaim& filed : body.claims) {
    packer.pack_array(8);
    pack_id(packer, filed.submitter);
    pack_id(packer, filed.upload);
    packer.pack_uint32(filed.upload_number);
    packer.pack_uint32(filed.row);
    packer.pack_uint16(filed.copy);
    packer.pack_uint64(static_cast<std::uint64_t>(filed.accepted_at));
    packer.pack(filed.withdrawn);
    pack_claim(packer, filed.claim);
  }
  return std::move(buffer.bytes);
}

core::Result<EntryBody> decode_entry_body(std::string_view bytes) {
  return unpack_record<EntryBody>(bytes, "entry body", [](const msgpack::object& object) -> core::Result<EntryBody> {
    if (object.type != msgpack::type::ARRAY || object.via.array.size > EntryBody::kClaimsMax) {
      return tl::unexpected(corrupt("entry body", "claims"));
    }
    EntryBody body;
    body.claims.reserve(object.via.array.size);
    for (std::uint32_t i = 0; i < object.via.array.size; ++i) {
      auto filed = read_filed(object.via.array.ptr[i]);
      if (!filed) return tl::unexpected(filed.error());
      body.claims.push_back(std::move(*filed));
    }
    return body;
  });
}

RuleReasons RuleReasons::of(const Findings& findings) {
  RuleReasons reasons;
  for (const Finding& finding : findings) {
    const auto at = static_cast<std::size_t>(finding.rule);
    reasons.reason[at] = static_cast<std::uint8_t>(finding.reason - 100 * at);
    const auto detail = static_cast<std::uint8_t>(std::clamp(finding.detail, 0, 255));
    if (finding.rule == Rule::kTeam) reasons.members = detail;
    if (finding.rule == Rule::kAgeMin) reasons.years = detail;
  }
  return reasons;
}

Finding RuleReasons::at(Rule rule) const {
  const auto at = static_cast<std::size_t>(rule);
  const std::uint8_t code = reason[at];
  Finding finding;
  finding.rule = rule;
  finding.result = code < 10   ? RuleResult::kPass
                   : code < 60 ? RuleResult::kFail
                   : code < 80 ? RuleResult::kNeedsEvidence
                               : RuleResult::kNotApplicable;
  finding.reason = static_cast<std::uint16_t>(100 * at + code);
  finding.detail = rule == Rule::kTeam ? members : rule == Rule::kAgeMin ? years : 0;
  return finding;
}

void put_reasons(std::string& out, const RuleReasons& reasons) {
  for (const std::uint8_t code : reasons.reason) put_u8(out, code);
  put_u8(out, reasons.members);
  put_u8(out, reasons.years);
}

RuleReasons get_reasons(std::string_view bytes) {
  RuleReasons reasons;
  for (std::size_t i = 0; i < kRules; ++i) reasons.reason[i] = static_cast<std::uint8_t>(bytes[i]);
  reasons.members = static_cast<std::uint8_t>(bytes[kRules]);
  reasons.years = static_cast<std::uint8_t>(bytes[kRules + 1]);
  return reasons;
}

void put_mark(std::string& out, const RowMark& mark) {
  core::put_u32(out, mark.epoch);
  core::put_u32(out, mark.n);
  put_u8(out, static_cast<std::uint8_t>(mark.verdict));
  put_u8(out, mark.flags);
  put_reasons(out, mark.reasons);
}

RowMark get_mark(std::string_view bytes) {
  ByteReader in(bytes);
  RowMark mark;
  mark.epoch = in.u32();
  mark.n = in.u32();
  mark.verdict = static_cast<Verdict>(in.u8());
  mark.flags = in.u8();
  mark.reasons = get_reasons(in.take(RuleReasons::kBytes));
  return mark;
}

// form | edition 8 | verdict | flags | decision 8 | recipient? [16] | event group delegation (length first) |
// targets: count 1, each upload 16, row 4, verdict 1, reasons 12 | contests left: count 1, each 8 |
// seat: epoch 4, n 4, heat 2, station 2 | result: epoch 4, n 4, rank 2, total 8 |
// finals: epoch 4, n 4, kind 1, order 2
std::string encode(const EntryState& state) {
  std::string out;
  out.reserve(96);
  put_u8(out, form_of(state));
  core::put_u64(out, state.edition);
  put_u8(out, static_cast<std::uint8_t>(state.verdict));
  put_u8(out, state.flags);
  core::put_u64(out, state.decision);
  put_u8(out, state.has_recipient ? 1 : 0);
  if (state.has_recipient) out.append(state.recipient.view());
  put_short_text(out, code(state.event));
  put_short_text(out, code(state.group));
  put_short_text(out, code(state.delegation));
  put_u8(out, static_cast<std::uint8_t>(state.targets.size()));
  for (const Target& target : state.targets) {
    out.append(target.upload.view());
    core::put_u32(out, target.row);
    put_u8(out, static_cast<std::uint8_t>(target.verdict));
    put_reasons(out, target.reasons);
  }
  if (!state.left.empty()) {
    put_u8(out, static_cast<std::uint8_t>(state.left.size()));
    for (const std::uint64_t contest : state.left) core::put_u64(out, contest);
  }
  if (state.seat) {
    core::put_u32(out, state.seat->epoch);
    core::put_u32(out, state.seat->n);
    put_u16(out, state.seat->heat);
    put_u16(out, state.seat->station);
  }
  if (state.result) {
    core::put_u32(out, state.result->epoch);
    core::put_u32(out, state.result->n);
    put_u16(out, state.result->rank);
    core::put_u64(out, static_cast<std::uint64_t>(state.result->total));
  }
  if (state.finals) {
    core::put_u32(out, state.finals->epoch);
    core::put_u32(out, state.finals->n);
    put_u8(out, static_cast<std::uint8_t>(state.finals->kind));
    put_u16(out, state.finals->order);
  }
  return out;
}

std::string ContestResult::total_text() const {
  static constexpr std::int64_t kOne = 1'000'000;
  std::string text = fmt::format("{}.{:06}", total / kOne, total % kOne);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string_view finals_name(FinalsPlace::Kind kind) {
  switch (kind) {
    case FinalsPlace::Kind::kNamed:
      return "named";
    case FinalsPlace::Kind::kSubstitute:
      return "substitute";
    case FinalsPlace::Kind::kNone:
      break;
  }
  return "none";
}

void clear_flags(std::string& encoded_state, std::uint8_t flags) {
  static constexpr std::size_t kFlagsAt = 1 + 8 + 1;  // after form, edition and verdict
  encoded_state[kFlagsAt] = static_cast<char>(encoded_state[kFlagsAt] & ~flags);
}

bool has_left_contests(std::string_view encoded_state) {
  return !encoded_state.empty() && (static_cast<std::uint8_t>(encoded_state[0]) & kStateLeft) != 0;
}

core::Result<EntryState> decode_entry_state(std::string_view bytes) {
  ByteReader in(bytes);
  const std::uint8_t form = in.u8();
  if (!known_form(form)) return tl::unexpected(corrupt("entry state", "form"));
  EntryState state;
  state.edition = in.u64();
  const std::uint8_t verdict = in.u8();
  state.flags = in.u8();
  state.decision = in.u64();
  state.has_recipient = in.boolean();
  if (state.has_recipient) state.recipient = in.id();
  state.event = in.short_text(kCodeBytesMax);
  state.group = in.short_text(kCodeBytesMax);
  state.delegation = in.short_text(kCodeBytesMax);
  state.targets.resize(in.u8());
  std::uint8_t worst = verdict;
  for (Target& target : state.targets) {
    target.upload = in.id();
    target.row = in.u32();
    const std::uint8_t of_target = in.u8();
    worst = std::max(worst, of_target);
    target.verdict = static_cast<Verdict>(of_target);
    const std::string_view reasons = in.take(RuleReasons::kBytes);
    if (in.ok()) target.reasons = get_reasons(reasons);
  }
  if ((form & kStateLeft) != 0) {
    state.left.resize(in.u8());
    if (state.left.empty() || state.left.size() > EntryState::kLeftMax) {
      return tl::unexpected(corrupt("entry state", "contests left"));
    }
    for (std::uint64_t& contest : state.left) contest = in.u64();
  }
  if ((form & kStateSeat) != 0) {
    Seat& seat = state.seat.emplace();
    seat.epoch = in.u32();
    seat.n = in.u32();
    seat.heat = in.u16();
    seat.station = in.u16();
    const bool known = seat.heat == 0 ? seat.station == 0 || seat.is_never() : seat.station != 0;
    if (seat.n == 0 || !known) return tl::unexpected(corrupt("entry state", "seat"));
  }
  if ((form & kStateResult) != 0) {
    const ContestResult result = state.result.emplace(read_result(in));
    if (result.n == 0 || result.total < 0 || (result.rank == 0 && result.total != 0 && !result.is_never())) {
      return tl::unexpected(corrupt("entry state", "result"));
    }
  }
  if ((form & kStateFinals) != 0) {
    std::uint8_t kind = 0;
    const FinalsPlace finals = state.finals.emplace(read_finals(in, kind));
    if (finals.n == 0 || kind > static_cast<std::uint8_t>(FinalsPlace::Kind::kSubstitute) ||
        ((kind == 0) != (finals.order == 0) && !finals.is_never())) {
      return tl::unexpected(corrupt("entry state", "finals"));
    }
  }
  if (!in.ok() || !in.at_end()) return tl::unexpected(corrupt("entry state", "length or field"));
  if (worst > static_cast<std::uint8_t>(Verdict::kAccepted)) return tl::unexpected(corrupt("entry state", "verdict"));
  state.verdict = static_cast<Verdict>(verdict);
  return state;
}

}  // namespace naadam::wire
