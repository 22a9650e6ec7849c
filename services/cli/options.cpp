#include "cli/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "cli/texts/usage.hpp"
#include "domain/calendar.hpp"

namespace naadam::cli {

CLI::Validator in_range(std::int64_t low, std::int64_t high, Lang lang) {
  return {[=](std::string& text) {
            std::int64_t value = 0;
            const char* end = text.data() + text.size();
            const auto [at, error] = std::from_chars(text.data(), end, value);
            const bool fits = error == std::errc{} && at == end && value >= low && value <= high;
            return fits ? std::string{} : fmt::format(fmt::runtime(texts::kRange.in(lang)), low, high, text);
          },
          ""};
}

CLI::Validator one_of(std::vector<std::string> words, Lang lang) {
  return {[words = std::move(words), lang](std::string& text) {
            if (std::ranges::find(words, text) != words.end()) return std::string{};
            return fmt::format(fmt::runtime(texts::kOneOf.in(lang)), fmt::join(words, " | "), text);
          },
          ""};
}

CLI::Validator an_instant(Lang lang) {
  return {[lang](std::string& text) {
            return domain::parse_instant(text) ? std::string{} : std::string{texts::kBadInstant.in(lang)};
          },
          ""};
}

}  // namespace naadam::cli
