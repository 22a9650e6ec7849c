#include "portal/token_file.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "runtime/log.hpp"

namespace naadam::portal {

core::Result<Tokens> TokenFile::read() const {
  struct stat held{};
  if (::stat(file_.c_str(), &held) != 0) {
    if (errno == ENOENT) return Tokens();
    return core::fail(core::ErrorKind::kUnavailable, "读不了令牌文件 " + file_.string() + "，请检查权限。",
                      std::string("tokens file: ") + std::strerror(errno));
  }
  if ((held.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return core::fail(core::ErrorKind::kRefused,
                      "令牌文件 " + file_.string() + " 别人也能读写，请运行 chmod 600 " + file_.string() + "。",
                      "tokens file: open to others");
  }
  std::ifstream file(file_, std::ios::binary);
  const std::string json{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) {
    return core::fail(core::ErrorKind::kUnavailable, "读不了令牌文件 " + file_.string() + "，请检查权限。",
                      "tokens file: cannot be read");
  }
  return Tokens::parse(json);
}

core::Status TokenFile::reload() {
  auto fresh = read();
  const std::lock_guard lock(mutex_);
  if (!fresh) {
    if (standing_) runtime::log_error("portal.nobody_let_in", {runtime::cause(fresh.error())});
    tokens_ = std::make_shared<Tokens>();
    standing_ = tl::unexpected(fresh.error());
    return standing_;
  }
  if (fresh->size() != tokens_->size()) runtime::log_info("portal.tokens", {{"number", fresh->size()}});
  tokens_ = std::make_shared<Tokens>(std::move(*fresh));
  standing_ = {};
  return standing_;
}

std::shared_ptr<const Tokens> TokenFile::tokens() const {
  const std::lock_guard lock(mutex_);
  return tokens_;
}

core::Status TokenFile::standing() const {
  const std::lock_guard lock(mutex_);
  return standing_;
}

}  // namespace naadam::portal
