#include "notification/adapters/receipt.hpp"

#include <gtest/gtest.h>

namespace naadam::notification {
namespace {

using Query = std::map<std::string, std::string, std::less<>>;

const std::string kHex = "00112233445566778899aabbccddeeff";
const std::string kSent = std::string("8899aabbccddeeff") + "1" + "0000000000000abc";

Query query(std::string type = "8") {
  return {{"m", kHex}, {"j", kSent}, {"type", std::move(type)}, {"smsc", "carrier"}};
}

std::string fault_of(const Query& q) {
  const auto receipt = parse_receipt(q);
  return receipt ? "" : receipt.error().cause;
}

TEST(Receipt, AddressNamesEachNoticeWithItsTryAndPlanAndLeavesTheRestToTheGateway) {
  const core::Id id = *core::id_from_hex(kHex);
  const core::Id other = *core::id_from_hex("0011223344556677fedcba9876543210");
  EXPECT_EQ(receipt_url("http://127.0.0.1:8900/receipt", id, {{id, 1, 0xabc}, {other, 2, 1}}),
            "http://127.0.0.1:8900/receipt?m=" + kHex + "&j=" + kSent + "fedcba9876543210" + "2" +
                "0000000000000001&type=%d&smsc=%i");
}

TEST(Receipt, WholeQueryIsRead) {
  const auto receipt = parse_receipt(query("34"));
  ASSERT_TRUE(receipt);
  EXPECT_EQ(core::to_hex(receipt->message), kHex);
  EXPECT_EQ(receipt->sent, (std::vector<SentNotice>{{receipt->message, 1, 0xabc}}));
  EXPECT_EQ(receipt->bits, 34);
  EXPECT_EQ(receipt->smsc, "carrier");
}

TEST(Receipt, CentreMayBeMissingAndUnknownFieldsAreSkipped) {
  Query q = query();
  q.erase("smsc");
  q["more"] = "x";
  const auto receipt = parse_receipt(q);
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->smsc, "");
}

TEST(Receipt, EachFaultNamesItsFieldAndNotItsValue) {
  for (const auto& [field, values] : std::map<std::string, std::vector<std::string>>{
           {"m", {"", "00", kHex + "0", "zz112233445566778899aabbccddeeff"}},
           {"j",
            {"", "1", kSent + "0", std::string(33, '0'), std::string(33, '3'), std::string(33, 'x'),
             kSent + kSent + kSent + kSent + kSent}},
           {"type", {"", "0", "64", "256", "%d", "8x"}},
           {"smsc", {std::string(kSmscBytesMax + 1, 'a'), "a b", "a\"b", "\n"}}}) {
    for (const std::string& value : values) {
      Query q = query();
      q[field] = value;
      EXPECT_EQ(fault_of(q), "receipt field " + field) << value;
    }
  }
  EXPECT_EQ(fault_of({}), "receipt field m");
}

TEST(Receipt, LimitsThemselvesAreTaken) {
  Query q = query("63");
  q["j"] = kSent + kSent + kSent + kSent;
  q["smsc"] = std::string(kSmscBytesMax, 'a');
  EXPECT_EQ(fault_of(q), "");
  q["type"] = "1";
  EXPECT_EQ(fault_of(q), "");
}

}  // namespace
}  // namespace naadam::notification
