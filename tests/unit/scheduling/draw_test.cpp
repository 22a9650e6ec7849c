// TDRAW-1 against a worked example that another program computed (Python's hashlib), its refusals, and its evenness.
#include "scheduling/rules/draw.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
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

// Pearson's statistic of counts that should all be `expected`.
template <class Key>
double chi_square(const std::map<Key, int>& times, double expected) {
  double sum = 0;
  for (const auto& [where, n] : times) sum += (n - expected) * (n - expected) / expected;
  return sum;
}

// The event of `entries` n0, n1, ... drawn `draws` times with public values 0, 1, ...
template <class See>
void draw_often(DrawEvent event, int draws, See see) {
  DrawRequest request = example();
  request.events = {std::move(event)};
  for (int i = 0; i < draws; ++i) {
    request.public_text = "value " + std::to_string(i);
    see(draw(request).value().events[0].seats);
  }
}

DrawEvent ten_in_two_heats() {
  DrawEvent event{"E05", {}, slots(2, 5)};
  for (std::size_t i = 0; i < 10; ++i) event.entries.push_back({"n" + std::to_string(i), {}});
  return event;
}

// 4,000 draws of ten: by slots 81 degrees of freedom, 0.1 % at 127; by heats 10 (the second is the rest of the first,
// and each heat takes five), 0.1 % at 29.6; by stations 40, 0.1 % at 73.4; by place among the lots 81.
TEST(Draw, EverySlotHeatStationAndLotIsAsLikelyForEveryEntry) {
  constexpr int kDraws = 4'000;
  std::map<std::pair<std::string, Slot>, int> of_slots;
  std::map<std::pair<std::string, std::uint16_t>, int> heats, stations;
  std::map<std::pair<std::string, std::size_t>, int> lots;
  draw_often(ten_in_two_heats(), kDraws, [&](const std::vector<Seat>& seats) {
    for (std::size_t lot = 0; lot < seats.size(); ++lot) {
      ++of_slots[{seats[lot].entry, seats[lot].slot}];
      ++heats[{seats[lot].entry, seats[lot].slot.heat}];
      ++stations[{seats[lot].entry, seats[lot].slot.station}];
      ++lots[{seats[lot].entry, lot}];
    }
  });
  EXPECT_EQ(of_slots.size(), 100u);
  EXPECT_LT(chi_square(of_slots, kDraws / 10.0), 127.0);
  EXPECT_GT(chi_square(of_slots, kDraws / 10.0), 45.0);  // nor more even than chance
  EXPECT_EQ(lots.size(), 100u);
  EXPECT_LT(chi_square(lots, kDraws / 10.0), 127.0);
  EXPECT_LT(chi_square(heats, kDraws / 2.0), 29.6);
  EXPECT_LT(chi_square(stations, kDraws / 5.0), 73.4);
}

// Two may not be in the first of three heats: among themselves they are alike, and so are the other four, and within a
// heat no station is better than another.
TEST(Draw, AvoidanceLeavesThoseOfOneKindAlike) {
  constexpr int kDraws = 6'000;
  DrawEvent event{"E05", {}, slots(3, 2)};
  for (std::size_t i = 0; i < 6; ++i) event.entries.push_back({"n" + std::to_string(i), {}});
  event.entries[0].forbidden_heats = event.entries[1].forbidden_heats = {1};
  std::map<std::string, std::map<Slot, int>> times;
  draw_often(event, kDraws, [&](const std::vector<Seat>& seats) {
    for (const Seat& seat : seats) ++times[seat.entry][seat.slot];
  });
  const std::vector<std::vector<std::string>> kinds{{"n0", "n1"}, {"n2", "n3", "n4", "n5"}};
  for (const auto& kind : kinds) {
    // Of each slot the same number for all of a kind, and of each heat for both stations.
    std::map<Slot, int> all;
    for (const std::string& entry : kind) {
      for (const auto& [slot, n] : times[entry]) all[slot] += n;
    }
    double alike = 0;
    for (const std::string& entry : kind) {
      for (const auto& [slot, n] : all) {
        const double expected = n / static_cast<double>(kind.size());
        alike += (times[entry][slot] - expected) * (times[entry][slot] - expected) / expected;
      }
    }
    // (kind - 1) x (slots - 1) degrees of freedom: 3 and 15; 0.1 % at 16.3 and 37.7.
    EXPECT_LT(alike, kind.size() == 2 ? 16.3 : 37.7);
    for (const auto& [slot, n] : all) {
      const int other = all[{slot.heat, static_cast<std::uint16_t>(3 - slot.station)}];
      EXPECT_NEAR(n, other, 3.3 * std::sqrt(n + other)) << slot.heat;
    }
  }
  EXPECT_EQ(times["n0"].size(), 4u) << "the first heat is not for it";
  EXPECT_EQ(times["n5"].size(), 6u);
}

}  // namespace
}  // namespace naadam::scheduling
