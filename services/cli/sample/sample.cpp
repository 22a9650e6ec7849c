#include "cli/sample/sample.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

#include "cli/sample/grid_file.hpp"
#include "cli/sample/layout.hpp"
#include "cli/sample/truth.hpp"

namespace naadam::cli::sample {
namespace {

core::Status write_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (file) return {};
  return core::fail(core::ErrorKind::kUnavailable,
                    fmt::format("写不了文件 {}，请检查目录权限和磁盘空间", path.string()),
                    fmt::format("can't write {}", path.string()));
}

Written count(const Plan& plan, const std::vector<std::string>& file_names) {
  Written written;
  for (const std::string& name : file_names) written.files += name.empty() ? 0 : 1;
  written.rows = plan.rows.size();
  written.planted = plan.planted;
  for (const Row& row : plan.rows) {
    switch (row.expected.alone) {
      case wire::Verdict::kAccepted:
        ++written.accepted;
        break;
      case wire::Verdict::kNeedsEvidence:
        ++written.needs_evidence;
        break;
      case wire::Verdict::kRefused:
        ++written.refused;
        break;
      case wire::Verdict::kReturned:
      case wire::Verdict::kNone:
        ++written.returned;
        break;
    }
  }
  return written;
}

}  // namespace

core::Result<Written> write_sample(const SampleOptions& options, const domain::Edition& edition,
                                   const std::filesystem::path& directory) {
  core::Result<Plan> plan = make_plan(options, edition);
  if (!plan) return tl::unexpected(plan.error());
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  if (failed) {
    return core::fail(core::ErrorKind::kUnavailable,
                      fmt::format("建不了目录 {}，请换一个有写权限的位置", directory.string()),
                      fmt::format("can't make {}: {}", directory.string(), failed.message()));
  }
  std::vector<std::string> names(plan->files.size());
  for (std::size_t file = 0; file < plan->files.size(); ++file) {
    if (plan->files[file].rows.empty()) continue;
    const Grid grid = lay_out(*plan, file, edition, options.seed);
    names[file] = fmt::format("{:03}_{}{}", file + 1, plan->files[file].submitter, extension_of(grid.format));
    if (const core::Status done = write_grid(grid, directory / names[file]); !done) {
      return tl::unexpected(done.error());
    }
  }
  for (const auto& [copy, first] : plan->repeats) {
    plan->rows[copy].duplicate_of = plan->rows[first].number;
    plan->rows[copy].duplicate_sheet = plan->rows[first].sheet;
  }
  for (const auto& [name, text] :
       {std::pair{"truth.csv", truth_csv(*plan, names)}, std::pair{"manifest.csv", manifest_csv(*plan, names)},
        std::pair{"winners.csv", winners_csv(*plan)}}) {
    if (const core::Status done = write_text(directory / name, text); !done) return tl::unexpected(done.error());
  }
  return count(*plan, names);
}

}  // namespace naadam::cli::sample
