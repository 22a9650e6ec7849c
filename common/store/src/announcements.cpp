#include "store/announcements.hpp"

#include <algorithm>
#include <charconv>

#include "functions_lua.hpp"
#include "store/cluster.hpp"
#include "store/keys.hpp"
#include "store/slot.hpp"

namespace naadam::store {
namespace {

core::Result<std::vector<Copy>> read_copies(ReplyView list) {
  std::vector<Copy> copies;
  for (std::size_t i = 0; i + 2 < list.size(); i += 3) {
    Copy copy;
    const std::string_view number = list[i].string();
    std::from_chars(number.data(), number.data() + number.size(), copy.number);
    copy.endpoint = list[i + 1].string();
    copy.server_key = list[i + 2].string();
    copies.push_back(std::move(copy));
  }
  std::ranges::sort(copies, {}, &Copy::number);
  return copies;
}

tl::unexpected<core::Error> number_taken(std::string_view service, std::uint16_t number, std::string_view holder) {
  const std::string which = std::string(service) + " " + std::to_string(number);
  return core::fail(core::ErrorKind::kRefused,
                    "服务副本 " + which + " 已在别处运行，请换一个副本号（service.copy），或先停止那一个。",
                    "copy " + which + " is announced at " + std::string(holder));
}

}  // namespace

FunctionLibrary announcement_functions() { return {"naadam1_copies", kAnnouncementsLua}; }

core::Result<std::vector<Copy>> RedisAnnouncements::announce(std::string_view service, const Copy& self,
                                                             core::Millis life) {
  const std::string key = keys::copies(service);
  const std::string number = std::to_string(self.number);
  const std::string ms = std::to_string(life);
  const Answer answer = cluster_.run_one(
      {slot_of(key), false, {"FCALL", "n1_announce", "1", key, number, self.endpoint, self.server_key, ms}},
      core::Deadline::in(clock_, timeout_));
  if (answer.outcome != Outcome::kDone) return tl::unexpected(answer.error);
  if (answer.reply.is_string()) return number_taken(service, self.number, answer.reply.string());
  return read_copies(answer.reply.view());
}

core::Status RedisAnnouncements::withdraw(std::string_view service, const Copy& self) {
  const std::string key = keys::copies(service);
  const std::string number = std::to_string(self.number);
  const Answer answer =
      cluster_.run_one({slot_of(key), false, {"FCALL", "n1_withdraw", "1", key, number, self.endpoint}},
                       core::Deadline::in(clock_, timeout_));
  if (answer.outcome != Outcome::kDone) return tl::unexpected(answer.error);
  return {};
}

core::Result<std::vector<Copy>> RedisAnnouncements::copies(std::string_view service) {
  const std::string key = keys::copies(service);
  const Answer answer =
      cluster_.run_one({slot_of(key), true, {"FCALL_RO", "n1_copies", "1", key}}, core::Deadline::in(clock_, timeout_));
  if (answer.outcome != Outcome::kDone) return tl::unexpected(answer.error);
  return read_copies(answer.reply.view());
}

ModelAnnouncements::OfService& ModelAnnouncements::live(std::string_view service) {
  OfService& all = services_[std::string(service)];
  std::erase_if(all,
                [this](const auto& one) { return one.second.until <= now_ || one.second.until - now_ > kLifeMsMax; });
  return all;
}

core::Result<std::vector<Copy>> ModelAnnouncements::announce(std::string_view service, const Copy& self,
                                                             core::Millis life) {
  OfService& all = live(service);
  const auto held = all.find(self.number);
  if (held != all.end() && held->second.copy.endpoint != self.endpoint) {
    return number_taken(service, self.number, held->second.copy.endpoint);
  }
  all[self.number] = {self, now_ + life};
  return copies(service);
}

core::Status ModelAnnouncements::withdraw(std::string_view service, const Copy& self) {
  OfService& all = live(service);
  const auto held = all.find(self.number);
  if (held != all.end() && held->second.copy.endpoint == self.endpoint) all.erase(held);
  return {};
}

core::Result<std::vector<Copy>> ModelAnnouncements::copies(std::string_view service) {
  std::vector<Copy> copies;
  for (const auto& [number, announced] : live(service)) copies.push_back(announced.copy);
  return copies;
}

}  // namespace naadam::store
