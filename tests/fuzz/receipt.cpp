// The query of the gateway's receipt callback.
#include "notification/adapters/receipt.hpp"

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  std::map<std::string, std::string, std::less<>> query;
  for (std::string_view rest = fuzz::view_of(data, size); !rest.empty();) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto equals = std::min(pair.find('='), pair.size());
    query[std::string(pair.substr(0, equals))] = pair.substr(std::min(pair.size(), equals + 1));
  }
  const auto receipt = notification::parse_receipt(query);
  if (!receipt) return 0;
  fuzz::expect(!receipt->sent.empty() && receipt->bits != 0, "a receipt is about something");
  const std::string url = notification::receipt_url("", receipt->message, receipt->sent);
  std::string hex = query["j"];
  for (char& c : hex) c = static_cast<char>(c >= 'A' && c <= 'F' ? c + ('a' - 'A') : c);
  fuzz::expect(url.find("&j=" + hex + "&") != std::string::npos, "the notices are those of the address given");
  return 0;
}
