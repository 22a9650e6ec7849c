#include "history/entry.hpp"

#include "histories.hpp"

namespace naadam::history {
namespace {

std::string hex(std::string_view bytes) { return core::to_hex(bytes); }

Entry golden_entry() {
  Entry entry{0x0102030405060708, 0x0a0b, {}};
  store::LogEntry& d = entry.decided;
  d.place = {0x11121314, 0x21};
  d.at = 0x0000017A28F6B580;
  d.who = "intake/2";
  d.kind = store::Kind::kEntry;
  d.from = 1;
  d.to = 2;
  d.ids = std::string(16, 'i');
  d.before = std::string(16, 'b');
  d.after = std::string(16, 'a');
  d.digests = std::string(16, 'd');
  store::ColumnBuilder states;
  states.add("state");
  d.states = states.finish();
  return entry;
}

// Stored and hashed for ever: a new form adds a test, it never changes this one.
TEST(Entry, GoldenBytes) {
  const std::string bytes = encode(golden_entry());
  EXPECT_EQ(hex(bytes),
            "01"
            "0102030405060708"
            "0a0b"
            "11121314"
            "0000000000000021"
            "0000017a28f6b580"
            "65"
            "01"
            "02"
            "03"
            "08696e74616b652f32"
            "0001" +
                hex(std::string(16, 'i')) + hex(std::string(16, 'b')) + hex(std::string(16, 'a')) +
                hex(std::string(16, 'd')) +
                "00000009"
                "00000005"
                "7374617465");
  EXPECT_EQ(decode_entry(bytes).value(), golden_entry());
}

TEST(Entry, WithoutRevsBeforeAndDigestsItIsShorter) {
  Entry entry = golden_entry();
  entry.decided.from = 0;
  entry.decided.before.clear();
  entry.decided.digests.clear();
  const std::string bytes = encode(entry);
  EXPECT_EQ(bytes.size(), encode(golden_entry()).size() - 32);
  EXPECT_EQ(decode_entry(bytes).value(), entry);
}

TEST(Entry, AnUnknownFlagIsRefused) {
  static constexpr std::size_t kFlagsAt = 34;
  std::string bytes = encode(golden_entry());
  bytes[kFlagsAt] = static_cast<char>(bytes[kFlagsAt] | 4);
  EXPECT_EQ(decode_entry(bytes).error().kind, core::ErrorKind::kCorrupt);
}

TEST(Entry, EveryCutIsRefused) {
  const std::string bytes = encode(golden_entry());
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    EXPECT_FALSE(decode_entry(std::string_view(bytes).substr(0, n))) << n;
  }
  EXPECT_FALSE(decode_entry(bytes + "x"));
}

}  // namespace
}  // namespace naadam::history
