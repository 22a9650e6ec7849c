// TDRAW-1 against a worked example that another program computed (Python's hashlib), its refusals, and its evenness.
#include "scheduling/rules/draw.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "core/id.hpp"
#include "scheduling/rules/draw_stream.hpp"

namespace naadam::scheduling {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string hex(const seal::Hash& hash) { return core::to_hex(seal::view_of(hash)); }

const std::string kDraw = "2021-trial-150100-1";
const std::string kOrganiser = "主办单位";
const std::string kDelegation = "呼和浩特市";

std::string organisers_secret() {
  std::string secret(kSecretBytes, '\0');
  std::iota(secret.begin(), secret.end(), '\0');
  return secret;
}

std::vector<Slot> slots(std::uint16_t heats, std::uint16_t stations) {
  std::vector<Slot> all;
  for (std::uint16_t heat = heats; heat > 0; --heat) {
    for (std::uint16_t station = 1; station <= stations; ++station) all.push_back({heat, station});
  }
  return all;
}

// One event drawn freely, one in which three may not be in some heat.
DrawRequest example() {
  DrawRequest request;
  request.id = kDraw;
  request.public_text = "drand 1234567 0123456789abcdef";
  request.reveals = {{kDelegation, std::string(kSecretBytes, '\7')}, {kOrganiser, organisers_secret()}};
  for (const Revealed& one : request.reveals) {
    request.commitments.push_back({one.who, commitment(kDraw, one.who, one.secret)});
  }
  DrawEvent free{"E05", {}, slots(2, 3)};
  for (const char* id : {"150100-E05-007", "150100-E05-003", "150100-E05-001", "150100-E05-012", "150100-E05-005"}) {
    free.entries.push_back({id, {}});
  }
  DrawEvent constrained{"E11", {}, slots(2, 3)};
  constrained.entries = {{"150100-E11-001", {1}}, {"150100-E11-002", {2}}, {"150100-E11-003", {}},
                         {"150100-E11-004", {1}}, {"150100-E11-005", {}},  {"150100-E11-006", {}}};
  request.events = {std::move(free), std::move(constrained)};
  return request;
}

std::string refusal(const DrawRequest& request) {
  const auto drawn = draw(request);
  return drawn ? "" : drawn.error().text;
}

TEST(DrawStream, GivesTheWordsThatAnybodyComputes) {
  const Drawn drawn = draw(example()).value();
  DrawStream stream(drawn.seed, "words");
  EXPECT_EQ(stream.next(), 0xba888e7b60ba6943u);
  EXPECT_EQ(stream.next(), 0xc49aa16bee0135c2u);
  EXPECT_EQ(stream.next(), 0xa6f5a57fc2e7a339u);
  EXPECT_EQ(stream.next(), 0xf957e446108919c2u);
  EXPECT_EQ(stream.next(), 0xba7630cd40cd5955u);
  EXPECT_EQ(stream.below(1), 0u);
  EXPECT_EQ(stream.below(2), 0u);
  EXPECT_EQ(stream.below(3), 0u);
  EXPECT_EQ(stream.below(10), 4u);
  EXPECT_EQ(stream.below(std::uint64_t{1} << 63), 7741927594855427945u);
  EXPECT_EQ(stream.below((std::uint64_t{1} << 63) + 1), 4138447573151866883u);
}

TEST(Draw, IsTheWorkedExample) {
  const Drawn drawn = draw(example()).value();
  EXPECT_EQ(hex(commitment(kDraw, kOrganiser, organisers_secret())),
            "b78f92e61a251d0a58fc78e7185912e64bc7d29d45b7649758230fb9976dd4ad");
  EXPECT_EQ(hex(drawn.list), "d2ff22f9d650fd68d4493a1d6832e3b6dfdf5f73fd24496354f9cee89e650f6f");
  EXPECT_EQ(hex(drawn.seed), "5dcf2bdf65c70f7d7a657ad947fe8646ca0771a39d28ae6d46da2465d0ccab58");
  EXPECT_TRUE(drawn.left_out.empty());
  ASSERT_EQ(drawn.events.size(), 2u);
  EXPECT_THAT(drawn.events[0].seats, ElementsAre(Seat{"150100-E05-001", {1, 1}}, Seat{"150100-E05-005", {1, 2}},
                                                 Seat{"150100-E05-003", {1, 3}}, Seat{"150100-E05-007", {2, 1}},
                                                 Seat{"150100-E05-012", {2, 2}}));
  EXPECT_THAT(drawn.events[1].seats, ElementsAre(Seat{"150100-E11-006", {2, 1}}, Seat{"150100-E11-005", {1, 2}},
                                                 Seat{"150100-E11-004", {2, 2}}, Seat{"150100-E11-002", {1, 3}},
                                                 Seat{"150100-E11-001", {2, 3}}, Seat{"150100-E11-003", {1, 1}}));
}

TEST(Draw, DoesNotDependOnTheOrderInWhichThingsAreNamed) {
  DrawRequest other = example();
  std::ranges::reverse(other.commitments);
  std::ranges::reverse(other.reveals);
  for (DrawEvent& event : other.events) {
    std::ranges::reverse(event.entries);
    std::ranges::reverse(event.slots);
  }
  const Drawn one = draw(example()).value();
  const Drawn two = draw(other).value();
  EXPECT_EQ(one.seed, two.seed);
  for (std::size_t i = 0; i < one.events.size(); ++i) EXPECT_EQ(one.events[i].seats, two.events[i].seats);
}

TEST(Draw, EveryPartOfWhatIsPublishedDecidesTheSeed) {
  const seal::Hash seed = draw(example()).value().seed;
  const auto changed = [&](auto&& change) {
    DrawRequest request = example();
    change(request);
    const auto drawn = draw(request);
    return drawn && drawn->seed != seed;
  };
  EXPECT_TRUE(changed([](DrawRequest& r) { r.public_text += ' '; }));
  EXPECT_TRUE(changed([](DrawRequest& r) { r.events[0].entries.pop_back(); }));
  EXPECT_TRUE(changed([](DrawRequest& r) { r.reveals.pop_back(); }));
}

TEST(Draw, ASecretThatDoesNotOpenIsLeftOutAndNamed) {
  DrawRequest silent = example();
  silent.reveals.erase(silent.reveals.begin());
  EXPECT_THAT(draw(silent).value().left_out, ElementsAre(kDelegation));
  DrawRequest wrong = example();
  wrong.reveals[0].secret[5] ^= 1;
  EXPECT_THAT(draw(wrong).value().left_out, ElementsAre(kDelegation));
  EXPECT_EQ(draw(wrong).value().seed, draw(silent).value().seed);
  DrawRequest short_one = example();
  short_one.reveals[0].secret.pop_back();
  EXPECT_THAT(draw(short_one).value().left_out, ElementsAre(kDelegation));
}

TEST(Draw, RefusesWhatCouldNotBeFair) {
  const auto refused = [](auto&& change) {
    DrawRequest request = example();
    change(request);
    return refusal(request);
  };
  EXPECT_THAT(refused([](DrawRequest& r) { r.id.clear(); }), HasSubstr("没有编号"));
  EXPECT_THAT(refused([](DrawRequest& r) { r.public_text.clear(); }), HasSubstr("公开随机源"));
  EXPECT_THAT(refused([](DrawRequest& r) { r.events[0].entries[1].id = r.events[1].entries[2].id; }),
              HasSubstr("150100-E11-003 出现了两次"));
  EXPECT_THAT(refused([](DrawRequest& r) { r.commitments.push_back(r.commitments[0]); }), HasSubstr("承诺了两次"));
  EXPECT_THAT(refused([](DrawRequest& r) { r.reveals.push_back(r.reveals[0]); }), HasSubstr("公开了两次"));
  EXPECT_THAT(refused([](DrawRequest& r) { r.reveals[0].who = "包头市"; }), HasSubstr("没有承诺过"));
  EXPECT_THAT(refused([](DrawRequest& r) { r.reveals.clear(); }), HasSubstr("没有一个秘密数"));
  EXPECT_THAT(refused([](DrawRequest& r) { r.events[1].slots.pop_back(); }), HasSubstr("有 6 个参赛号，只有 5 个工位"));
  EXPECT_THAT(refused([](DrawRequest& r) { r.events[0].slots[0] = r.events[0].slots[1]; }), HasSubstr("出现了两次"));
  EXPECT_THAT(refused([](DrawRequest& r) { r.events[1].event = "E05"; }), HasSubstr("赛项 E05 出现了两次"));
  EXPECT_THAT(refused([](DrawRequest& r) {
                for (DrawEntry& entry : r.events[1].entries) entry.forbidden_heats = {1};
              }),
              HasSubstr("没有工位可排"));
}

// Where the first to choose must leave the only heat that another may have.
TEST(Draw, ForbiddenHeatsAreKeptAndEverybodySits) {
  for (int i = 0; i < 200; ++i) {
    DrawRequest request = example();
    request.public_text = std::to_string(i);
    DrawEvent& event = request.events[1];
    event.slots = slots(3, 2);
    event.entries[0].forbidden_heats = {1, 2};
    event.entries[1].forbidden_heats = {1, 2};
    event.entries[2].forbidden_heats = {1};
    event.entries[3].forbidden_heats = {3};
    const Drawn drawn = draw(request).value();
    std::vector<Slot> taken;
    for (const Seat& seat : drawn.events[1].seats) {
      taken.push_back(seat.slot);
      const auto entry = std::ranges::find(event.entries, seat.entry, &DrawEntry::id);
      EXPECT_EQ(std::ranges::count(entry->forbidden_heats, seat.slot.heat), 0) << seat.entry;
    }
    std::ranges::sort(taken);
    EXPECT_EQ(std::ranges::unique(taken).size(), 0u);
    EXPECT_EQ(drawn.events[1].seats.size(), 6u);
  }
}

// Chi-square of how often each entry of ten got each slot, 4,000 draws: 81 degrees of freedom, 0.1 % at 127.
TEST(Draw, EverySlotIsAsLikelyForEveryEntry) {
  constexpr std::size_t kEntries = 10;
  constexpr int kDraws = 4'000;
  DrawRequest request = example();
  request.events.resize(1);
  request.events[0].slots = slots(2, 5);
  request.events[0].entries.clear();
  for (std::size_t i = 0; i < kEntries; ++i) request.events[0].entries.push_back({"n" + std::to_string(i), {}});
  std::map<std::pair<std::string, Slot>, int> times;
  for (int i = 0; i < kDraws; ++i) {
    request.public_text = "value " + std::to_string(i);
    const Drawn drawn = draw(request).value();
    for (const Seat& seat : drawn.events[0].seats) ++times[{seat.entry, seat.slot}];
  }
  constexpr double kExpected = static_cast<double>(kDraws) / kEntries;
  double chi_square = 0;
  for (const auto& [where, n] : times) chi_square += (n - kExpected) * (n - kExpected) / kExpected;
  EXPECT_EQ(times.size(), kEntries * kEntries);
  EXPECT_LT(chi_square, 127.0);
  EXPECT_GT(chi_square, 45.0);  // nor more even than chance
}

}  // namespace
}  // namespace naadam::scheduling
