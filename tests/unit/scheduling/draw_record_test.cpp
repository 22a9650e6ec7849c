#include "scheduling/rules/draw_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace naadam::scheduling {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using Json = nlohmann::ordered_json;

DrawRecord recorded() {
  DrawRecord record;
  record.edition = "0123456789abcdef0123456789abcdef";
  record.public_source = "drand 第 1234567 轮";
  record.request.id = "2021-trial-150100-1";
  record.request.public_text = "f00d";
  record.request.reveals = {{"主办单位", std::string(kSecretBytes, 'x')}, {"包头市", std::string(kSecretBytes, 'y')}};
  for (const Revealed& one : record.request.reveals) {
    record.request.commitments.push_back({one.who, commitment(record.request.id, one.who, one.secret)});
  }
  DrawEvent event{"E05", {{"E05-1", {}}, {"E05-2", {2}}, {"E05-3", {}}}, {{1, 1}, {1, 2}, {2, 1}, {2, 2}}};
  record.request.events = {event};
  record.drawn = draw(record.request).value();
  return record;
}

// The record's file after a change to it, parsed and checked.
template <class Change>
core::Result<std::vector<DrawDifference>> checked(const Change& change) {
  Json json = Json::parse(to_json(recorded()));
  change(json);
  const auto record = parse_draw_record(json.dump());
  if (!record) return tl::unexpected(record.error());
  return check_draw(*record);
}

TEST(DrawRecord, ComesBackAsItWasWrittenAndHolds) {
  const std::string json = to_json(recorded());
  const auto record = parse_draw_record(json);
  ASSERT_TRUE(record) << record.error().cause;
  EXPECT_EQ(to_json(*record), json);
  EXPECT_THAT(check_draw(*record).value(), IsEmpty());
}

TEST(DrawRecord, TamperingIsFoundAndItsPlaceNamed) {
  const auto seats = [](Json& json) -> Json& { return json["events"][0]["seats"]; };
  EXPECT_THAT(checked([&](Json& json) { std::swap(seats(json)[0][0], seats(json)[1][0]); }).value(),
              ElementsAre(Field(&DrawDifference::place, HasSubstr("E05 E05-")),
                          Field(&DrawDifference::place, HasSubstr("E05 E05-"))));
  EXPECT_THAT(
      checked([&](Json& json) { seats(json).erase(0); }).value(),
      ElementsAre(AllOf(Field(&DrawDifference::has, "没有"), Field(&DrawDifference::should, HasSubstr("号工位")))));
  EXPECT_THAT(checked([&](Json& json) { seats(json).push_back({"E05-9", 2, 2}); }).value(),
              ElementsAre(AllOf(Field(&DrawDifference::place, "E05 E05-9"), Field(&DrawDifference::should, "没有"))));
  EXPECT_THAT(checked([&](Json& json) { seats(json).push_back(seats(json)[0]); }).value(),
              ElementsAre(Field(&DrawDifference::should, "只有一个工位")));
  EXPECT_THAT(checked([](Json& json) { json["seed"] = std::string(64, '0'); }).value(),
              ElementsAre(Field(&DrawDifference::place, "seed")));
  EXPECT_THAT(checked([](Json& json) { json["left_out"] = {"包头市"}; }).value(),
              ElementsAre(Field(&DrawDifference::place, "left_out")));
  // What goes into the seed moves everything behind it.
  EXPECT_THAT(checked([](Json& json) { json["events"][0]["entries"][0] = "E05-0"; }).value()[0].place, "list");
  EXPECT_THAT(checked([](Json& json) { json["public"]["text"] = "f00e"; }).value()[0].place, "seed");
  EXPECT_THAT(checked([](Json& json) { json["reveals"][0]["secret"] = std::string(64, 'a'); }).value()[0].place,
              "seed");
}

// Of every item that decides the draw: what is found first when it alone is changed.
TEST(DrawRecord, EachItemThatDecidesTheDrawIsCoveredAndTheFirstPlaceIsNamed) {
  const auto first = [](auto&& change) -> std::string {
    const auto found = checked(change);
    if (!found) return "refused: " + found.error().text;
    return found->empty() ? "nothing" : found->front().place;
  };
  EXPECT_EQ(first([](Json& json) { json["draw"] = "2021-trial-150100-2"; }),
            "refused: 没有一个秘密数与承诺相符，不能抽签。");
  EXPECT_EQ(first([](Json& json) { json["commitments"][1]["commitment"] = std::string(64, 'a'); }), "seed");
  EXPECT_EQ(first([](Json& json) { json["commitments"].erase(1); }), "refused: 包头市没有承诺过，不能公开秘密数。");
  EXPECT_EQ(first([](Json& json) { json["commitments"].push_back(json["commitments"][0]); }),
            "refused: 主办单位承诺了两次。");
  EXPECT_EQ(first([](Json& json) { json["reveals"].erase(1); }), "seed");
  EXPECT_EQ(first([](Json& json) { json["reveals"].push_back(json["reveals"][1]); }),
            "refused: 包头市公开了两次秘密数。");
  EXPECT_EQ(first([](Json& json) { json["public"]["text"] = ""; }), "refused: 公开随机源的值是空的，不能抽签。");
  EXPECT_EQ(first([](Json& json) { json["list"] = std::string(64, '0'); }), "list");
  EXPECT_EQ(first([](Json& json) { json["events"][0]["entries"].push_back("E05-9"); }), "list");
  EXPECT_EQ(first([](Json& json) { json["events"][0]["entries"].erase(0); }), "list");
  EXPECT_EQ(first([](Json& json) { json["events"][0]["entries"].push_back("E05-1"); }),
            "refused: 参赛号 E05-1 出现了两次。");
  EXPECT_EQ(first([](Json& json) {
              json["events"][0]["slots"].erase(0);
              json["events"][0]["slots"].erase(0);
            }),
            "refused: 赛项 E05 有 3 个参赛号，只有 2 个工位。");
  EXPECT_EQ(first([](Json& json) { json["events"][0]["slots"][1] = {7, 7}; }).substr(0, 4), "E05 ");
  EXPECT_EQ(first([](Json& json) { json["events"][0]["forbidden"] = {{"E05-1", {1}}}; }).substr(0, 4), "E05 ");
  EXPECT_EQ(first([](Json& json) { json["events"][0]["event"] = "E06"; }).substr(0, 4), "E06 ");
  EXPECT_EQ(first([](Json& json) { json["events"][0]["seats"][2][2] = 9; }).substr(0, 4), "E05 ");
}

TEST(DrawRecord, ARedrawNeedsANewIdAndAReason) {
  EXPECT_THAT(checked([](Json& json) { json["replaces"] = "2021-trial-150100-0"; }).error().text, HasSubstr("理由"));
  EXPECT_THAT(checked([](Json& json) {
                json["replaces"] = json["draw"];
                json["reason"] = "设备故障";
              })
                  .error()
                  .text,
              HasSubstr("新的抽签编号"));
  EXPECT_THAT(checked([](Json& json) {
                json["replaces"] = "2021-trial-150100-0";
                json["reason"] = "设备故障";
              }).value(),
              IsEmpty());
}

TEST(DrawRecord, OtherFilesAreRefused) {
  for (const char* text : {"", "{}", "[]", "null", "{\"algorithm\":\"TDRAW-2\"}", "不是"}) {
    EXPECT_FALSE(parse_draw_record(text)) << text;
  }
  EXPECT_FALSE(checked([](Json& json) { json["seed"] = "abc"; }));
  EXPECT_FALSE(checked([](Json& json) { json["seed"] = std::string(64, 'G'); }));
  EXPECT_FALSE(checked([](Json& json) { json["events"][0]["slots"][0] = {1, 70000}; }));
  EXPECT_FALSE(checked([](Json& json) { json["events"][0]["slots"][0] = {1, -1}; }));
  EXPECT_FALSE(checked([](Json& json) { json["events"][0]["seats"][0] = {"E05-1", 1}; }));
  EXPECT_FALSE(checked([](Json& json) { json["events"] = "E05"; }));
}

}  // namespace
}  // namespace naadam::scheduling
