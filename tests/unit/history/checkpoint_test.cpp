#include "history/checkpoint.hpp"

#include <gmock/gmock.h>

#include "histories.hpp"

namespace naadam::history {
namespace {

Checkpoint golden_checkpoint() {
  Checkpoint c{"naadam/history/00112233445566778", 48'213, {}, 1'624'161'600'000, {}};
  c.origin.pop_back();
  c.root.fill(0x42);
  return c;
}

TEST(Checkpoint, GoldenText) {
  const SignedCheckpoint signed_one = sign(golden_checkpoint(), test_key());
  const std::string text = text_of(signed_one);
  const std::string body =
      "naadam/history/0011223344556677\n"
      "48213\n"
      "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=\n"
      "time 2021-06-20T12:00:00+08:00\n";
  EXPECT_EQ(text.substr(0, body.size()), body);
  EXPECT_THAT(text.substr(body.size()), testing::MatchesRegex("\n\xE2\x80\x94 notary [A-Za-z0-9+/=]+\n"));
  EXPECT_EQ(parse_checkpoint(text).value(), signed_one);
  EXPECT_TRUE(signed_one.signed_by(test_key().public_key()));
  // What is signed is the body as it stands.
  EXPECT_TRUE(test_key().public_key().verifies(body, signed_one.signatures.at(0).bytes));
}

TEST(Checkpoint, OfAnotherKeyIsNotSigned) {
  const SignedCheckpoint signed_one = sign(golden_checkpoint(), test_key());
  EXPECT_FALSE(signed_one.signed_by(test_key(8).public_key()));
  seal::PublicKey renamed = test_key().public_key();
  renamed.name = "another";
  EXPECT_FALSE(signed_one.signed_by(renamed));
}

TEST(Checkpoint, EveryByteCounts) {
  const SignedCheckpoint signed_one = sign(golden_checkpoint(), test_key());
  const std::string text = text_of(signed_one);
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const int flip : {1, 4, 32}) {
      std::string other = text;
      other[i] = static_cast<char>(other[i] ^ flip);
      const auto read = parse_checkpoint(other);
      EXPECT_FALSE(read && read->signed_by(test_key().public_key())) << i;
    }
    EXPECT_FALSE(parse_checkpoint(text.substr(0, i)));
  }
}

TEST(Checkpoint, ATypedSheetIsRead) {
  const SignedCheckpoint signed_one = sign(golden_checkpoint(), test_key());
  std::string sheet = "公示\r\n\r\n";
  for (const char c : text_of(signed_one)) sheet += c == '\n' ? std::string("  \r\n") : std::string(1, c);
  EXPECT_EQ(find_checkpoint(sheet + "盖章\n").value(), signed_one);
  EXPECT_FALSE(find_checkpoint("公示\n"));
  EXPECT_FALSE(find_checkpoint(sheet.substr(0, sheet.size() / 2)));
}

}  // namespace
}  // namespace naadam::history
