#include "cli/files.hpp"

#include <fstream>
#include <iterator>

#include "cli/say.hpp"
#include "cli/texts/files.hpp"

namespace naadam::cli {

core::Result<std::string> contents_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) return refuse(core::ErrorKind::kUnavailable, texts::files::kCannotRead, file.string());
  return text;
}

core::Status write_file(const std::filesystem::path& file, std::string_view text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) return refuse(core::ErrorKind::kUnavailable, texts::files::kCannotWrite, file.string());
  return {};
}

}  // namespace naadam::cli
