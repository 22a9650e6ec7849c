// Short messages by a real gateway, and what it tells the portal about them: every notice hears of it, and a receipt
// that cannot be kept comes again.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "asking/peers.hpp"
#include "cli/remote/handing_in.hpp"
#include "support/http_client.hpp"
#include "support/installation.hpp"
#include "support/installation_sample.hpp"
#include "support/kannel.hpp"
#include "support/message_centre.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

cli::SinkSettings sink_of(const support::Kannel& kannel) {
  cli::SinkSettings sink;
  sink.sink = "kannel";
  sink.kannel_url = kannel.url();
  sink.kannel_user = "naadam";
  sink.kannel_password_file = kannel.password_file();
  return sink;
}

class PortalReceipts : public testing::Test {
 protected:
  std::map<std::string, std::uint64_t> states() {
    const auto counts =
        peers_.ask_until("notification", wire::verb::kNoticeCount, asking::Json::object(), support::kPatienceMs);
    return counts ? counts->at("states").get<std::map<std::string, std::uint64_t>>()
                  : std::map<std::string, std::uint64_t>{};
  }
  std::uint64_t delivered() { return states()["delivered"]; }

  support::MessageCentre centre_;
  support::Kannel kannel_{centre_.smpp_port()};
  support::Sample sample_{{.rows = 60, .files = 2, .seed = 8, .percents = {}}};
  support::Installation installation_{{.winners = sample_.winners(), .sink = sink_of(kannel_)}};
  asking::Peers peers_{installation_.settings().common, installation_.clock()};
};

TEST_F(PortalReceipts, TheGatewaysReceiptsReachTheirNoticesAlsoWhenTheyComeAgain) {
  ASSERT_TRUE(cli::hand_in(sample_.files()[0].order, peers_, installation_.clock(), support::kPatienceMs));
  ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] { return delivered() >= 10; }));

  // Nobody keeps receipts now, and the gateway does not lose them.
  installation_.end("portal");
  const std::uint64_t before = delivered();
  ASSERT_TRUE(cli::hand_in(sample_.files()[1].order, peers_, installation_.clock(), support::kPatienceMs));
  ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] { return states()["sent"] > 0; }));
  EXPECT_EQ(delivered(), before);
  installation_.tend(support::kPatienceMs);
  EXPECT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] {
    const auto now = states();
    std::uint64_t all = 0;
    for (const auto& [state, count] : now) all += count;
    return all > before && now.contains("delivered") && now.at("delivered") == all;
  })) << "every notice was delivered, and says so";
  EXPECT_EQ(installation_.metric("notification", 1, "naadam_receipts_unreadable_total"), 0u);
}

TEST_F(PortalReceipts, WithoutNotificationTheGatewayIsToldToComeAgain) {
  installation_.end("notification");
  const auto answer = support::http_ask(installation_.settings().portal_port, "GET", "/sms/receipt?m=0");
  EXPECT_EQ(answer.status, 503u);
  EXPECT_NE(answer.header("retry-after"), "");
  installation_.tend(support::kPatienceMs);
}

}  // namespace
}  // namespace naadam
