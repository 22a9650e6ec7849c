// The gateway's callback about one message: the address we give it, and what comes back. Pure; any thread.
//
//   given     http://127.0.0.1:8080/sms/receipt?m=<32 hex>&j=<33 hex>...&k=<32 hex>&type=%d&smsc=%i
//   called    /sms/receipt?m=<32 hex>&j=<33 hex>...&k=<32 hex>&type=8&smsc=smpp1
//
// j says of each notice in the message: which one (16 digits, the last 8 bytes of its id), which of its tries (1
// digit), and under which plan (16 digits). So a receipt finds its notices even when another of the message has moved
// on, and never speaks for another decision, or for the same one told anew, that went out under the same id.
// k is a hash of m and j under the installation's look-up key: whoever was not given the address cannot make one up,
// however much they know of notices. It holds for every installation that the key was restored to.
// The gateway puts its values for %d (type bits) and %i (centre). No number, no text: an address may be logged.
// The portal is called; it hands the query on (notice.receipt) and answers 200 once the event is stored; Kannel repeats
// the call on anything but 200 and 202.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "seal/keys.hpp"

namespace naadam::notification {

inline constexpr std::size_t kSmscBytesMax = 64;

// One notice inside a message.
struct SentNotice {
  core::Id notice;
  std::uint8_t attempt = 0;  // [1, kTriesMax] of this notice
  std::uint64_t plan = 0;    // see wire::NoticeState
  bool operator==(const SentNotice&) const = default;
};

struct Receipt {
  core::Id message;
  std::vector<SentNotice> sent;  // [1, kNoticesJoinedMax]
  std::uint8_t bits = 0;         // receipt_bit; at least one set
  std::string smsc;              // letters, digits, . _ - only; empty = not said
  bool operator==(const Receipt&) const = default;
};

// The address to give with `message`; `sent` as in Receipt, all of one recipient. `base` is the portal's, without a
// query.
std::string receipt_url(const seal::LookupKey& key, std::string_view base, const core::Id& message,
                        const std::vector<SentNotice>& sent);

using ReceiptQuery = std::map<std::string, std::string, std::less<>>;

// From the fields of the query, decoded. Unknown fields are skipped.
// Errors: kInvalid, naming the field, never its value; k where the address was not made with `key`.
core::Result<Receipt> parse_receipt(const seal::LookupKey& key, const ReceiptQuery& query);

}  // namespace naadam::notification
