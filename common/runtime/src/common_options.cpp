#include "runtime/common_options.hpp"

#include <algorithm>

#include "runtime/secret_file.hpp"
#include "store/announcements.hpp"

namespace naadam::runtime {

void declare(Options& options, CommonOptions* fields) {
  using core::limits::kShardsMax;
  options.path("data.dir", &fields->data_dir, "directory of all that the installation keeps");
  options.path("data.keys_dir", &fields->keys_dir, "directory of the keys; empty: data.dir/keys; back it up apart");
  options.path("data.blob_dir", &fields->blob_dir, "directory of sealed uploads; empty: data.dir/blobs");

  options.text("store.address", &fields->store_address, 1'024,
               "Redis, as host:port or the path of a unix socket; of a cluster a few nodes, with commas between");
  options.text("store.user", &fields->store_user, 64, "user of Redis; empty: its default user");
  options.path("store.password_file", &fields->store_password_file, "file (mode 0600) with the password; empty: none");
  options.integer("store.shards", &fields->store_shards, {1, kShardsMax},
                  "shards of a new data set, fixed for ever; more spread over more nodes but thin every batch");
  options.integer("store.replicas", &fields->store_replicas, {0, 5},
                  "replicas that must have synced a write before it counts as done; each adds its round trip and sync");
  options.integer(
      "store.epoch", &fields->store_epoch, {1, 4'000'000'000},
      "lowest epoch; above all it ever had, where a data set was put back by other means than naadam restore");

  options.integer("service.copy", &fields->copy, {1, store::kCopiesMax},
                  "number of this copy of the service; two copies of one number are refused");
  options.path("link.endpoints_dir", &fields->endpoints_dir, "directory of local sockets; empty: data.dir/run");
  options.text("link.bind", &fields->link_bind, 128,
               "where the service listens, as tcp://ADDRESS:PORT, port 0 for any free one; empty: a local socket");
  options.path("link.key_file", &fields->link_key_file,
               "secret key for links over tcp (mode 0600), made by deploy/keys.sh; each service has its own");
  options.path("link.allowed_dir", &fields->link_allowed_dir,
               "directory of the public keys let in over tcp, by role; read every 2 s");
  options.real("link.drop_push_percent", &fields->drop_push_percent, {0, 100},
               "pushes dropped on purpose, so that the path without them is always exercised; 100: no pushes");

  options.integer("http.port", &fields->http_port, {0, 65'535}, "loopback port of health and metrics; 0: any free one");
  options.choice("log.level", &fields->log_level, {"trace", "debug", "info", "warn", "error"},
                 "lowest level written; debug costs about a line a batch");
  options.path("log.file", &fields->log_file, "file of the log; empty: standard error");
  options.choice("lang", &fields->lang, {"zh-CN", "en"}, "language of texts for people");
}

std::vector<std::string> CommonOptions::store_seeds() const {
  std::vector<std::string> seeds;
  for (std::size_t at = 0; at <= store_address.size();) {
    const std::size_t end = std::min(store_address.find(',', at), store_address.size());
    if (end > at) seeds.push_back(store_address.substr(at, end - at));
    at = end + 1;
  }
  return seeds;
}

core::Result<std::string> CommonOptions::store_password() const {
  return store_password_file.empty() ? std::string() : read_secret(store_password_file);
}

core::Status CommonOptions::check_link() const {
  if (!over_tcp()) return {};
  constexpr std::string_view kTcp = "tcp://";
  const std::string_view where = std::string_view(link_bind).substr(std::min(kTcp.size(), link_bind.size()));
  if (!link_bind.starts_with(kTcp) || where.starts_with("*") || where.starts_with("0.0.0.0") ||
      where.starts_with("[::]")) {
    return core::fail(core::ErrorKind::kInvalid,
                      "link.bind 应为 tcp://地址:端口，地址须是其他机器能够连到的具体地址（本机为 127.0.0.1）",
                      "link.bind is not tcp://address:port, or its address is a wildcard");
  }
  if (link_key_file.empty() || link_allowed_dir.empty()) {
    return core::fail(core::ErrorKind::kInvalid,
                      "link.bind 使用 tcp 时必须同时设置 link.key_file（本服务的密钥）和 link.allowed_dir（准入名单），"
                      "请先运行 deploy/keys.sh 生成",
                      "link.bind is tcp without link.key_file or link.allowed_dir");
  }
  return {};
}

core::Result<std::optional<link::KeyPair>> CommonOptions::link_keys() const {
  if (link_key_file.empty()) return std::optional<link::KeyPair>();
  auto keys = link::read_key_pair(link_key_file);
  if (!keys) return tl::unexpected(keys.error());
  return std::optional(std::move(*keys));
}

}  // namespace naadam::runtime
