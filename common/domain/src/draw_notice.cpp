#include "domain/draw_notice.hpp"

#include <fmt/format.h>

#include "toml_reader.hpp"

namespace naadam::domain {
namespace {

constexpr std::size_t kIdMax = 32;
constexpr int kHeatsMax = 500;
constexpr int kStationsMax = 5'000;

}  // namespace

core::Result<DrawNotice> parse_draw_notice(std::string_view toml, std::string_view file_name) {
  if (toml.size() > kDrawNoticeBytesMax) {
    return core::fail(core::ErrorKind::kInvalid, fmt::format("{} 过大，不是抽签公告", file_name),
                      "draw notice too large");
  }
  const auto parsed = parse_toml(toml, file_name);
  if (!parsed) return tl::unexpected(parsed.error());
  TomlReport report(file_name);
  TomlReader in(report, *parsed, "");
  DrawNotice notice;
  TomlReader draw = in.table("draw");
  notice.id = draw.text("id", kIdMax);
  notice.source = draw.text("source");
  notice.value_at = draw.instant("value_at");
  draw.finish();
  for (TomlReader& line : in.tables("seats")) {
    DrawNotice::Seats& seats = notice.seats.emplace_back();
    seats.event = line.text("event");
    seats.group = line.optional_text("group");
    seats.heats = static_cast<std::uint16_t>(line.integer("heats", 0, kHeatsMax));
    seats.stations = static_cast<std::uint16_t>(line.integer("stations", 1, kStationsMax));
    line.finish();
  }
  in.finish();
  if (!report.ok()) return tl::unexpected<core::Error>(report.first());
  return notice;
}

}  // namespace naadam::domain
