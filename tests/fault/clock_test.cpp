// Clocks that are wrong. Nothing rests on the clock of a service but the times in its log; when something is due is the
// store's to say, by its own clock, and that one may be set back.
#include "core/clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/up/copies_checkup.hpp"
#include "domain/calendar.hpp"
#include "faked_clock.hpp"
#include "fault_run.hpp"

namespace naadam::fault {
namespace {

class ServiceClockOff : public Fault {
 public:
  ServiceClockOff(const std::string& service, core::Millis offset)
      : service_(service), offset_(offset), clock_("naadam-" + service, offset), begun_at_(hour_of(offset)) {}

  void up(support::Installation& installation) override {
    clock_.let_go();
    EXPECT_THAT(installation.log(service_),
                testing::AnyOf(testing::HasSubstr(begun_at_), testing::HasSubstr(hour_of(offset_))))
        << "its clock is not off";
    expect_named(installation);
  }
  void happen(Run&) override {}

 private:
  // "2026-11-23T20:" of the hour that the service believes it to be.
  static std::string hour_of(core::Millis offset) {
    const std::time_t then = std::time(nullptr) + offset / 1'000;
    char text[sizeof "2026-11-23T20:"];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:", std::gmtime(&then));
    return text;
  }

  // The doctor says of whom, and by how much: the seconds may differ by a few.
  void expect_named(support::Installation& installation) const {
    asking::Peers peers(installation.settings().common, installation.clock());
    const auto condition = cli::look_at(installation.settings(), peers, installation.clock(), kAskMs);
    const auto checks = cli::check_copies(condition, cli::Lang::kEn);
    ASSERT_EQ(checks.size(), 1u);
    EXPECT_EQ(checks[0].name, "clock");
    EXPECT_EQ(checks[0].health, cli::Health::kWarning);
    EXPECT_THAT(checks[0].found, testing::HasSubstr(service_ + (offset_ < 0 ? " by -3" : " by 3")));
    EXPECT_FALSE(checks[0].todo.empty());
  }

  static constexpr core::Millis kAskMs = 2'000;

  std::string service_;
  core::Millis offset_;
  FakedClock clock_;
  std::string begun_at_;
};

class RedisClockBack : public Fault {
 public:
  void up(support::Installation&) override { clock_.let_go(); }

  void happen(Run& run) override {
    store::RedisStore& store = run.installation().store();
    run.await_load();
    const core::Millis before = store.now_ms().value();
    clock_.set(-FakedClock::kHourMs);
    run.struck();
    EXPECT_TRUE(support::await(run.clock(), kSeenMs, [&] { return store.now_ms().value() < before; }))
        << "the store's clock was not set back";
  }

 private:
  static constexpr core::Millis kSeenMs = 5'000;  // a store asks for the time once a second

  FakedClock clock_{"redis-server", 0};
};

TEST(ClockTest, AServiceDoesNotNeedToKnowTheTime) {
  const auto play_off = [](const std::string& service, core::Millis offset, const std::string& name) {
    play(name, [&](std::uint64_t) { return std::make_unique<ServiceClockOff>(service, offset); });
  };
  play_off("intake", FakedClock::kHourMs, "intake's clock an hour ahead");
  play_off("eligibility", -FakedClock::kHourMs, "eligibility's clock an hour back");
  play_off("notification", FakedClock::kHourMs, "notification's clock an hour ahead");
}

TEST(ClockTest, NobodyWaitsForTheHourThatTheStoreLivesTwice) {
  play("Redis' clock an hour back", [](std::uint64_t) { return std::make_unique<RedisClockBack>(); });
}

}  // namespace
}  // namespace naadam::fault
