#include "intake/rules/file_facts.hpp"

#include <gtest/gtest.h>

#include "domain/document_number.hpp"
#include "support/edition_2021.hpp"

namespace naadam::intake {
namespace {

const std::string kOnePerson = domain::complete_citizen_id("15010219900101001");
const std::string kOtherPerson = domain::complete_citizen_id("15010219910101002");

RowClaim row(std::uint32_t number, const std::string& document, const std::string& event,
             const std::string& team = "") {
  RowClaim made;
  made.row = number;
  made.claim.name = "选手" + std::to_string(number);
  made.claim.document_number = document;
  made.claim.event = event;
  made.claim.group = "职工组";
  made.claim.employer = "某公司";
  made.claim.team = team;
  return made;
}

std::vector<RowClaim> with_facts(std::vector<RowClaim> rows) {
  add_file_facts(rows, support::edition_2021());
  return rows;
}

TEST(FileFacts, ARowThatRepeatsPersonEventAndGroupNamesTheFirst) {
  auto other_group = row(6, kOnePerson, "数控车");
  other_group.claim.group = "学生组";
  auto again = row(9, kOnePerson, "数 控 车");
  again.sheet = "乙";
  const auto rows = with_facts(
      {row(5, kOnePerson, "数控车"), other_group, row(7, kOtherPerson, "数控车"), row(8, kOnePerson, "焊接"), again});
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(rows[i].duplicate_of, 0u) << i;
  EXPECT_EQ(rows[4].duplicate_of, 5u);
  EXPECT_EQ(rows[4].duplicate_sheet, "");
}

TEST(FileFacts, RowsWithoutAUsableDocumentRepeatNobody) {
  for (const auto* document : {"", "1.50102199001011E+17", "150102199001011000"}) {
    const auto rows = with_facts({row(2, document, "数控车"), row(3, document, "数控车")});
    EXPECT_EQ(rows[1].duplicate_of, 0u) << document;
  }
}

TEST(FileFacts, MembersOfATeamAreCountedOnceEach) {
  const auto rows = with_facts({row(2, kOnePerson, "园艺", "1"), row(3, kOtherPerson, "园艺", "１"),
                                row(4, "", "园艺", "2"), row(5, kOnePerson, "数控车")});
  EXPECT_EQ(rows[0].claim.team_members, 2);
  EXPECT_EQ(rows[1].claim.team_members, 2);
  EXPECT_EQ(rows[2].claim.team_members, 1);
  EXPECT_EQ(rows[3].claim.team_members, 0);
  for (const auto& each : rows) EXPECT_FALSE(each.claim.team_has_repeated_person);
}

TEST(FileFacts, APersonTwiceInATeamMarksTheWholeTeam) {
  const auto rows =
      with_facts({row(2, kOnePerson, "园艺", "1"), row(3, kOnePerson, "园艺", "1"), row(4, kOtherPerson, "园艺", "2")});
  EXPECT_EQ(rows[0].claim.team_members, 1);
  EXPECT_TRUE(rows[0].claim.team_has_repeated_person);
  EXPECT_TRUE(rows[1].claim.team_has_repeated_person);
  EXPECT_FALSE(rows[2].claim.team_has_repeated_person);
}

TEST(FileFacts, TeamsOfOneNumberInTwoEmployersAreTwoTeams) {
  auto elsewhere = row(3, kOtherPerson, "园艺", "1");
  elsewhere.claim.employer = "另一公司";
  const auto rows = with_facts({row(2, kOnePerson, "园艺", "1"), elsewhere});
  EXPECT_EQ(rows[0].claim.team_members, 1);
  EXPECT_EQ(rows[1].claim.team_members, 1);
}

}  // namespace
}  // namespace naadam::intake
