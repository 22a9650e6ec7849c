// A backup made after draw, marks, results, nominations and a form becomes an installation again on an empty machine:
// seats, results, finals, receipts, tokens and the published records answer as before, the history has every step, and
// nobody is told twice.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/commands/audit.hpp"
#include "cli/commands/backup.hpp"
#include "cli/commands/messages.hpp"
#include "cli/commands/restore.hpp"
#include "cli/remote/handing_in.hpp"
#include "domain/document_number.hpp"
#include "domain/employer_code.hpp"
#include "history/walk.hpp"
#include "runtime/documents.hpp"
#include "support/http_client.hpp"
#include "support/installation_contests.hpp"
#include "support/installation_door.hpp"
#include "support/installation_sample.hpp"
#include "support/installation_truth.hpp"
#include "wire/score.hpp"

namespace naadam {
namespace {

using support::Contests;
using support::HttpAnswer;
using support::Installation;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using Json = nlohmann::json;

// A person whom the rules accept, by the phone's form; its receipt.
std::string file_form(const Installation& installation) {
  const Json form{{"fields",
                   {{"name", "甲一"},
                    {"document_type", "居民身份证"},
                    {"document_number", domain::complete_citizen_id("15010219900131007")},
                    {"mobile", "13800000003"},
                    {"event", "数控车"},
                    {"group", "职工组"},
                    {"delegation", "呼和浩特"},
                    {"basis", "工作"},
                    {"employer", "某某机械厂"},
                    {"employer_code", domain::complete_employer_code("91150102MAT00001")}}},
                  {"consent", {{"version", "1"}, {"agreed_at", "2021-06-20T10:00:00+08:00"}}}};
  const HttpAnswer answer = support::http_ask(installation.settings().portal_port, "POST", "/api/v1/forms",
                                              {{"Idempotency-Key", std::string(31, '0') + "1"}}, form.dump());
  EXPECT_EQ(answer.status, 201u) << answer.body;
  return Json::parse(answer.body).at("receipt");
}

// All that an installation says of itself to those who ask.
struct Answers {
  std::map<std::string, std::string> pages;  // by path: what anybody is shown
  std::string record;                        // of results
  std::string of_entry;                      // as the region is shown it
  unsigned with_token = 0;                   // the status that it got
  std::map<std::string, wire::EntryState> entries;
};

Answers answers_of(Installation& installation, const std::string& receipt, const std::string& entry,
                   const support::HttpHeaders& region) {
  const std::uint16_t port = installation.settings().portal_port;
  Answers all;
  const std::string of = std::string("/api/v1/draws/trial/") + Contests::kDelegation;
  for (const std::string& path : {of, of + "/record.json", std::string("/api/v1/results"),
                                  std::string("/api/v1/finals"), "/api/v1/forms/" + receipt}) {
    const HttpAnswer answer = support::http_ask(port, "GET", path);
    EXPECT_EQ(answer.status, 200u) << path << ": " << answer.body;
    all.pages[path] = answer.body;
  }
  EXPECT_TRUE(support::await(installation.clock(), support::kPatienceMs, [&] {
    const HttpAnswer answer = support::http_ask(port, "GET", "/api/v1/entries/" + entry, region);
    all.with_token = answer.status;
    all.of_entry = answer.body;
    return answer.status == 200;  // tokens are read again every two seconds
  })) << all.with_token;
  const Contests contests(installation);
  all.record = contests.saved();
  all.entries = contests.entries();
  contests.expect_told();
  return all;
}

// Each book that there ever was, by whom and why as it says itself, was decided in the history.
void expect_in_history(Installation& installation) {
  std::set<std::string> decided;  // names of documents
  const auto walked = history::walk(installation.home().dir() / "history", {}, [&decided](const history::Entry& entry) {
    const store::LogEntry& d = entry.decided;
    if (d.kind != store::Kind::kScore) return;
    for (std::size_t i = 0; i < d.size(); ++i) {
      const std::string state(store::column_cell(d.states, d.size(), i));
      const auto score = wire::decode_score_state(std::string_view(state).substr(0, state.size() - 4));
      if (score) decided.insert(core::to_hex(score->document));
    }
  });
  ASSERT_TRUE(walked) << walked.error().cause;
  std::map<std::string, std::size_t> steps;
  for (const auto& [id, record] : installation.records(store::Kind::kScore)) {
    const auto state =
        wire::decode_score_state(store::open_check(record.state, id, record.rev, record.body).state).value();
    for (std::string name = core::to_hex(state.document); !name.empty();) {
      EXPECT_TRUE(decided.contains(name)) << name;
      const auto text = runtime::read_document(installation.store(), core::from_hex(name).value());
      ASSERT_TRUE(text) << text.error().cause;
      const Json book = Json::parse(*text);
      const Json& last = book.contains("steps") ? book.at("steps").back() : book;  // a scheme is one step
      EXPECT_FALSE(last.at("by").get<std::string>().empty());
      ++steps[last.value("step", "scheme")];
      name = book.at("previous");
    }
  }
  for (const char* step : {"scheme", "import", "publish", "nominate"}) EXPECT_GT(steps[step], 0u) << step;
}

class BackupContestsTest : public testing::Test {
 protected:
  void SetUp() override {
    asking::Peers peers(installation_.settings().common, installation_.clock());
    for (const support::SampleFile& one : sample_.files()) {
      ASSERT_TRUE(cli::hand_in(one.order, peers, installation_.clock(), support::kPatienceMs));
    }
    receipt_ = file_form(installation_);
    ASSERT_TRUE(installation_.at_rest(support::kPatienceMs));
    const Contests contests(installation_);
    Contests(installation_).begin();
    ASSERT_EQ(contests.publish_draw(), "");
    ASSERT_TRUE(
        support::await(installation_.clock(), support::kPatienceMs, [&] { return contests.seats_told(peers); }));
    for (const std::string& refused : {contests.make_marks(), contests.set_scheme(), contests.import_marks(),
                                       contests.publish(), contests.nominate()}) {
      ASSERT_EQ(refused, "");
    }
    ASSERT_TRUE(
        support::await(installation_.clock(), support::kPatienceMs, [&] { return contests.results_told(peers); }));
    ASSERT_TRUE(installation_.at_rest(support::kPatienceMs));
    support::expect_history(installation_);  // the notary has taken all there is
    for (const auto& [id, state] : contests.entries()) {
      if (state.finals && !state.finals->is_never()) entry_ = id;
    }
    ASSERT_FALSE(entry_.empty());
  }
  std::string below(const std::string& name) const { return (dir_.path() / name).string(); }

  support::Sample sample_{{.rows = 500, .files = 8, .seed = 23, .percents = {}}};
  Installation installation_{{.winners = sample_.winners()}};
  support::TempDir dir_;
  std::string receipt_, entry_;
};

TEST_F(BackupContestsTest, WhatWasDrawnAndPublishedAnswersAsBeforeAndNobodyIsToldTwice) {
  const support::Door door(installation_, sample_.files());
  const Answers before = answers_of(installation_, receipt_, entry_, door.region());
  ASSERT_GT(Contests(installation_).messages_with("成绩公布"), 0u);
  expect_in_history(installation_);
  const std::string data = installation_.home().dir().string();
  const std::string keys = installation_.settings().common.keys().string();
  ASSERT_EQ(support::naadam({"backup", "--data", data, below("all.tar")}).code, 0);
  const support::Ran restored = support::naadam({"restore", "--data", below("r"), "--keys", keys, below("all.tar")});
  ASSERT_EQ(restored.code, 0) << restored.said;

  support::InstallationOptions options;
  options.data = below("r");
  Installation again(options);
  ASSERT_TRUE(again.at_rest(support::kPatienceMs));  // all was told again under the new epoch
  const Answers after = answers_of(again, receipt_, entry_, door.region());
  EXPECT_EQ(after.pages, before.pages);
  EXPECT_EQ(after.record, before.record);
  EXPECT_EQ(after.of_entry, before.of_entry);
  ASSERT_EQ(after.entries.size(), before.entries.size());
  for (const auto& [id, state] : after.entries) {
    EXPECT_FALSE(state.has(wire::entry_flag::kNotices)) << id << " is owed a notice";
  }
  ASSERT_EQ(support::naadam({"messages", "--data", below("r"), "release"}).code, 0);
  ASSERT_TRUE(again.at_rest(support::kPatienceMs));
  EXPECT_THAT(again.messages(), IsEmpty());
  support::expect_audited(again, support::kPatienceMs);
  expect_in_history(again);
  const support::Ran shown = support::naadam({"audit", "show", entry_, "--data", below("r")});
  EXPECT_THAT(shown.said, AllOf(HasSubstr("抽签"), HasSubstr("成绩："), HasSubstr("决赛：")));
}

}  // namespace
}  // namespace naadam
