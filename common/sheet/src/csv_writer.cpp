#include "sheet/writer.hpp"

namespace naadam::sheet {

void append_csv(std::string& out, std::span<const std::string_view> cells) {
  bool first = true;
  for (const auto cell : cells) {
    if (!first) out.push_back(',');
    first = false;
    const bool formula = !cell.empty() && std::string_view("=+-@").find(cell.front()) != std::string_view::npos;
    const bool quoted = cell.find_first_of(",\"\r\n\t;") != std::string_view::npos;
    if (quoted) out.push_back('"');
    if (formula) out.push_back('\'');
    for (const char c : cell) {
      if (c == '"') out.push_back('"');
      out.push_back(c);
    }
    if (quoted) out.push_back('"');
  }
  out.append("\r\n");
}

}  // namespace naadam::sheet
