#include "child_arguments.hpp"

#include <charconv>

namespace naadam::sheet {
namespace {

constexpr std::size_t kEndingBytesMax = 8;

// One list of the fields for both directions, so that they cannot disagree.
template <class Arguments, class Visit>
bool each_number(Arguments& a, Visit visit) {
  auto& l = a.limits;
  auto& c = a.confinement;
  return visit(c.memory_bytes_max) && visit(c.cpu_seconds_max) && visit(c.parent) && visit(l.file_bytes_max) &&
         visit(l.zip_entries_max) && visit(l.part_bytes_max) && visit(l.unpacked_bytes_max) &&
         visit(l.small_part_bytes_max) && visit(l.shared_text_bytes_max) && visit(l.shared_strings_max) &&
         visit(l.ratio_free_bytes) && visit(l.ratio_max) && visit(l.sheets_max) && visit(l.rows_max) &&
         visit(l.columns_max) && visit(l.cell_bytes_max);
}

}  // namespace

std::string encode_arguments(const Sandbox& sandbox, pid_t parent) {
  const ChildArguments arguments{
      {sandbox.memory_bytes_max, static_cast<std::uint64_t>(sandbox.cpu_max.count()), parent}, sandbox.limits};
  std::string text;
  each_number(arguments, [&](auto number) {
    text += std::to_string(number) + ",";
    return true;
  });
  return text;
}

std::optional<ChildArguments> decode_arguments(std::string_view text) {
  ChildArguments arguments;
  const bool ok = each_number(arguments, [&](auto& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end == text.data() + text.size() || *end != ',') return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return true;
  });
  if (!ok || !text.empty()) return std::nullopt;
  return arguments;
}

std::string_view name_ending(std::string_view file_name) {
  const auto dot = file_name.rfind('.');
  if (dot == std::string_view::npos || file_name.size() - dot > kEndingBytesMax) return {};
  return file_name.substr(dot);
}

}  // namespace naadam::sheet
