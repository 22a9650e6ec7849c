#include "notification/adapters/receipt.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace naadam::notification {
namespace {

const std::string kHex = "00112233445566778899aabbccddeeff";
const std::string kSent = std::string("8899aabbccddeeff") + "1" + "0000000000000abc";

seal::LookupKey key_of(std::uint8_t byte) {
  const std::vector<std::uint8_t> bytes(seal::kKeyBytes, byte);
  return seal::LookupKey::from(seal::KeyBytes(bytes.data(), seal::kKeyBytes));
}
const seal::LookupKey& key() {
  static const seal::LookupKey kKey = key_of(7);
  return kKey;
}

// The query of an address as the gateway calls it.
ReceiptQuery query(std::string type = "8", const std::string& sent = kSent) {
  const core::Id id = *core::id_from_hex(kHex);
  std::vector<SentNotice> notices;
  for (std::size_t i = 0; i < sent.size() / kSent.size(); ++i) notices.push_back({id, 1, 0xabc});
  const std::string url = receipt_url(key(), "", id, notices);
  const std::size_t at = url.find("&k=") + 3;
  return {{"m", kHex}, {"j", sent}, {"k", url.substr(at, 32)}, {"type", std::move(type)}, {"smsc", "carrier"}};
}

std::string fault_of(const ReceiptQuery& q) {
  const auto receipt = parse_receipt(key(), q);
  return receipt ? "" : receipt.error().cause;
}

TEST(Receipt, AddressNamesEachNoticeWithItsTryAndPlanAndLeavesTheRestToTheGateway) {
  const core::Id id = *core::id_from_hex(kHex);
  const core::Id other = *core::id_from_hex("0011223344556677fedcba9876543210");
  const std::string url = receipt_url(key(), "http://127.0.0.1:8080/sms/receipt", id, {{id, 1, 0xabc}, {other, 2, 1}});
  const std::string start =
      "http://127.0.0.1:8080/sms/receipt?m=" + kHex + "&j=" + kSent + "fedcba9876543210" + "2" + "0000000000000001&k=";
  ASSERT_TRUE(url.starts_with(start)) << url;
  EXPECT_EQ(url.substr(start.size() + 32), "&type=%d&smsc=%i");
}

TEST(Receipt, WholeQueryIsRead) {
  const auto receipt = parse_receipt(key(), query("34"));
  ASSERT_TRUE(receipt);
  EXPECT_EQ(core::to_hex(receipt->message), kHex);
  EXPECT_EQ(receipt->sent, (std::vector<SentNotice>{{receipt->message, 1, 0xabc}}));
  EXPECT_EQ(receipt->bits, 34);
  EXPECT_EQ(receipt->smsc, "carrier");
}

TEST(Receipt, CentreMayBeMissingAndUnknownFieldsAreSkipped) {
  ReceiptQuery q = query();
  q.erase("smsc");
  q["more"] = "x";
  const auto receipt = parse_receipt(key(), q);
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
      ReceiptQuery q = query();
      q[field] = value;
      EXPECT_EQ(fault_of(q), "receipt field " + field) << value;
    }
  }
  EXPECT_EQ(fault_of({}), "receipt field m");
}

// Whoever knows all that stands in an address can make up no other one, nor the same one of another installation.
TEST(Receipt, AnAddressThatWasNotGivenIsRefused) {
  ReceiptQuery q = query();
  q["j"][16] = '2';
  EXPECT_EQ(fault_of(q), "receipt field k") << "another try";
  q = query();
  q["m"] = "0011223344556677" + std::string(16, '0');
  EXPECT_EQ(fault_of(q), "receipt field k") << "another message of the recipient";
  for (const std::string& proof : {std::string(), std::string(32, '0'), query()["k"].substr(1)}) {
    q = query();
    q["k"] = proof;
    EXPECT_EQ(fault_of(q), "receipt field k") << proof;
  }
  EXPECT_FALSE(parse_receipt(key_of(8), query()));
}

TEST(Receipt, LimitsThemselvesAreTaken) {
  ReceiptQuery q = query("63", kSent + kSent + kSent + kSent);
  q["smsc"] = std::string(kSmscBytesMax, 'a');
  EXPECT_EQ(fault_of(q), "");
  q["type"] = "1";
  EXPECT_EQ(fault_of(q), "");
}

}  // namespace
}  // namespace naadam::notification
