#include "eligibility/rules/fields.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/reason.hpp"
#include "rules_support.hpp"
#include "support/edition_2021.hpp"
#include "wire/claim_texts.hpp"

namespace naadam::eligibility {
namespace {

TEST(Fields, EveryFindingStandsAtAFieldOfTheFormOrAtNone) {
  for (std::size_t rule = 0; rule < wire::kRules; ++rule) {
    for (std::uint16_t code = 0; code < 100; ++code) {
      wire::Finding finding;
      finding.rule = static_cast<wire::Rule>(rule);
      finding.result = wire::RuleResult::kFail;
      finding.reason = static_cast<std::uint16_t>(100 * rule + code);
      const std::string_view field = field_of(finding);
      EXPECT_TRUE(field.empty() ||
                  std::ranges::find(wire::kClaimTexts, field, &wire::ClaimText::name) != wire::kClaimTexts.end())
          << finding.reason;
    }
  }
}

// What a person types wrong is shown where they typed it.
TEST(Fields, AFaultStandsWhereItWasMade) {
  const auto failing = [](const wire::Claim& claim) {
    std::vector<std::string> fields;
    const domain::WinnerRegister nobody;
    const Case one{claim, support::edition_2021(), nobody, keys_of(claim, test_key), at("2021-06-20T10:00+08:00")};
    for (const wire::Finding& finding : judge(one)) {
      if (finding.result == wire::RuleResult::kFail || finding.result == wire::RuleResult::kNeedsEvidence) {
        fields.emplace_back(field_of(finding));
      }
    }
    return fields;
  };
  using Fields = std::vector<std::string>;
  EXPECT_EQ(failing(clean_claim()), Fields{});
  struct Spoilt {
    std::string wire::Claim::* text;
    const char* value;
    const char* field;
  };
  for (const Spoilt& one :
       {Spoilt{&wire::Claim::document_number, "150102199001319910", "document_number"},
        Spoilt{&wire::Claim::sex, "女", "sex"}, Spoilt{&wire::Claim::birth_date, "1991-01-31", "birth_date"},
        Spoilt{&wire::Claim::mobile, "1380000000", "mobile"}, Spoilt{&wire::Claim::event, "放羊", "event"},
        Spoilt{&wire::Claim::group, "老年组", "group"}, Spoilt{&wire::Claim::delegation, "北京", "delegation"},
        Spoilt{&wire::Claim::employer_code, "123", "employer_code"}, Spoilt{&wire::Claim::basis, "", "basis"}}) {
    wire::Claim claim = clean_claim();
    claim.*one.text = one.value;
    const Fields fields = failing(claim);
    EXPECT_NE(std::ranges::find(fields, one.field), fields.end()) << one.field;
  }
}

}  // namespace
}  // namespace naadam::eligibility
