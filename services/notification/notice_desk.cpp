#include "notification/notice_desk.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/limits.hpp"
#include "notification/sending.hpp"
#include "runtime/not_now.hpp"
#include "wire/identity.hpp"
#include "wire/notice.hpp"
#include "wire/verbs.hpp"

namespace naadam::notification {
namespace {

using runtime::Json;
using runtime::not_now;

std::string shown(const store::Record& record) {
  if (record.state.size() <= 4) return "unknown";
  const auto state = wire::decode_notice_state(std::string_view(record.state).substr(0, record.state.size() - 4));
  return state ? std::string(delivery_state_name(static_cast<DeliveryState>(state->shown))) : "unknown";
}

}  // namespace

void NoticeDesk::answer_on(runtime::StepLoop& loop) {
  loop.on_ask(wire::verb::kNoticeCount, [this](const Json&) { return count(); });
  loop.on_ask(wire::verb::kNoticeOf, [this](const Json& ask) { return of(ask); });
}

// By reading every notice: exact, and quick enough for some hundred thousand.
core::Result<Json> NoticeDesk::count() {
  std::map<std::string, std::uint64_t> states;
  for (std::uint16_t shard = 0; shard < store_.shards(); ++shard) {
    std::string cursor = "0";
    std::set<std::string> seen;
    do {
      store::Scan scan{
          .kind = store::Kind::kNotice, .shard = shard, .cursor = cursor, .count = 1'000, .answer = {}, .ids = {}};
      store_.scan({&scan, 1});
      if (scan.answer.outcome != store::Outcome::kDone) return not_now(scan.answer);
      cursor = scan.cursor;
      std::string fresh;
      for (std::size_t i = 0; i < scan.ids.size(); i += core::kIdBytes) {
        std::string id = scan.ids.substr(i, core::kIdBytes);
        if (seen.insert(id).second) fresh += id;
      }
      constexpr std::size_t kStep = core::limits::kCallItemsMax * core::kIdBytes;
      for (std::size_t at = 0; at < fresh.size(); at += kStep) {
        store::Read read{
            .kind = store::Kind::kNotice, .shard = shard, .ids = fresh.substr(at, kStep), .answer = {}, .records = {}};
        store_.read({&read, 1});
        if (read.answer.outcome != store::Outcome::kDone) return not_now(read.answer);
        for (const store::Record& record : read.records) {
          if (record.found) ++states[shown(record)];
        }
      }
    } while (cursor != "0");
  }
  return Json{{"states", states}};
}

core::Result<Json> NoticeDesk::of(const Json& ask) {
  const auto entry = runtime::id_field(ask, "entry");
  if (!entry) return tl::unexpected(entry.error());
  const auto recipient = runtime::id_field(ask, "recipient");
  if (!recipient) return tl::unexpected(recipient.error());
  store::Read read;  // a recipient's notices lie on one shard
  read.kind = store::Kind::kNotice;
  read.shard = core::shard_of(*recipient, store_.shards());
  for (const wire::NoticeReason reason : wire::kNoticeReasons) {
    read.ids.append(wire::notice_id(*recipient, *entry, reason).view());
  }
  store_.read({&read, 1});
  if (read.answer.outcome != store::Outcome::kDone) return not_now(read.answer);
  Json notices = Json::array();
  for (std::size_t i = 0; i < read.records.size(); ++i) {
    if (!read.records[i].found) continue;
    const auto id = std::string_view(read.ids).substr(i * core::kIdBytes, core::kIdBytes);
    notices.push_back({{"notice", core::to_hex(id)},
                       {"reason", wire::notice_reason_name(wire::kNoticeReasons[i])},
                       {"state", shown(read.records[i])}});
  }
  return Json{{"notices", notices}};
}

}  // namespace naadam::notification
