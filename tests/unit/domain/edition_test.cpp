#include "domain/edition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "domain/reason.hpp"
#include "domain/text.hpp"
#include "support/edition_2021.hpp"

namespace naadam::domain {
namespace {

using testing::HasSubstr;

Edition parsed(const std::string& toml) {
  auto edition = parse_edition(toml, "2021.toml");
  if (!edition) ADD_FAILURE() << edition.error().text;
  return edition.value_or(Edition{});
}

std::string replaced(const std::string& from, const std::string& to) {
  std::string toml = support::edition_2021().source;
  const auto at = toml.find(from);
  if (at == std::string::npos) ADD_FAILURE() << "not in the file: " << from;
  return toml.replace(at, from.size(), to);
}

std::string error_of(const std::string& toml) {
  const auto edition = parse_edition(toml, "2021.toml");
  return edition ? "no error" : edition.error().text;
}

std::string line_of(const std::string& text) {
  const auto& toml = support::edition_2021().source;
  return "第 " + std::to_string(1 + std::count(toml.begin(), toml.begin() + static_cast<long>(toml.find(text)), '\n')) +
         " 行";
}

TEST(Edition, TheFileOf2021HoldsWhatTheNoticeSays) {
  const Edition& e = support::edition_2021();
  EXPECT_EQ(e.id, "2021");
  EXPECT_EQ(e.events.size(), 30u);
  EXPECT_EQ(e.delegations.size(), 14u);
  EXPECT_EQ(e.delegation_count, 14);
  EXPECT_EQ(e.groups.size(), 2u);
  const auto in_category = [&](const char* category) {
    return std::count_if(e.events.begin(), e.events.end(),
                         [&](const Event& event) { return event.category == category; });
  };
  EXPECT_EQ(in_category("世赛选拔项目"), 2);
  EXPECT_EQ(in_category("国赛精选项目"), 23);
  EXPECT_EQ(in_category("新增项目"), 3);
  EXPECT_EQ(in_category("自治区精选项目"), 2);
  for (const Event& event : e.events) {
    EXPECT_EQ(event.team_size, event.zh == "园艺" || event.zh == "工业控制4.0" ? 2 : 1) << event.zh;
    EXPECT_EQ(event.groups.size(), 2u);
  }
  EXPECT_EQ(iso_instant(e.entry_opens), "2021-06-01T08:00:00+08:00");
  EXPECT_EQ(iso_instant(e.entry_closes), "2021-07-15T18:00:00+08:00");
  EXPECT_EQ(e.ages.age_min_on, (Date{2021, 7, 15}));
  EXPECT_EQ(e.ages.retirement_on, (Date{2021, 10, 15}));
  EXPECT_EQ(e.finals.quota, 2);
  EXPECT_EQ(e.finals.viability_min, 20);
  EXPECT_EQ(e.notices.public_notice_days, 5);
  EXPECT_EQ(e.notices.quiet_from_min, 21 * 60);
  EXPECT_EQ(e.notices.quiet_to_min, 8 * 60);
}

TEST(Edition, VersionIsOfTheContentAndNotOfHowAnEditorSavedIt) {
  std::string other = "\xEF\xBB\xBF";
  for (const char c : support::edition_2021().source) {
    if (c == '\n') other += '\r';
    other += c;
  }
  EXPECT_EQ(support::edition_2021().version.size(), 32u);
  EXPECT_EQ(parsed(other).version, support::edition_2021().version);
  EXPECT_EQ(parsed(support::edition_2021().source).version, support::edition_2021().version);
  EXPECT_NE(parsed(replaced("quota = 2", "quota = 3")).version, support::edition_2021().version);
}

TEST(Edition, LoadingReadsTheSameFileAndNamesAMissingOne) {
  const auto loaded = load_edition(NAADAM_SOURCE_DIR "/deploy/editions/2021.toml");
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->version, support::edition_2021().version);
  const auto missing = load_edition("/nowhere/1999.toml");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, core::ErrorKind::kNotFound);
  EXPECT_THAT(missing.error().text, HasSubstr("1999.toml"));
}

std::string full_width(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c > ' ' && static_cast<unsigned char>(c) < 0x7F) {
      const int code = static_cast<unsigned char>(c) + 0xFEE0;
      out += {static_cast<char>(0xE0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
              static_cast<char>(0x80 | (code & 0x3F))};
    } else {
      out += c;
    }
  }
  return out;
}

std::string spaced(const std::string& text, const std::string& blank) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts_character = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (i > 0 && starts_character) out += blank;
    out += text[i];
  }
  return out;
}

TEST(Edition, EveryEventIsFoundInAnySpelling) {
  for (const Event& event : support::edition_2021().events) {
    auto names = event.aliases;
    names.insert(names.end(), {event.zh, event.code, event.en});
    for (const std::string& name : names) {
      for (const std::string& text : {name, full_width(name), " " + spaced(name, " ") + "\t", spaced(name, "　"),
                                      spaced(name, "\xE2\x80\x8B"), "【" + name + "】", "（" + name + "）"}) {
        EXPECT_EQ(support::edition_2021().find_event(text), &event) << text;
      }
    }
  }
  EXPECT_EQ(support::edition_2021().find_event("社会体育指导(健身)")->zh, "社会体育指导（健身）");
  EXPECT_EQ(support::edition_2021().find_event("cad 机械设计")->zh, "CAD机械设计");
  EXPECT_EQ(support::edition_2021().find_event("数控车工"), support::edition_2021().find_event("车工"));
  for (const char* text : {"", "（）", "数控", "工业控制5.0", "游泳"})
    EXPECT_EQ(support::edition_2021().find_event(text), nullptr) << text;
}

TEST(Edition, GroupsAreFoundByTheirAliases) {
  EXPECT_EQ(support::edition_2021().find_group("职工")->code, "worker");
  EXPECT_EQ(support::edition_2021().find_group("学 生 组")->code, "student");
  EXPECT_EQ(support::edition_2021().find_group("教师组"), nullptr);
}

TEST(Edition, DelegationsAreFoundByNamesShortNamesAndCodes) {
  const auto code = [](const char* text) {
    const auto* found = support::edition_2021().find_delegation(text);
    return found == nullptr ? std::string("none") : found->code;
  };
  EXPECT_EQ(code("鄂尔多斯市"), "150600");
  EXPECT_EQ(code("鄂尔多斯"), "150600");
  EXPECT_EQ(code("伊克昭盟"), "150600");
  EXPECT_EQ(code("152700"), "150600");
  EXPECT_EQ(code("内蒙古自治区包头市代表队"), "150200");
  EXPECT_EQ(code("兴安盟人力资源和社会保障局"), "152200");
  EXPECT_EQ(code("锡盟"), "152500");
  EXPECT_EQ(code("满洲里"), "150781");
  EXPECT_EQ(code("代表队"), "none");
  EXPECT_EQ(code("北京市"), "none");
}

TEST(Edition, RegionCodesSuggestADelegationRetiredOnesToo) {
  const auto code = [](const char* code6) {
    const auto* found = support::edition_2021().suggest_delegation(code6);
    return found == nullptr ? std::string("none") : found->code;
  };
  EXPECT_EQ(code("150102"), "150100");
  EXPECT_EQ(code("152127"), "150700");
  EXPECT_EQ(code("152326"), "150500");
  EXPECT_EQ(code("152630"), "150900");
  EXPECT_EQ(code("152722"), "150600");
  EXPECT_EQ(code("152801"), "150800");
  EXPECT_EQ(code("152425"), "150400");
  EXPECT_EQ(code("150781"), "150781");
  EXPECT_EQ(code("152102"), "150781");
  EXPECT_EQ(code("152501"), "152501");
  EXPECT_EQ(code("152502"), "152500");
  EXPECT_EQ(code("150000"), "none");
  EXPECT_EQ(code("110101"), "none");
}

TEST(Edition, UnderTheSwitchOfTwelveTheTwoCitiesCountForTheirLeagues) {
  const Edition e = parsed(replaced("count = 14\n", "count = 12\n"));
  EXPECT_EQ(e.find_delegation("满洲里市")->code, "150700");
  EXPECT_EQ(e.find_delegation("二连浩特")->code, "152500");
  EXPECT_EQ(e.suggest_delegation("150781")->code, "150700");
}

TEST(Edition, PostCategoriesAreFoundByTheirWords) {
  EXPECT_EQ(support::edition_2021().is_manager_post("管理技术"), true);
  EXPECT_EQ(support::edition_2021().is_manager_post("专业技术岗位"), true);
  EXPECT_EQ(support::edition_2021().is_manager_post("生产操作"), false);
  EXPECT_EQ(support::edition_2021().is_manager_post("其他"), std::nullopt);
  EXPECT_EQ(support::edition_2021().is_manager_post(""), std::nullopt);
}

struct Mistake {
  const char* from;
  const char* to;
  const char* said;
};
std::ostream& operator<<(std::ostream& out, const Mistake& mistake) { return out << mistake.to; }
class EditionMistake : public testing::TestWithParam<Mistake> {};

TEST_P(EditionMistake, IsRefusedNamingFileLineAndKey) {
  const auto& [from, to, said] = GetParam();
  const std::string text = error_of(replaced(from, to));
  EXPECT_THAT(text, HasSubstr("2021.toml"));
  EXPECT_THAT(text, HasSubstr(line_of(from)));
  EXPECT_THAT(text, HasSubstr(said));
}

INSTANTIATE_TEST_SUITE_P(
    Each, EditionMistake,
    testing::Values(
        Mistake{"closes = \"2021-07-15T18:00+08:00\"", "closes = \"2021-07-15\"", "[entry] closes：应为时刻"},
        Mistake{"closes = \"2021-07-15T18:00+08:00\"", "closes = \"2021-05-15T18:00+08:00\"", "晚于报名开始"},
        Mistake{"last = \"2021-08-31\"", "last = \"2021-02-30\"", "[trials] last：应为日期"},
        Mistake{"age_min = 16", "age_min = \"十六\"", "[ages] age_min：应为 14 至 60 的整数"},
        Mistake{"birthday_counts = true", "birthday_counts = \"是\"", "应为 true 或 false"},
        Mistake{"leap_birthday = \"03-01\"", "leap_birthday = \"03-02\"", "只能是 02-28、03-01 之一"},
        Mistake{"quota = 2", "quotta = 2", "quotta：不认识的项"},
        Mistake{"sms_signature = \"内蒙古技能大赛\"", "sms_signature = \"【大赛】\"", "不带【】"},
        Mistake{"sms_signature = \"内蒙古技能大赛\"", "sms_signature = \"赛\"", "2 至 12 个字"},
        Mistake{"quiet_from = \"21:00\"", "quiet_from = \"晚上九点\"", "24 小时制"},
        Mistake{"\"2021-02-11\"", "\"2021-2-11\"", "[working_days] off：各项都应为日期"},
        Mistake{"count = 14\n", "count = 13\n", "只能是 12 或 14"},
        Mistake{"code = \"E01\"", "code = 1", "[[event]] 第 1 个 code"},
        Mistake{"code = \"150781\"", "code = \"15078\"", "六位行政区划代码"},
        Mistake{"day = \"2021-10-15\" ", "day = \"2021-07-01\" ", "决赛日不应早于"},
        Mistake{"id = \"2021\"", "id = 2021\"", "不是合法的 TOML"}));

TEST(EditionMistakes, AMissingKeyNamesItsTable) {
  EXPECT_THAT(error_of(replaced("age_min = 16\n", "")), HasSubstr("[ages] age_min：缺少这一项"));
  EXPECT_THAT(error_of(replaced("[ages]", "[agess]")), HasSubstr("[ages]：缺少这一节"));
  EXPECT_THAT(error_of(replaced("window = ", "wnidow = ")), HasSubstr("[clauses] wnidow：不认识的项"));
}

TEST(EditionMistakes, ANameSharedByTwoEventsIsRefused) {
  EXPECT_THAT(error_of(replaced("aliases = [\"维修电工\"]", "aliases = [\"焊工\"]")), HasSubstr("“焊工”与另一项重复"));
  EXPECT_THAT(error_of(replaced("groups = [\"worker\", \"student\"]", "groups = [\"teacher\"]")),
              HasSubstr("组别“teacher”没有"));
}

TEST(EditionMistakes, AnExtensionNamesItsLineAndKey) {
  const std::string head = support::edition_2021().source + "\n[[extension]]\ndelegation = \"150200\"\n";
  const std::string tail = "reason = \"道路中断\"\ndecided_by = \"自治区组委会\"\ndecided_on = \"2021-07-14\"\n";
  const auto line = [&](long after) {
    return "2021.toml 第 " +
           std::to_string(
               1 + after +
               std::count(support::edition_2021().source.begin(), support::edition_2021().source.end(), '\n')) +
           " 行";
  };
  EXPECT_EQ(error_of(head + "closes = \"2021-07-20T18:00\"\n" + tail), "no error");
  EXPECT_THAT(error_of(head + "closes = \"2021-07-20\"\n" + tail),
              HasSubstr(line(3) + " [[extension]] 第 1 个 closes：应为时刻"));
  EXPECT_THAT(error_of(head + "closes = \"2021-07-20T18:00\"\nresaon = \"\"\n"),
              HasSubstr(line(4) + " [[extension]] 第 1 个 resaon：不认识的项"));
  EXPECT_THAT(error_of(head), HasSubstr(line(1) + " [[extension]] 第 1 个 closes：缺少这一项"));
}

TEST(EditionMistakes, AFileOverTheLimitIsRefused) {
  EXPECT_THAT(error_of(support::edition_2021().source + std::string(kEditionBytesMax, '\n')), HasSubstr("超过 1 MB"));
}

TEST(Reason, EveryNumberHasItsOwnSentenceAndTheClauseOfItsRule) {
  const Edition& e = support::edition_2021();
  int known = 0;
  std::vector<std::string> texts;
  for (std::uint16_t n = 0; n < 1000; ++n) {
    const Rendered shown = render(n, 1, e);
    EXPECT_EQ(shown.clause, e.clauses[n / 100].clause);
    if (shown.text.starts_with("判定代码")) continue;
    ++known;
    texts.push_back(shown.text);
  }
  // Counted by hand in reason.hpp: 18 8 8 7 10 3 8 11 6 3.
  EXPECT_EQ(known, 18 + 8 + 8 + 7 + 10 + 3 + 8 + 11 + 6 + 3);
  std::sort(texts.begin(), texts.end());
  EXPECT_EQ(std::adjacent_find(texts.begin(), texts.end()), texts.end());
}

TEST(Reason, DatesOfTheEditionStandInTextAndInputs) {
  const Rendered age = render(Reason::kAgeTooYoung, 15, support::edition_2021());
  EXPECT_EQ(age.text, "到 2021年7月15日 为 15 周岁，不满 16 周岁，不能参赛");
  EXPECT_EQ(age.inputs, "2021-07-15");
  EXPECT_EQ(render(Reason::kRetirementMan, 0, support::edition_2021()).inputs, "2021-10-15");
  EXPECT_EQ(render(Reason::kWindowLate, 0, support::edition_2021()).text, "报名已于 2021年7月15日18:00 截止");
  EXPECT_EQ(render(Reason::kDocumentValid, 0, support::edition_2021()).inputs, "");
  EXPECT_THAT(render(9999, 0, support::edition_2021()).text, HasSubstr("判定代码 9999"));
}

TEST(WorkingDays, TheYear2021IsAsTheStateCouncilArrangedIt) {
  const WorkingDays& days = support::edition_2021().working_days;
  EXPECT_FALSE(days.is_working_day({2021, 2, 11}));  // Thursday, spring festival
  EXPECT_TRUE(days.is_working_day({2021, 2, 20}));   // Saturday, worked
  EXPECT_TRUE(days.is_working_day({2021, 9, 26}));   // Sunday, worked
  EXPECT_FALSE(days.is_working_day({2021, 6, 14}));  // Monday, dragon boat
  EXPECT_FALSE(days.is_working_day({2021, 6, 19}));  // Saturday
  EXPECT_TRUE(days.is_working_day({2021, 6, 15}));
  EXPECT_EQ(days.between({2021, 1, 1}, {2021, 12, 31}), 250);
  EXPECT_EQ(days.between({2021, 5, 31}, {2021, 8, 31}), 67 - 1);  // 12 to 14 June cost one weekday
  EXPECT_EQ(days.between({2021, 6, 2}, {2021, 6, 1}), 0);
}

TEST(WorkingDays, ANoticeOfFiveDaysRunsFromTheDayAfterPosting) {
  const WorkingDays& days = support::edition_2021().working_days;
  EXPECT_EQ(days.after({2021, 6, 10}, 0), (Date{2021, 6, 10}));
  EXPECT_EQ(days.after({2021, 6, 10}, 5), (Date{2021, 6, 18}));   // 11, then 15 to 18
  EXPECT_EQ(days.after({2021, 9, 29}, 5), (Date{2021, 10, 12}));  // 30, 8, 9 (Saturday, worked), 11, 12
}

TEST(WorkingDays, YearsThatAreNotListedGiveNoAnswer) {
  const WorkingDays& days = support::edition_2021().working_days;
  EXPECT_FALSE(days.knows({2022, 1, 4}));
  EXPECT_EQ(days.after({2021, 12, 31}, 1), std::nullopt);
  EXPECT_EQ(days.between({2020, 12, 31}, {2021, 1, 4}), std::nullopt);
}

}  // namespace
}  // namespace naadam::domain
