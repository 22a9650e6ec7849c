#include "cli/keeping/snapshot.hpp"

#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "cli/say.hpp"
#include "cli/texts/keeping.hpp"
#include "runtime/child_process.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> where(const std::string& address) {
  if (address.find('/') != std::string::npos) return {"-s", address};
  const auto colon = address.rfind(':');
  return {"-h", address.substr(0, colon), "-p", address.substr(colon + 1)};
}

std::string last_line_of(const fs::path& file) {
  std::ifstream in(file);
  std::string line, last;
  while (std::getline(in, line)) {
    if (!line.empty()) last = line;
  }
  return last;
}

}  // namespace

core::Result<std::vector<fs::path>> fetch_snapshots(const runtime::CommonOptions& options,
                                                    const std::vector<std::string>& addresses, const fs::path& dir) {
  const auto password = options.store_password();
  if (!password) return tl::unexpected(password.error());
  std::vector<fs::path> files;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const fs::path file = dir / (std::to_string(i) + ".rdb");
    runtime::ChildSpec spec;
    spec.argv = {"redis-cli"};
    for (std::string& word : where(addresses[i])) spec.argv.push_back(std::move(word));
    spec.argv.insert(spec.argv.end(), {"--rdb", file.string()});
    if (!password->empty()) spec.env.emplace_back("REDISCLI_AUTH", *password);
    spec.output = dir / "redis-cli.log";
    auto fetching = runtime::ChildProcess::spawn(spec);
    if (!fetching) return tl::unexpected(fetching.error());
    const auto ended = fetching->wait(-1);
    std::error_code failed;
    if (!ended->clean() || fs::file_size(file, failed) == 0 || failed) {
      return refuse(core::ErrorKind::kUnavailable, texts::keeping::kNoSnapshot, addresses[i],
                    last_line_of(spec.output));
    }
    ::chmod(file.c_str(), 0600);
    files.push_back(file);
  }
  return files;
}

}  // namespace naadam::cli
