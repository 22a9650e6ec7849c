#include "cli/edition_file.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> edition_folders() {
  if (const char* told = std::getenv("NAADAM_EDITIONS")) return {told};
  std::vector<fs::path> folders;
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  if (!failed) folders.push_back(program.parent_path().parent_path() / "share" / "naadam" / "editions");
  folders.push_back(fs::path(NAADAM_SOURCE_DIR) / "deploy" / "editions");
  return folders;
}

}  // namespace

core::Result<domain::Edition> find_edition(const std::string& name) {
  if (name.ends_with(".toml") || name.find('/') != std::string::npos) return domain::load_edition(name);
  std::string looked_at;
  for (const fs::path& folder : edition_folders()) {
    const fs::path path = folder / (name + ".toml");
    std::error_code failed;
    if (fs::exists(path, failed)) return domain::load_edition(path);
    looked_at += (looked_at.empty() ? "" : "、") + folder.string();
  }
  return core::fail(
      core::ErrorKind::kNotFound,
      fmt::format("找不到届次“{}”的规则文件，已查找：{}；也可以直接给出 TOML 文件的路径", name, looked_at),
      fmt::format("no edition \"{}\" in {}; a path to a TOML file may be given instead", name, looked_at));
}

}  // namespace naadam::cli
