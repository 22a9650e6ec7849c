#include "scheduling/rules/public_selection.hpp"

#include <fmt/format.h>
#include <nettle/md5.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <unordered_map>

#include "domain/text.hpp"

namespace naadam::scheduling {
namespace {

constexpr std::string_view kBetween = ", \t";
constexpr std::string_view kDigits = "0123456789";

tl::unexpected<core::Error> wrong(std::string text, std::string cause) {
  return core::fail(core::ErrorKind::kInvalid, std::move(text), std::move(cause));
}

// Ascending, without zeros in front.
core::Result<std::vector<std::string>> numbers_of(const Source& source) {
  std::vector<std::string> numbers;
  for (std::size_t at = source.find_first_not_of(kBetween); at != Source::npos;) {
    const std::size_t end = std::min(source.find_first_of(kBetween, at), source.size());
    std::string number = source.substr(at, end - at);
    if (number.find_first_not_of(kDigits) != std::string::npos) {
      return wrong(fmt::format("随机源“{}”中的“{}”不是数：只取不带小数的数，用逗号或空格隔开", source, number),
                   fmt::format("'{}' of the source '{}' is no whole number", number, source));
    }
    if (number.size() > kSourceDigitsMax) {
      return wrong(fmt::format("随机源中的数太长，最多 {} 位", kSourceDigitsMax),
                   fmt::format("a number of more than {} digits", kSourceDigitsMax));
    }
    number.erase(0, std::min(number.find_first_not_of('0'), number.size() - 1));
    numbers.push_back(std::move(number));
    at = source.find_first_not_of(kBetween, end);
  }
  if (numbers.empty()) return wrong("有一个随机源没有数", "a source without a number");
  std::sort(numbers.begin(), numbers.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  return numbers;
}

std::size_t remainder_of(const Md5& hash, std::size_t divisor) {
  std::size_t rest = 0;  // below 2^16 before each step
  for (const std::uint8_t byte : hash) rest = (rest << 8 | byte) % divisor;
  return rest;
}

Md5 md5_of(std::string_view bytes) {
  md5_ctx context;
  Md5 hash;
  md5_init(&context);
  md5_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  md5_digest(&context, hash.size(), hash.data());
  return hash;
}

}  // namespace

core::Result<std::vector<std::string>> selection_list(std::string_view text) {
  std::vector<std::string> names;
  std::unordered_map<std::string, std::size_t> seen;  // and where first
  std::size_t line = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string name = domain::plain_text(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line;
    if (name.empty()) continue;
    if (const auto [first, is_new] = seen.emplace(name, line); !is_new) {
      return wrong(fmt::format("名单第 {} 行和第 {} 行相同：{}", first->second, line, name),
                   fmt::format("lines {} and {} are the same", first->second, line));
    }
    names.push_back(std::move(name));
  }
  return names;
}

core::Result<std::string> selection_key(const std::vector<Source>& sources) {
  if (sources.empty()) return wrong("没有给出随机源", "no source");
  if (sources.size() > kSourcesMax) {
    return wrong(fmt::format("随机源最多 {} 个", kSourcesMax), fmt::format("more than {} sources", kSourcesMax));
  }
  std::string key;
  for (const Source& source : sources) {
    const auto numbers = numbers_of(source);
    if (!numbers) return tl::unexpected(numbers.error());
    for (const std::string& number : *numbers) key += number + '.';
    key += '/';
  }
  return key;
}

core::Result<std::vector<Selected>> select_publicly(std::size_t pool, std::size_t count, const std::string& key) {
  if (pool == 0) return wrong("名单是空的", "the list is empty");
  if (pool > kSelectionPoolMax) {
    return wrong(fmt::format("名单最多 {} 行", kSelectionPoolMax),
                 fmt::format("more than {} names", kSelectionPoolMax));
  }
  if (count == 0 || count > pool) {
    return wrong(fmt::format("名单有 {0} 行，只能选 1 到 {0} 个，不能选 {1} 个", pool, count),
                 fmt::format("{} of a list of {}", count, pool));
  }
  std::vector<std::size_t> left(pool);
  std::iota(left.begin(), left.end(), std::size_t{0});
  std::vector<Selected> chosen;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string index = {static_cast<char>(i >> 8), static_cast<char>(i)};
    Selected one{0, md5_of(index + key + index)};
    const auto taken = left.begin() + static_cast<std::ptrdiff_t>(remainder_of(one.hash, left.size()));
    one.at = *taken;
    left.erase(taken);
    chosen.push_back(one);
  }
  return chosen;
}

}  // namespace naadam::scheduling
