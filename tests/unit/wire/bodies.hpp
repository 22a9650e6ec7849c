// Random bodies and states of records, for round trips.
#pragma once

#include <rapidcheck.h>

#include "wire/entry.hpp"
#include "wire/notice.hpp"
#include "wire/start_list.hpp"
#include "wire/upload.hpp"

namespace naadam::wire {

inline std::string some_text(int bytes_max) { return *rc::gen::resize(bytes_max, rc::gen::string<std::string>()); }
inline core::Id some_id() {
  return core::Id{*rc::gen::container<std::array<std::uint8_t, 16>>(rc::gen::arbitrary<std::uint8_t>())};
}
inline Verdict some_verdict() { return static_cast<Verdict>(*rc::gen::inRange(0, 5)); }
inline core::Millis some_time() { return *rc::gen::inRange<core::Millis>(0, 1'900'000'000'000); }
template <class Number>
Number some() {
  return *rc::gen::arbitrary<Number>();
}

inline RuleReasons some_reasons() {
  RuleReasons reasons;
  for (std::uint8_t& code : reasons.reason) code = static_cast<std::uint8_t>(*rc::gen::inRange(0, 100));
  reasons.members = some<std::uint8_t>();
  reasons.years = some<std::uint8_t>();
  return reasons;
}

inline EntryBody some_entry_body() {
  EntryBody body;
  body.claims.resize(*rc::gen::inRange<std::size_t>(0, 5));
  for (FiledClaim& filed : body.claims) {
    filed = {some_id(),    some_id(), some<std::uint32_t>(), some<std::uint32_t>(), some<std::uint16_t>(), some_time(),
             some<bool>(), {}};
    Claim& c = filed.claim;
    for (std::string* text :
         {&c.name, &c.sex, &c.birth_date, &c.document_type, &c.document_number, &c.mobile, &c.event, &c.group,
          &c.delegation, &c.basis, &c.employer, &c.employer_code, &c.post, &c.address, &c.email, &c.team, &c.note}) {
      *text = some_text(20);
    }
    c.team_members = some<std::uint16_t>();
    c.team_has_repeated_person = some<bool>();
  }
  return body;
}

inline Seat some_seat() {
  const auto place = [] { return static_cast<std::uint16_t>(*rc::gen::inRange(1, 65'536)); };
  return some<bool>() ? Seat{some<std::uint32_t>(), 1, place(), place()} : Seat{some<std::uint32_t>(), 1, 0, 0};
}

inline ContestResult some_result() {
  if (some<bool>()) return {some<std::uint32_t>(), 1, 0, 0};
  return {some<std::uint32_t>(), 1, static_cast<std::uint16_t>(*rc::gen::inRange(1, 65'536)),
          *rc::gen::inRange<std::int64_t>(0, INT64_MAX)};
}

inline FinalsPlace some_finals() {
  const auto kind = static_cast<FinalsPlace::Kind>(*rc::gen::inRange(0, 3));
  const int order = kind == FinalsPlace::Kind::kNone ? 0 : *rc::gen::inRange(1, 65'536);
  return {some<std::uint32_t>(), 1, kind, static_cast<std::uint16_t>(order)};
}

inline EntryState some_entry_state() {
  EntryState state;
  state.edition = some<std::uint64_t>();
  state.verdict = some_verdict();
  state.flags = some<std::uint8_t>();
  state.decision = some<std::uint64_t>();
  state.has_recipient = some<bool>();
  if (state.has_recipient) state.recipient = some_id();
  for (std::string* code : {&state.event, &state.group, &state.delegation}) *code = some_text(16).substr(0, 16);
  state.targets.resize(*rc::gen::inRange<std::size_t>(0, EntryBody::kClaimsMax + 1));
  for (Target& target : state.targets) target = {some_id(), some<std::uint32_t>(), some_verdict(), some_reasons()};
  if (some<bool>()) state.left.resize(*rc::gen::inRange<std::size_t>(0, EntryState::kLeftMax + 1), 7);
  if (some<bool>()) state.seat = some_seat();
  if (some<bool>()) state.result = some_result();
  if (some<bool>()) state.finals = some_finals();
  return state;
}

inline NoticeState some_notice_state() {
  NoticeState state;
  state.source = {some<std::uint32_t>(), some<std::uint32_t>(), some<std::uint64_t>()};
  state.shown = some<std::uint8_t>();
  state.verdict = some_verdict();
  for (NoticeTry& one : state.tries) {
    one = {some<std::uint8_t>(), some<std::uint8_t>(), some<std::uint8_t>(), some_time()};
  }
  state.begun = static_cast<std::uint8_t>(*rc::gen::inRange(0, 3));
  state.duty = some<bool>();
  state.message = some_id();
  state.decision = some<std::uint64_t>();
  if (some<bool>()) state.planned_under = some<std::uint64_t>();
  state.reason = *rc::gen::elementOf(kNoticeReasons);
  return state;
}

inline NoticeBody some_notice_body() {
  NoticeBody body{some_id(),
                  some_text(20),
                  some_text(30),
                  some_text(16),
                  some_text(16),
                  some_verdict(),
                  some<std::uint8_t>(),
                  some_reasons(),
                  {},
                  {},
                  {},
                  {}};
  switch (*rc::gen::elementOf(kNoticeReasons)) {
    case NoticeReason::kVerdict:
      if (some<bool>()) body.delegation = some_text(16);
      break;
    case NoticeReason::kSeat:
      body.seat = Seat{0, 0, some<std::uint16_t>(), some<std::uint16_t>()};
      break;
    case NoticeReason::kResult:
      body.result = some_result();
      body.result->epoch = body.result->n = 0;
      break;
    case NoticeReason::kFinals:
      body.finals = some_finals();
      body.finals->epoch = body.finals->n = 0;
      break;
  }
  return body;
}

inline StartList some_start_list() {
  StartList list;
  list.round = some<bool>() ? Round::kTrial : Round::kFinal;
  list.draw = some_text(200).substr(0, 255);
  list.draw_document.resize(StartListState::kNameBytes);
  for (char& byte : list.draw_document) byte = some<char>();
  for (std::string* code : {&list.event, &list.group, &list.delegation}) *code = some_text(16).substr(0, 16);
  const auto heats = *rc::gen::inRange(0, 4), stations = *rc::gen::inRange(1, 5);
  for (int heat = 1; heat <= heats; ++heat) {
    for (int station = 1; station <= stations; ++station) {
      if (some<bool>()) continue;
      list.starts.push_back({some_id(), static_cast<std::uint16_t>(heat), static_cast<std::uint16_t>(station)});
    }
  }
  return list;
}

inline UploadState some_upload_state() {
  return {some<std::uint32_t>(), some<std::uint32_t>(), some<std::uint32_t>(), some_time(), some<bool>()};
}

inline UploadBody some_upload_body() {
  UploadBody body{some_id(),    some_text(40), some_text(40), some_id(), some<std::uint32_t>(),
                  some<bool>(), some_id(),     some_text(60), {}};
  body.remarks.resize(*rc::gen::inRange<std::size_t>(0, 6));
  for (std::string& remark : body.remarks) remark = some_text(30);
  if (some<bool>()) {
    Form& form = body.form.emplace();
    form.claim.name = some_text(20);
    form.claim.note = some_text(20);
    form.claim.team_members = some<std::uint16_t>();
    form.consent = {some_text(8), some_time(), some_text(20), some_text(12)};
  }
  return body;
}

// The two promises of every codec besides its round trip: nothing cut short is taken for whole, and no byte, whatever
// it was changed to, leads to anything but a value or kCorrupt.
template <class Decode>
void expect_cut_and_flipped_are_safe(const std::string& bytes, Decode decode) {
  const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size());
  const auto short_one = decode(std::string_view(bytes).substr(0, cut));
  RC_ASSERT(!short_one);
  RC_ASSERT(short_one.error().kind == core::ErrorKind::kCorrupt);
  RC_ASSERT(!decode(bytes + '\0'));

  std::string flipped = bytes;
  char& byte = flipped[*rc::gen::inRange<std::size_t>(0, bytes.size())];
  byte = static_cast<char>(byte ^ *rc::gen::inRange(1, 256));
  const auto read = decode(flipped);
  RC_ASSERT(read || read.error().kind == core::ErrorKind::kCorrupt);
}

}  // namespace naadam::wire
