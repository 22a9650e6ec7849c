#include "cli/remote/manifest.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "cli/say.hpp"
#include "cli/texts/import.hpp"
#include "domain/text.hpp"
#include "sheet/reader.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

class ManifestRows final : public sheet::RowSink {
 public:
  explicit ManifestRows(fs::path folder) : folder_(std::move(folder)) {}

  core::Status sheet(const sheet::SheetInfo&) override { return {}; }

  core::Status row(const sheet::RowView& row) override {
    if (!file_) return headings(row);
    const std::string file = domain::plain_text(row.cell(*file_));
    const std::string submitter = domain::plain_text(row.cell(*submitter_));
    if (file.empty() || submitter.empty())
      return refuse(core::ErrorKind::kInvalid, texts::import::kManifestRow, row.number);
    if (orders.size() == kManifestFilesMax) {
      return refuse(core::ErrorKind::kInvalid, texts::import::kManifestLong, kManifestFilesMax);
    }
    orders.push_back({(folder_ / std::string(row.cell(*file_))).string(), submitter, {}});
    return {};
  }

  std::vector<Order> orders;

 private:
  core::Status headings(const sheet::RowView& row) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string key = domain::match_key(row.cells[i]);
      if (key == "file" || key == "文件") file_ = i;
      if (key == "submitter" || key == "报送单位") submitter_ = i;
    }
    if (file_ && submitter_) return {};
    return refuse(core::ErrorKind::kInvalid, texts::import::kManifestHeadings);
  }

  fs::path folder_;
  std::optional<std::size_t> file_, submitter_;
};

}  // namespace

core::Result<std::vector<Order>> read_manifest(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) return refuse(core::ErrorKind::kInvalid, texts::import::kNoFile, path);
  ManifestRows rows(fs::path(path).parent_path());
  if (const auto read = sheet::read(bytes, fs::path(path).filename().string(), {}, rows); !read) {
    core::Error error = read.error();
    error.kind = core::ErrorKind::kInvalid;
    return tl::unexpected(error);
  }
  if (rows.orders.empty()) return refuse(core::ErrorKind::kInvalid, texts::import::kManifestEmpty, path);
  return std::move(rows.orders);
}

}  // namespace naadam::cli
