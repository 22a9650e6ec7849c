// One golden record of each kind, body and state. They lie in stores for ever: a new form adds a line here, it never
// changes one, and every line is read to the end of days.
#include <gtest/gtest.h>

#include "store/batch.hpp"
#include "wire/draw.hpp"
#include "wire/entry.hpp"
#include "wire/notice.hpp"
#include "wire/score.hpp"
#include "wire/start_list.hpp"
#include "wire/upload.hpp"

namespace naadam::wire {
namespace {

core::Id golden_id(std::uint8_t first) {
  core::Id id;
  for (std::size_t i = 0; i < core::kIdBytes; ++i) id.bytes[i] = static_cast<std::uint8_t>(first + i);
  return id;
}

RuleReasons golden_reasons() {
  RuleReasons reasons;
  for (std::size_t i = 0; i < kRules; ++i) reasons.reason[i] = static_cast<std::uint8_t>(10 * i);
  reasons.members = 3;
  reasons.years = 41;
  return reasons;
}

EntryBody golden_entry_body() {
  EntryBody body;
  FiledClaim& filed = body.claims.emplace_back();
  filed.submitter = golden_id(0x10);
  filed.upload = golden_id(0x20);
  filed.upload_number = 7;
  filed.row = 70'000;
  filed.copy = 1;
  filed.accepted_at = 1'624'154'400'000;
  filed.withdrawn = true;
  filed.claim.name = "某某";
  filed.claim.mobile = "13800000000";
  filed.claim.event = "园艺";
  filed.claim.note = "n";
  filed.claim.team_members = 2;
  filed.claim.team_has_repeated_person = true;
  return body;
}

EntryState golden_entry_state() {
  EntryState state;
  state.edition = 0x1122334455667788;
  state.verdict = Verdict::kNeedsEvidence;
  state.flags = entry_flag::kConflict | entry_flag::kNotify;
  state.decision = 0x99aabbccddeeff00;
  state.has_recipient = true;
  state.recipient = golden_id(0x30);
  state.event = "E01";
  state.group = "S";
  state.delegation = "15-01";
  state.targets.push_back({golden_id(0x20), 70'000, Verdict::kReturned, golden_reasons()});
  return state;
}

NoticeState golden_notice_state() {
  NoticeState state;
  state.source = {1, 3, 0x0102030405060708};
  state.shown = 2;
  state.verdict = Verdict::kAccepted;
  state.tries[0] = {3, 5, 1, 1'624'154'400'001};
  state.begun = 1;
  state.duty = true;
  state.message = golden_id(0x40);
  state.decision = 0x1112131415161718;
  return state;
}

NoticeState golden_notice_state_heard() {
  NoticeState state = golden_notice_state();
  state.hear({2, 9, 0x2122232425262728});
  return state;
}

NoticeBody golden_notice_body() {
  return {golden_id(0x50),        "13800000000",    "某某", "E01", "S", Verdict::kRefused,
          entry_flag::kWithdrawn, golden_reasons(), {},     {},    {},  {}};
}

EntryState golden_entry_state_seated() {
  EntryState state = golden_entry_state();
  state.seat = Seat{1, 7, 2, 5};
  return state;
}

NoticeBody golden_notice_body_of_a_seat() {
  NoticeBody body = golden_notice_body();
  body.seat = Seat{0, 0, 2, 5};
  return body;
}

NoticeBody golden_notice_body_of_a_close() {
  NoticeBody body = golden_notice_body();
  body.delegation = "150200";
  return body;
}

EntryState golden_entry_state_ranked() {
  EntryState state = golden_entry_state();
  state.result = ContestResult{1, 8, 3, 87'500'000};
  return state;
}

EntryState golden_entry_state_named() {
  EntryState state = golden_entry_state_ranked();
  state.left = {0x4142434445464748};
  state.seat = Seat{1, 7, 2, 5};
  state.finals = FinalsPlace{1, 9, FinalsPlace::Kind::kSubstitute, 1};
  return state;
}

NoticeBody golden_notice_body_of_a_result() {
  NoticeBody body = golden_notice_body();
  body.result = ContestResult{0, 0, 3, 87'500'000};
  return body;
}

NoticeBody golden_notice_body_of_the_finals() {
  NoticeBody body = golden_notice_body();
  body.finals = FinalsPlace{0, 0, FinalsPlace::Kind::kNamed, 2};
  return body;
}

std::string golden_document() {
  std::string document;
  for (char c = 0x20; c < 0x40; ++c) document.push_back(c);
  return document;
}

StartListState golden_start_list_state() { return {{1, 4, 0x0102030405060708}, golden_document()}; }

StartList golden_start_list() {
  return {Round::kTrial,
          "首届-1",
          golden_document(),
          "E05",
          "worker",
          "150200",
          {{golden_id(0x90), 1, 2}, {golden_id(0xA0), 2, 1}}};
}

ScoreState golden_score_state() { return {golden_document()}; }

DrawState golden_draw_state() {
  DrawState state;
  for (char c = 0x20; c < 0x40; ++c) state.document.push_back(c);
  return state;
}

UploadState golden_upload_state() { return {7, 300, 2, 1'624'154'400'002, true}; }

UploadBody golden_upload_body() {
  return {golden_id(0x60), "某单位", "报名表.xlsx",       golden_id(0x70), 1'048'576, true,
          golden_id(0x80), "",       {"未使用的列：学历"}};
}

UploadBody golden_upload_body_of_a_form() {
  UploadBody body;
  body.submitter = golden_id(0x60);
  body.file_name = "个人网上报名";
  body.form.emplace().claim = golden_entry_body().claims.front().claim;
  body.form->consent = {"1", 1'624'154'400'003, "某监护", "13900000000"};
  return body;
}

std::string golden_mark() {
  std::string bytes;
  put_mark(bytes, {1, 3, Verdict::kReturned, row_flag::kOvertaken, golden_reasons()});
  return bytes;
}

// The check of a record lies in the store too.
std::string golden_check() {
  std::string state = "state";
  store::add_check(state, golden_id(0).view(), {1, 2, 3}, "body");
  return state;
}

struct GoldenRecord {
  const char* name;
  std::string bytes;
  const char* hex;
};

std::vector<GoldenRecord> golden_records() {
  return {
      {"entry body", encode(golden_entry_body()),
       "9198c410101112131415161718191a1b1c1d1e1fc410202122232425262728292a2b2c2d2e2f07ce0001117001cf0000"
       "017a27256500c3dc0013a6e69f90e69f90a0a0a0a0ab3133383030303030303030a6e59bade889baa0a0a0a0a0a0a0a0"
       "a0a16e02c3"},
      {"entry state", encode(golden_entry_state()),
       "011122334455667788030599aabbccddeeff0001303132333435363738393a3b3c3d3e3f0345303101530531352d3031"
       "01202122232425262728292a2b2c2d2e2f0001117001000a141e28323c46505a0329"},
      {"notice body", encode(golden_notice_body()),
       "98c410505152535455565758595a5b5c5d5e5fab3133383030303030303030a6e69f90e69f90a3453031a1530202c40c"
       "000a141e28323c46505a0329"},
      {"notice state", encode(golden_notice_state()),
       "00000001000000030102030405060708010201040305010000017a272565010000000000000000000000010140414243"
       "4445464748494a4b4c4d4e4f1112131415161718"},
      {"upload body", encode(golden_upload_body()),
       "99c410606162636465666768696a6b6c6d6e6fa9e69f90e58d95e4bd8daee68aa5e5908de8a1a82e786c7378c4107071"
       "72737475767778797a7b7c7d7e7fce00100000c3c410808182838485868788898a8b8c8d8e8fa091b8e69caae4bdbfe7"
       "94a8e79a84e58897efbc9ae5ada6e58e86"},
      {"upload state", encode(golden_upload_state()), "01000000070000012c000000020000017a2725650201"},
      {"row mark", golden_mark(), "00000001000000030110000a141e28323c46505a0329"},
      {"record check", golden_check(), "73746174655e99ac5d"},
      {"notice state that heard of a newer rev", encode(golden_notice_state_heard()),
       "00000002000000092122232425262728020201040305010000017a272565010000000000000000000000010140414243"
       "4445464748494a4b4c4d4e4f1112131415161718c03392693fef972a"},
      {"entry state with a seat", encode(golden_entry_state_seated()),
       "041122334455667788030599aabbccddeeff0001303132333435363738393a3b3c3d3e3f0345303101530531352d3031"
       "01202122232425262728292a2b2c2d2e2f0001117001000a141e28323c46505a0329000000010000000700020005"},
      {"notice body of a seat", encode(golden_notice_body_of_a_seat()),
       "9ac410505152535455565758595a5b5c5d5e5fab3133383030303030303030a6e69f90e69f90a3453031a1530202c40c"
       "000a141e28323c46505a03290205"},
      {"draw state", encode(golden_draw_state()), "01202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"},
      {"entry state with a result", encode(golden_entry_state_ranked()),
       "081122334455667788030599aabbccddeeff0001303132333435363738393a3b3c3d3e3f0345303101530531352d3031"
       "01202122232425262728292a2b2c2d2e2f0001117001000a141e28323c46505a03290000000100000008000300000000"
       "053724e0"},
      {"entry state with all parts", encode(golden_entry_state_named()),
       "1e1122334455667788030599aabbccddeeff0001303132333435363738393a3b3c3d3e3f0345303101530531352d3031"
       "01202122232425262728292a2b2c2d2e2f0001117001000a141e28323c46505a03290141424344454647480000000100"
       "000007000200050000000100000008000300000000053724e00000000100000009020001"},
      {"notice body of a result", encode(golden_notice_body_of_a_result()),
       "9bc410505152535455565758595a5b5c5d5e5fab3133383030303030303030a6e69f90e69f90a3453031a1530202c40c"
       "000a141e28323c46505a03290303ce053724e0"},
      {"notice body of the finals", encode(golden_notice_body_of_the_finals()),
       "9bc410505152535455565758595a5b5c5d5e5fab3133383030303030303030a6e69f90e69f90a3453031a1530202c40c"
       "000a141e28323c46505a0329040102"},
      {"start list state", encode(golden_start_list_state()),
       "0000000100000004010203040506070801202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e"
       "3f"},
      {"start list", encode(golden_start_list()),
       "010108e9a696e5b18a2d31202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f0345303506"
       "776f726b65720631353032303000000002909192939495969798999a9b9c9d9e9f00010002a0a1a2a3a4a5a6a7a8a9aa"
       "abacadaeaf00020001"},
      {"score state", encode(golden_score_state()),
       "01202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"},
      {"notice body of one too late", encode(golden_notice_body_of_a_close()),
       "99c410505152535455565758595a5b5c5d5e5fab3133383030303030303030a6e69f90e69f90a3453031a1530202c40c"
       "000a141e28323c46505a0329a6313530323030"},
      {"upload body of a form", encode(golden_upload_body_of_a_form()),
       "9ac410606162636465666768696a6b6c6d6e6fa0b2e4b8aae4babae7bd91e4b88ae68aa5e5908dc41000000000000000"
       "00000000000000000000c2c41000000000000000000000000000000000a09092dc0013a6e69f90e69f90a0a0a0a0ab31"
       "33383030303030303030a6e59bade889baa0a0a0a0a0a0a0a0a0a16e02c394a131cf0000017a27256503a9e69f90e79b"
       "91e68aa4ab3133393030303030303030"},
  };
}

std::string golden_bytes(std::size_t i) {
  const std::string_view hex = golden_records()[i].hex;
  std::string bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16)));
  }
  return bytes;
}

TEST(GoldenRecords, WritingGivesTheseBytes) {
  for (const GoldenRecord& golden : golden_records()) EXPECT_EQ(core::to_hex(golden.bytes), golden.hex) << golden.name;
}

TEST(GoldenRecords, TheseBytesAreReadAsTheSameRecords) {
  EXPECT_EQ(decode_entry_body(golden_bytes(0))->claims, golden_entry_body().claims);
  EXPECT_EQ(decode_entry_state(golden_bytes(1))->targets, golden_entry_state().targets);
  EXPECT_EQ(decode_entry_state(golden_bytes(1))->recipient, golden_entry_state().recipient);
  EXPECT_EQ(decode_entry_state(golden_bytes(1))->delegation, "15-01");
  EXPECT_EQ(decode_notice_body(golden_bytes(2))->name, "某某");
  EXPECT_EQ(decode_notice_body(golden_bytes(2))->reasons, golden_reasons());
  EXPECT_EQ(decode_notice_state(golden_bytes(3))->source, golden_notice_state().source);
  EXPECT_EQ(decode_notice_state(golden_bytes(3))->message, golden_id(0x40));
  EXPECT_EQ(decode_notice_state(golden_bytes(3))->tries[0].began_ms, 1'624'154'400'001);
  EXPECT_EQ(decode_upload_body(golden_bytes(4))->remarks, golden_upload_body().remarks);
  EXPECT_EQ(decode_upload_body(golden_bytes(4))->corrects, golden_id(0x80));
  EXPECT_EQ(decode_upload_state(golden_bytes(5))->accepted_at, 1'624'154'400'002);
  EXPECT_EQ(decode_upload_state(golden_bytes(5))->number, 7u);
  EXPECT_EQ(get_mark(golden_bytes(6)).reasons, golden_reasons());
  EXPECT_TRUE(store::open_check(golden_bytes(7), golden_id(0).view(), {1, 2, 3}, "body").ok);
  EXPECT_EQ(decode_notice_state(golden_bytes(8))->source, golden_notice_state_heard().source);
  EXPECT_EQ(decode_notice_state(golden_bytes(8))->plan(), golden_notice_state().plan());
  EXPECT_EQ(decode_entry_state(golden_bytes(9))->seat, golden_entry_state_seated().seat);
  EXPECT_EQ(decode_notice_body(golden_bytes(10))->seat, golden_notice_body_of_a_seat().seat);
  EXPECT_EQ(decode_draw_state(golden_bytes(11))->document, golden_draw_state().document);
  EXPECT_EQ(decode_entry_state(golden_bytes(12))->result, golden_entry_state_ranked().result);
  EXPECT_EQ(decode_entry_state(golden_bytes(13))->left, golden_entry_state_named().left);
  EXPECT_EQ(decode_entry_state(golden_bytes(13))->seat, golden_entry_state_named().seat);
  EXPECT_EQ(decode_entry_state(golden_bytes(13))->finals, golden_entry_state_named().finals);
  EXPECT_EQ(decode_notice_body(golden_bytes(14))->result, golden_notice_body_of_a_result().result);
  EXPECT_EQ(decode_notice_body(golden_bytes(15))->finals, golden_notice_body_of_the_finals().finals);
  EXPECT_EQ(decode_start_list_state(golden_bytes(16))->source, golden_start_list_state().source);
  EXPECT_EQ(decode_start_list_state(golden_bytes(16))->document, golden_document());
  EXPECT_EQ(*decode_start_list(golden_bytes(17)), golden_start_list());
  EXPECT_EQ(decode_score_state(golden_bytes(18))->document, golden_document());
  EXPECT_EQ(decode_notice_body(golden_bytes(19))->delegation, "150200");
  EXPECT_EQ(decode_upload_body(golden_bytes(20))->form, golden_upload_body_of_a_form().form);
  EXPECT_FALSE(decode_upload_body(golden_bytes(4))->form);
}

}  // namespace
}  // namespace naadam::wire
