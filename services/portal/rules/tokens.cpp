#include "portal/rules/tokens.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/id.hpp"
#include "seal/sha256.hpp"

namespace naadam::portal {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t kChanceBytes = 32;
constexpr std::size_t kHashDigits = 64;
constexpr std::size_t kNameBytesMax = 512;
constexpr std::size_t kMarkDigits = 8;

std::string hash_of(std::string_view token) {
  seal::Sha256 hash;
  hash.add(token);
  return core::to_hex(seal::view_of(hash.finish()));
}

tl::unexpected<core::Error> wrong(const std::string& place, const std::string& what) {
  return core::fail(core::ErrorKind::kInvalid, "令牌文件有误（" + place + "），请用 naadam up 重新生成，或改正后重试。",
                    "tokens file: " + place + " " + what);
}

std::string text_of(const OrderedJson& map, const char* name) {
  const auto it = map.find(name);
  return it != map.end() && it->is_string() ? it->get<std::string>() : std::string();
}

}  // namespace

core::Result<Tokens> Tokens::parse(std::string_view json) {
  const OrderedJson all = OrderedJson::parse(json, nullptr, false);
  const auto list = all.is_object() ? all.find("tokens") : all.end();
  if (!all.is_object() || list == all.end() || !list->is_array()) return wrong("tokens", "is no list");
  if (list->size() > kTokensMax) return wrong("tokens", "is too long");
  Tokens tokens;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const OrderedJson& one = (*list)[i];
    const std::string place = "tokens[" + std::to_string(i) + "]";
    if (!one.is_object()) return wrong(place, "is no object");
    const std::string hash = text_of(one, "sha256");
    if (hash.size() != kHashDigits || hash.find_first_not_of("0123456789abcdef") != std::string::npos) {
      return wrong(place, "has no sha256 of 64 lower-case hex digits");
    }
    const auto role = role_from(text_of(one, "role"));
    if (!role) return wrong(place, "has no known role");
    const auto added = tokens.add_hash(hash, {*role, text_of(one, "name"), text_of(one, "delegation"), {}});
    if (!added) return wrong(place, added.error().cause);
  }
  return tokens;
}

core::Status Tokens::add_hash(const std::string& hash, Principal who) {
  if (by_hash_.size() >= kTokensMax)
    return core::fail(core::ErrorKind::kFull, "令牌太多。", "there are too many tokens");
  if (who.name.empty() || who.name.size() > kNameBytesMax) {
    return core::fail(core::ErrorKind::kInvalid, "名称不能为空，也不能超过 170 个汉字。", "no name, or too long a one");
  }
  if (who.delegation.empty() == (who.role == Role::kLeague)) {
    return core::fail(core::ErrorKind::kInvalid, "盟市的令牌必须写明代表队代码，其他角色不能写。",
                      "a league, and it alone, has a delegation");
  }
  who.mark = hash.substr(0, kMarkDigits);
  if (by_hash_.emplace(hash, std::move(who)).second) return {};
  return core::fail(core::ErrorKind::kRefused, "这个令牌已经有了。", "is there twice");
}

core::Status Tokens::add(std::string_view token, Principal who) { return add_hash(hash_of(token), std::move(who)); }

bool Tokens::remove(std::string_view mark) {
  return std::erase_if(by_hash_, [mark](const auto& one) { return one.second.mark == mark; }) > 0;
}

const Principal* Tokens::find(std::string_view token) const {
  const auto it = by_hash_.find(hash_of(token));
  return it == by_hash_.end() ? nullptr : &it->second;
}

std::vector<const Principal*> Tokens::all() const {
  std::vector<const Principal*> principals;
  for (const auto& [hash, who] : by_hash_) principals.push_back(&who);
  return principals;
}

std::string Tokens::json() const {
  OrderedJson list = OrderedJson::array();
  for (const auto& [hash, who] : by_hash_) {
    OrderedJson one{{"sha256", hash}, {"role", role_name(who.role)}, {"name", who.name}};
    if (!who.delegation.empty()) one["delegation"] = who.delegation;
    list.push_back(std::move(one));
  }
  return OrderedJson{{"tokens", std::move(list)}}.dump(2) + "\n";
}

std::string fresh_token() {
  std::array<char, kChanceBytes> chance;
  ::randombytes_buf(chance.data(), chance.size());
  return std::string(kTokenPrefix) + core::to_hex({chance.data(), chance.size()});
}

std::string_view bearer_of(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() <= kScheme.size()) return {};
  const bool is_bearer = std::ranges::equal(authorization.substr(0, kScheme.size()), kScheme, [](char sent, char ours) {
    return sent == ours || (sent >= 'A' && sent <= 'Z' && sent - 'A' + 'a' == ours);
  });
  if (!is_bearer) return {};
  authorization.remove_prefix(kScheme.size());
  while (authorization.starts_with(' ')) authorization.remove_prefix(1);
  return authorization;
}

}  // namespace naadam::portal
