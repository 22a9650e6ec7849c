// The services over tcp with CURVE, with keys of deploy/keys.sh: the work is the same, strangers change nothing, and
// whose key is revoked is heard no more.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <zmq.hpp>

#include "link/curve_keys.hpp"
#include "support/installation.hpp"
#include "support/installation_officer.hpp"
#include "support/installation_sample.hpp"
#include "support/installation_truth.hpp"
#include "wire/envelope.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

using support::Officer;

constexpr core::Millis kRestMs = 30'000;
constexpr core::Millis kRevokedMs = 10'000;  // the promise of deploy/keys.sh
constexpr core::Millis kAskMs = 500;
constexpr std::array<std::string_view, 3> kWorkers{"intake", "eligibility", "notification"};
constexpr std::string_view kPushed = "naadam_step_pushed_total";
constexpr std::string_view kCredit = "naadam_credit_records";
constexpr auto kHttp = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

class CurveTest : public testing::Test {
 protected:
  // Hands the whole sample in; every row comes out as the truth says.
  void expect_the_truth() {
    Officer officer(installation, sample.files());
    ASSERT_TRUE(support::await(installation.clock(), 2 * Officer::kPatienceMs, [&] { return officer.done(); }));
    ASSERT_EQ(officer.trouble(), "");
    ASSERT_TRUE(installation.at_rest(kRestMs));
    for (std::size_t i = 0; i < officer.slips().size(); ++i) {
      const support::SampleFile& file = sample.files()[i];
      const auto marks = support::marks_of(installation.store(), officer.slips()[i].receipt.upload, file.rows.size());
      EXPECT_THAT(support::differences(file, marks), testing::IsEmpty());
    }
    support::expect_audited(installation, kRestMs);
  }

  // Whether a service has left an audit line of this reason and role.
  bool told(std::string_view service, const std::string& reason, const std::string& role) {
    const std::string words = R"("event":"link.refused","reason":")" + reason + R"(","role":")" + role + '"';
    return installation.log(service).find(words) != std::string::npos;
  }
  bool comes_to_be_told(std::string_view service, const std::string& reason, const std::string& role = {}) {
    return support::await(installation.clock(), kRevokedMs, [&] { return told(service, reason, role); });
  }

  store::Copy where(std::string_view service) { return peers.copies(service).at(0); }

  // Every version of everything that was decided.
  std::map<std::string, std::string> revisions() {
    std::map<std::string, std::string> all;
    for (const auto& [id, record] : installation.records(store::Kind::kEntry)) all[id] = record.rev.bytes();
    return all;
  }

  support::Sample sample{{.rows = 600, .files = 4, .seed = 21, .percents = {}}};
  support::Installation installation{{.winners = sample.winners(), .curve = true, .locked = true}};
  asking::Peers peers{installation.settings().common, installation.clock()};
};

TEST_F(CurveTest, TheWorkGoesOverTheLinkAndComesOutAsTheTruthSays) {
  for (const std::string_view sender : {"intake", "eligibility"}) {
    EXPECT_TRUE(
        support::await(installation.clock(), kRestMs, [&] { return installation.metric(sender, 1, kCredit) > 0; }));
  }
  expect_the_truth();
  for (const std::string_view service : kWorkers) {
    EXPECT_THAT(where(service).endpoint, testing::StartsWith("tcp://127.0.0.1:"));
    EXPECT_TRUE(link::is_key(where(service).server_key));
    EXPECT_GT(installation.metric(service, 1, kPushed), 0u) << service;
  }
}

TEST_F(CurveTest, StrangersLeaveALineAndChangeNothing) {
  expect_the_truth();
  const auto before = revisions();
  const auto pushed = installation.metric("eligibility", 1, kPushed);
  const store::Copy victim = where("eligibility");

  const auto keys = link::make_key_pair();
  zmq::context_t context;
  zmq::socket_t stranger(context, zmq::socket_type::dealer);
  stranger.set(zmq::sockopt::linger, 0);
  stranger.set(zmq::sockopt::curve_serverkey, victim.server_key);
  stranger.set(zmq::sockopt::curve_publickey, keys.public_key);
  stranger.set(zmq::sockopt::curve_secretkey, keys.secret_key);
  stranger.connect(victim.endpoint);
  stranger.send(zmq::buffer(wire::encode({}, wire::Hello{7, 0, 0, "intake"})), zmq::send_flags::dontwait);
  EXPECT_TRUE(comes_to_be_told("eligibility", "stranger"));

  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(victim.endpoint.substr(victim.endpoint.rfind(':') + 1))));
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_GE(fd, 0);
  ASSERT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  EXPECT_GT(::send(fd, kHttp, std::char_traits<char>::length(kHttp), MSG_NOSIGNAL), 0);
  EXPECT_TRUE(comes_to_be_told("eligibility", "not_ours"));
  EXPECT_GE(installation.metric("eligibility", 1, "naadam_link_refused_total"), 2u);
  ::close(fd);

  EXPECT_TRUE(peers.ask("eligibility", wire::verb::kStatus, cli::Json::object(), kRestMs));
  EXPECT_EQ(installation.metric("eligibility", 1, kPushed), pushed);
  EXPECT_EQ(revisions(), before);
}

TEST_F(CurveTest, ACopyThatDiedComesBackAtAnotherAddress) {
  const std::string before = where("eligibility").endpoint;
  installation.kill("eligibility");
  EXPECT_TRUE(support::await(installation.clock(), kRestMs, [&] {
    installation.tend(0);
    const auto& copies = peers.copies("eligibility");
    return copies.size() == 1 && copies[0].endpoint != before;
  }));
  // It waited for the announcement of the one that died to end, and did not give up over it.
  EXPECT_THAT(installation.log("eligibility"), testing::Not(testing::HasSubstr("service.failed")));
  expect_the_truth();
}

TEST_F(CurveTest, ACopyThatCameBackIsPushedToAgain) {
  const auto credit = [this] { return installation.metric("eligibility", 1, kCredit); };
  EXPECT_TRUE(support::await(installation.clock(), kRestMs, [&] { return credit() > 0; }));
  installation.kill("intake");
  EXPECT_TRUE(support::await(installation.clock(), kRestMs, [&] { return credit() == 0; }));
  installation.tend(0);
  EXPECT_TRUE(support::await(installation.clock(), kRestMs, [&] { return credit() > 0; }));
  expect_the_truth();
  EXPECT_GT(installation.metric("intake", 1, kPushed), 0u);
}

TEST_F(CurveTest, WhoseKeyIsRevokedIsServedNoMoreAndNothingIsLost) {
  ASSERT_TRUE(link::revoke_key(installation.link_keys(), "eligibility", "main"));
  EXPECT_TRUE(comes_to_be_told("intake", "revoked", "eligibility"));  // at its next heartbeat
  expect_the_truth();                                                 // what it decides is found in the store
  EXPECT_EQ(installation.metric("intake", 1, kPushed), 0u);

  ASSERT_TRUE(link::revoke_key(installation.link_keys(), "operator", "main"));
  EXPECT_TRUE(support::await(installation.clock(), kRevokedMs, [&] {
    return !peers.ask("intake", wire::verb::kStatus, cli::Json{{"brief", true}}, kAskMs);
  }));
  EXPECT_TRUE(told("intake", "revoked", "operator"));
}

}  // namespace
}  // namespace naadam
