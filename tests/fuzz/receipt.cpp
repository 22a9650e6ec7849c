// The query of the gateway's receipt callback.
#include "notification/adapters/receipt.hpp"

#include <cstdint>
#include <vector>

#include "expect.hpp"
#include "seal/seal.hpp"
#include "wire/identity.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  static const std::vector<std::uint8_t> kBytes(seal::kKeyBytes, 7);
  static const seal::LookupKey kKey = seal::LookupKey::from(seal::KeyBytes(kBytes.data(), seal::kKeyBytes));
  notification::ReceiptQuery query;
  for (std::string_view rest = fuzz::view_of(data, size); !rest.empty();) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto equals = std::min(pair.find('='), pair.size());
    query[std::string(pair.substr(0, equals))] = pair.substr(std::min(pair.size(), equals + 1));
  }
  const auto lower = [](std::string hex) {
    for (char& c : hex) c = static_cast<char>(c >= 'A' && c <= 'F' ? c + ('a' - 'A') : c);
    return hex;
  };
  if (query["k"].empty()) {  // as of an address that was given; any other one is refused
    query["k"] = core::to_hex(seal::keyed_hash(kKey, wire::kReceiptLabel, lower(query["m"]) + lower(query["j"])));
  }
  const auto receipt = notification::parse_receipt(kKey, query);
  if (!receipt) return 0;
  fuzz::expect(!receipt->sent.empty() && receipt->bits != 0, "a receipt is about something");
  const std::string url = notification::receipt_url(kKey, "", receipt->message, receipt->sent);
  fuzz::expect(url.find("&j=" + lower(query["j"]) + "&k=" + lower(query["k"]) + "&") != std::string::npos,
               "the notices are those of the address given");
  return 0;
}
