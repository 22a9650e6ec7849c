// The portal before the real services: every route as every role, a file from its first byte to its workbook, who sees
// what, and what is not taken.
#include "portal_test.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "cli/up/demo_tokens.hpp"
#include "portal/rules/routes.hpp"
#include "portal/rules/tokens.hpp"
#include "runtime/private_file.hpp"

namespace naadam {

using portal::kRoles;
using portal::Role;
using portal::Route;
using support::http_ask;
using support::http_head;
using support::HttpAnswer;
using support::HttpConnection;
using support::HttpHeaders;

void PortalTest::SetUpTestSuite() { world_ = std::make_unique<World>(); }

std::string demo_token(const support::Installation& installation, Role role, std::string_view name) {
  std::ifstream file(cli::demo_tokens_file(installation.home()));
  for (std::string line; std::getline(file, line);) {
    std::istringstream columns(line);
    std::string its_role, its_name, its_token;
    std::getline(columns, its_role, '\t');
    std::getline(columns, its_name, '\t');
    std::getline(columns, its_token, '\t');
    if (its_role == portal::role_name(role) && (name.empty() || its_name == name)) return its_token;
  }
  return {};
}

std::string PortalTest::fresh_key() {
  static int n = 0;
  return "test-key-" + std::to_string(++n);
}

HttpHeaders PortalTest::posting(const std::string& token, const std::string& key) {
  return {{"Authorization", "Bearer " + token}, {"Idempotency-Key", key}, {"File-Name", "%E8%A1%A8.csv"}};
}

std::string PortalTest::taken(const std::string& content, const std::string& token) {
  const HttpAnswer answer = hand_in(content, token);
  EXPECT_EQ(answer.status, 201u) << answer.body;
  return answer.status == 201 ? Json::parse(answer.body).at("upload").get<std::string>() : std::string(32, '0');
}

PortalTest::Json PortalTest::outcome_of(const std::string& upload, const std::string& token) {
  HttpConnection connection(port());
  connection.send(http_head("GET", std::string(kUploads) + "/" + upload + "/events", bearer(token), 0));
  if (!connection.receive_until("\r\n\r\n")) return {};
  while (const auto event = connection.receive_until("\n\n")) {
    if (event->starts_with("event: done\ndata: ")) return Json::parse(event->substr(event->find('{')));
  }
  return {};
}

std::string PortalTest::code_of(const HttpAnswer& answer) {
  const Json problem = Json::parse(answer.body, nullptr, false);
  return problem.is_object() ? problem.value("code", std::string()) : std::string();
}

std::string PortalTest::content_of(std::size_t file) {
  std::ifstream in(sample().files().at(file).order.path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

namespace {

const std::string kLeague = "呼和浩特", kOtherLeague = "包头";

// The pattern with ids that nothing has.
std::string some_path(const Route& route) {
  std::string path(route.pattern);
  for (const auto& [name, value] : {std::pair<std::string, std::string>{"{upload}", std::string(32, '1')},
                                    {"{entry}", std::string(32, '2')},
                                    {"{receipt}", std::string(32, '3')},
                                    {"{round}", "trial"},
                                    {"{event}", "E01"},
                                    {"{group}", "worker"},
                                    {"{delegation}", "150100"}}) {
    if (const auto at = path.find(name); at != std::string::npos) path.replace(at, name.size(), value);
  }
  return path;
}

class PortalRoles : public PortalTest {
 protected:
  static HttpAnswer ask(const Route& route, HttpHeaders headers) {
    headers.emplace_back("Idempotency-Key", fresh_key());
    return http_ask(port(), route.method, some_path(route), headers, route.method == "POST" ? "{}" : "");
  }
};

TEST_F(PortalRoles, EveryRouteAsEveryRole) {
  for (const Route& route : portal::routes()) {
    for (const Role role : kRoles) {
      SCOPED_TRACE(std::string(route.pattern) + " as " + std::string(role_name(role)));
      const HttpAnswer answer = ask(route, bearer(token(role, role == Role::kLeague ? kLeague : "")));
      EXPECT_TRUE(route.answers().contains(answer.status)) << answer.status << answer.body;
      EXPECT_EQ(code_of(answer) == "forbidden", !route.open() && !route.roles.has(role)) << answer.body;
      EXPECT_NE(answer.status, 401u);
      EXPECT_EQ(answer.header("trace-id").size(), 32u);
    }
  }
}

TEST_F(PortalRoles, WithoutATokenOnlyWhatIsOpenAndWhatIsPublished) {
  for (const Route& route : portal::routes()) {
    SCOPED_TRACE(route.pattern);
    const HttpAnswer stranger = ask(route, {});
    EXPECT_TRUE(route.answers().contains(stranger.status)) << stranger.status;
    // What is shared is there for strangers too, once it is published.
    EXPECT_TRUE(route.shared || (stranger.status == 401) != route.open()) << stranger.body;
    for (const HttpHeaders& headers :
         {bearer("naadam_0000"), bearer(""), HttpHeaders{{"Authorization", "Basic " + token(Role::kRegion)}}}) {
      const HttpAnswer answer = ask(route, headers);
      EXPECT_EQ(answer.status == 401, !route.open()) << answer.status << answer.body;
      EXPECT_EQ(answer.header("www-authenticate"), route.open() ? "" : "Bearer");
    }
  }
}

TEST_F(PortalRoles, SelfIsToldWhatItMay) {
  const Json self = Json::parse(get("/api/v1/me", token(Role::kLeague, kLeague)).body);
  EXPECT_EQ(self.at("role"), "league");
  EXPECT_EQ(self.at("name"), kLeague);
  EXPECT_EQ(self.at("delegation"), "150100");
  EXPECT_THAT(self.at("may").dump(), testing::HasSubstr("POST /api/v1/uploads"));
}

TEST_F(PortalRoles, NothingWasAnsweredThatIsNotDeclared) {
  for (const Route& route : portal::routes()) ask(route, bearer(token(Role::kRegion)));
  EXPECT_GT(installation().metric("portal", 1, "naadam_portal_answers_total"), 0u);
  EXPECT_EQ(installation().metric("portal", 1, "naadam_portal_undeclared_answers_total"), 0u);
}

// Whoever was not given the address by notification is told so, and cannot speak for the gateway.
TEST_F(PortalRoles, AReceiptAtNoAddressOfOursIsRefused) {
  const std::string zeros(32, '0');
  for (const std::string& query :
       {std::string(), "?m=" + zeros + "&j=" + zeros + "1&type=8",
        "?m=" + zeros + "&j=00000000000000001" + std::string(16, '0') + "&k=" + zeros + "&type=8&smsc=a"}) {
    EXPECT_EQ(code_of(http_ask(port(), "GET", "/sms/receipt" + query)), "invalid") << query;
  }
  EXPECT_EQ(http_ask(port(), "POST", "/sms/receipt").status, 405u);
  EXPECT_GE(installation().metric("notification", 1, "naadam_receipts_unreadable_total"), 3u);
}

TEST_F(PortalRoles, ATokenIsTakenInAndOutWithoutARestart) {
  const auto file = installation().home().portal_tokens();
  std::ifstream in(file);
  const std::string before{std::istreambuf_iterator<char>(in), {}};
  const std::string fresh = portal::fresh_token();
  const auto status = [&fresh] { return get("/api/v1/me", fresh).status; };
  EXPECT_EQ(status(), 401u);
  portal::Tokens tokens = portal::Tokens::parse(before).value();
  ASSERT_TRUE(tokens.add(fresh, {Role::kJudge, "裁判", {}, {}}));
  ASSERT_TRUE(runtime::replace_private(file, tokens.json()));
  EXPECT_TRUE(support::await(installation().clock(), kPatienceMs, [&] { return status() == 200; }));
  ASSERT_TRUE(runtime::replace_private(file, before));
  EXPECT_TRUE(support::await(installation().clock(), kPatienceMs, [&] { return status() == 401; }));
}

class PortalUploads : public PortalTest {};

TEST_F(PortalUploads, AFileGoesInAndItsWorkbookComesOut) {
  const std::string league = token(Role::kLeague, kLeague);
  const HttpAnswer receipt = hand_in(content_of(0), league);
  ASSERT_EQ(receipt.status, 201u) << receipt.body;
  const std::string upload = Json::parse(receipt.body).at("upload");
  EXPECT_EQ(receipt.header("location"), std::string(kUploads) + "/" + upload);

  const Json done = outcome_of(upload, league);
  ASSERT_TRUE(done.is_object());
  EXPECT_EQ(done.at("stage"), "complete");
  EXPECT_EQ(done.at("rows"), sample().files().at(0).rows.size());
  EXPECT_EQ(done.at("filled"), done.at("rows"));
  EXPECT_EQ(done.at("file_name"), "表.csv");
  EXPECT_EQ(Json::parse(get(std::string(kUploads) + "/" + upload, league).body), done);

  const HttpAnswer book = get(std::string(kUploads) + "/" + upload + "/outcome.xlsx", league);
  EXPECT_EQ(book.status, 200u);
  EXPECT_EQ(book.header("content-length"), std::to_string(book.body.size()));
  EXPECT_TRUE(book.body.starts_with("PK")) << "a zip, as XLSX is";
}

TEST_F(PortalUploads, ARepeatGetsTheSameAnswer) {
  const std::string league = token(Role::kLeague, kLeague), content = content_of(0) + "\n", key = fresh_key();
  const HttpAnswer first = hand_in(content, league, key);
  ASSERT_EQ(first.status, 201u) << first.body;
  EXPECT_EQ(hand_in(content, league, key).body, first.body);
  EXPECT_EQ(hand_in(content, league).body, first.body) << "the same file under another key";
  installation().end("portal");
  installation().tend(kPatienceMs);
  ASSERT_TRUE(support::await(installation().clock(), kPatienceMs, [&] {
    try {
      return get("/api/v1/me", league).status == 200;
    } catch (const std::runtime_error&) {
      return false;
    }
  })) << "a portal that died is back on its port";
  EXPECT_EQ(hand_in(content, league, key).body, first.body) << "also after a restart";
}

TEST_F(PortalUploads, AKeyIsForOneContent) {
  const std::string league = token(Role::kLeague, kLeague), key = fresh_key();
  ASSERT_EQ(hand_in(content_of(0) + "\n\n", league, key).status, 201u);
  const HttpAnswer other = hand_in(content_of(0) + "\n\n\n", league, key);
  EXPECT_EQ(other.status, 422u);
  EXPECT_EQ(code_of(other), "idempotency_key_reused");
  EXPECT_EQ(code_of(hand_in("x", league, "")), "idempotency_key_missing");
  EXPECT_EQ(code_of(hand_in("x", league, "short")), "idempotency_key_missing");
}

TEST_F(PortalUploads, WhatCannotBeTakenIsRefusedWithItsReason) {
  const std::string league = token(Role::kLeague, kLeague);
  EXPECT_EQ(code_of(hand_in("", league)), "invalid");
  EXPECT_EQ(code_of(http_ask(port(), "POST", kUploads,
                             {{"Authorization", "Bearer " + league}, {"Idempotency-Key", fresh_key()}}, "x")),
            "invalid")
      << "no file name";
  EXPECT_EQ(http_ask(port(), "POST", std::string(kUploads) + "?corrects=" + std::string(32, 'a'), posting(league), "x")
                .status,
            404u)
      << "corrects nothing";
  HttpConnection huge(port());
  huge.send(http_head("POST", kUploads, posting(league), (32u << 20) + 1));
  EXPECT_EQ(huge.receive().status, 413u);
  HttpHeaders many = bearer(league);
  many.emplace_back("X-Much", std::string(20'000, 'a'));
  EXPECT_EQ(http_ask(port(), "GET", "/api/v1/me", many).status, 431u);
}

TEST_F(PortalUploads, AFileThatIsNoTableIsRefusedByItsOutcome) {
  const std::string league = token(Role::kLeague, kLeague);
  const std::string upload = taken("PK\x03\x04 this is no workbook", league);
  const Json done = outcome_of(upload, league);
  EXPECT_EQ(done.at("stage"), "refused");
  EXPECT_NE(done.at("refusal"), "");
  EXPECT_EQ(code_of(get(std::string(kUploads) + "/" + upload + "/outcome.xlsx", league)), "refused");
}

TEST_F(PortalUploads, ABodyThatIsCutOffLeavesNothingBehind) {
  constexpr int kMoreThanAtOnce = 70;  // than intake takes: each must have given its place back
  const std::string league = token(Role::kLeague, kLeague), key = fresh_key();
  for (int i = 0; i < kMoreThanAtOnce; ++i) {
    HttpConnection connection(port());
    connection.send(http_head("POST", kUploads, posting(league), 1'000'000));
    connection.send(std::string(300'000, 'x'));
  }
  // A place that is not free yet is told so; none is lost for good.
  EXPECT_TRUE(support::await(installation().clock(), kPatienceMs,
                             [&] { return hand_in(content_of(0), league, key).status == 201; }));
}

TEST_F(PortalUploads, AFileWhoseIntakeDiesHalfWayIsHandedInAgain) {
  const std::string league = token(Role::kLeague, kLeague), key = fresh_key();
  constexpr std::size_t kTwoPieces = 512 * 1024;  // as intake is given them
  const std::string content = content_of(0) + std::string(kTwoPieces, '\n');
  const std::size_t half = content.size() / 2;
  HttpConnection connection(port());
  connection.send(http_head("POST", kUploads, posting(league, key), content.size()));
  connection.send(content.substr(0, half));
  installation().end("intake");
  installation().tend(kPatienceMs);
  connection.send(content.substr(half));
  EXPECT_THAT(connection.receive().status, testing::AnyOf(201u, 503u, 504u)) << "never a refusal";
  HttpAnswer again;
  ASSERT_TRUE(support::await(installation().clock(), kPatienceMs, [&] {
    again = hand_in(content, league, key);
    return again.status == 201;
  })) << again.body;
  EXPECT_EQ(hand_in(content, league).body, again.body);
}

class PortalScope : public PortalTest {
 protected:
  // Both files in and judged: by the first league, and by the other.
  static void SetUpTestSuite() {
    PortalTest::SetUpTestSuite();
    first_ = taken(content_of(0), token(Role::kLeague, kLeague));
    second_ = taken(content_of(1), token(Role::kLeague, kOtherLeague));
    EXPECT_EQ(outcome_of(first_, token(Role::kLeague, kLeague)).value("stage", ""), "complete");
    EXPECT_EQ(outcome_of(second_, token(Role::kLeague, kOtherLeague)).value("stage", ""), "complete");
    ASSERT_TRUE(installation().at_rest(kPatienceMs));
  }
  static HttpAnswer look_up(const std::string& document, const std::string& token) {
    return http_ask(port(), "POST", "/api/v1/lookups",
                    {{"Authorization", "Bearer " + token}, {"Idempotency-Key", fresh_key()}},
                    Json{{"document", document}}.dump());
  }
  // The document of somebody in the first file whose row is in order.
  static std::string document() {
    for (const auto& row : sample().files().at(0).rows) {
      if (row.expected.after == wire::Verdict::kAccepted && row.defects.empty()) return row.says.document_number;
    }
    return {};
  }

  static inline std::string first_, second_;
};

TEST_F(PortalScope, AnUploadIsItsSubmittersAndTheOrganisers) {
  const std::string path = std::string(kUploads) + "/" + first_;
  for (const char* part : {"", "/events", "/outcome.xlsx"}) {
    EXPECT_EQ(get(path + part, token(Role::kLeague, kOtherLeague)).status, 404u) << part;
    EXPECT_EQ(get(path + part, token(Role::kSubmitter)).status, 404u) << part;
    EXPECT_EQ(get(path + part, token(Role::kRegion)).status, 200u) << part;
  }
  EXPECT_EQ(get(path, token(Role::kSupervisor)).status, 200u);
}

TEST_F(PortalScope, AnEntryIsItsLeaguesItsSubmittersAndTheOrganisers) {
  const HttpAnswer found = look_up(document(), token(Role::kLeague, kLeague));
  ASSERT_EQ(found.status, 200u) << found.body;
  const Json entry = Json::parse(found.body).at("entries").at(0);
  EXPECT_EQ(entry.at("verdict"), "accepted");
  EXPECT_EQ(entry.at("delegation"), "150100");
  EXPECT_EQ(entry.at("claims").at(0).at("findings").size(), 10u);
  EXPECT_EQ(found.body.find(document()), std::string::npos) << "numbers are masked";
  EXPECT_EQ(look_up(document(), token(Role::kLeague, kOtherLeague)).status, 404u);
  EXPECT_EQ(look_up(document(), token(Role::kSubmitter)).status, 404u);

  const std::string path = "/api/v1/entries/" + entry.at("entry").get<std::string>();
  EXPECT_EQ(Json::parse(get(path, token(Role::kLeague, kLeague)).body), entry);
  EXPECT_EQ(get(path, token(Role::kRegion)).status, 200u);
  EXPECT_EQ(get(path, token(Role::kSupervisor)).status, 200u);
  EXPECT_EQ(get(path, token(Role::kLeague, kOtherLeague)).status, 404u);
  EXPECT_EQ(get(path, token(Role::kSubmitter)).status, 404u);
}

TEST_F(PortalScope, ALookUpTakesADocumentAndNothingElse) {
  const std::string region = token(Role::kRegion);
  const auto ask = [&](const std::string& body) {
    return http_ask(port(), "POST", "/api/v1/lookups",
                    {{"Authorization", "Bearer " + region}, {"Idempotency-Key", fresh_key()}}, body);
  };
  for (const char* body : {"", "{", "[]", "{}", "{\"document\": 3}", "{\"document\": \"\"}"}) {
    EXPECT_EQ(ask(body).status, 400u) << body;
  }
  EXPECT_EQ(ask(std::string(5'000, ' ') + "{}").status, 413u);
  EXPECT_EQ(look_up("15010119900101001X", region).status, 404u);
}

TEST_F(PortalScope, ALeagueSeesItsOwnBoards) {
  const Json all = Json::parse(get("/api/v1/counts", token(Role::kRegion)).body);
  const Json own = Json::parse(get("/api/v1/counts", token(Role::kLeague, kLeague)).body);
  EXPECT_EQ(all.at("events").size(), 30u);
  EXPECT_EQ(all.at("delegations").size(), 14u);
  ASSERT_GT(own.at("boards").size(), 0u);
  EXPECT_LT(own.at("boards").size(), all.at("boards").size());
  std::string board;
  for (const Json& one : own.at("boards")) {
    EXPECT_EQ(one.at("delegation"), "150100");
    if (one.at("accepted") > 0 && !one.at("event").get<std::string>().empty() &&
        !one.at("group").get<std::string>().empty()) {
      board = "/api/v1/boards/" + one.at("event").get<std::string>() + "/" + one.at("group").get<std::string>() + "/";
    }
  }
  const HttpAnswer places = get(board + "150100", token(Role::kLeague, kLeague));
  ASSERT_EQ(places.status, 200u);
  EXPECT_GT(Json::parse(places.body).at("places").size(), 0u);
  EXPECT_EQ(code_of(get(board + "150200", token(Role::kLeague, kLeague))), "outside_scope");
  EXPECT_EQ(get(board + "150200", token(Role::kRegion)).status, 200u);
  EXPECT_EQ(get(board + "150100?cursor=0", token(Role::kRegion)).status, 200u);
  EXPECT_EQ(get(board + "150100?cursor=x", token(Role::kRegion)).status, 400u);
}

TEST(PortalCopies, EachAsksOverTheEncryptedLink) {
  const support::Installation installation({.winners = {}, .copies = 2, .curve = true});
  const std::uint16_t first = installation.settings().portal_port;
  const HttpHeaders region{{"Authorization", "Bearer " + demo_token(installation, Role::kRegion)}};
  for (const std::uint16_t port : {first, static_cast<std::uint16_t>(first + 1)}) {
    EXPECT_EQ(http_ask(port, "GET", "/api/v1/counts", region).status, 200u);
    EXPECT_EQ(http_ask(port, "GET", "/api/v1/entries/" + std::string(32, '0'), region).status, 404u) << "intake's word";
  }
}

TEST_F(PortalScope, NothingOfAPersonStandsInTheLog) {
  ASSERT_EQ(look_up(document(), token(Role::kRegion)).status, 200u);
  ASSERT_EQ(get("/no/such/" + document(), token(Role::kRegion)).status, 404u);
  const std::string log = installation().log("portal");
  EXPECT_NE(log.find("\"route\":\"/api/v1/lookups\""), std::string::npos);
  EXPECT_EQ(log.find(document()), std::string::npos);
  EXPECT_EQ(log.find(token(Role::kRegion)), std::string::npos);
}

}  // namespace
}  // namespace naadam
