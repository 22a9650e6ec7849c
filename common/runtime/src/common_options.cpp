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
  options.integer("store.epoch", &fields->store_epoch, {1, 4'000'000'000},
                  "lowest epoch; raise it by one after a restore");

  options.integer("service.copy", &fields->copy, {1, store::kCopiesMax},
                  "number of this copy of the service; two copies of one number are refused");
  options.path("link.endpoints_dir", &fields->endpoints_dir, "directory of local sockets; empty: data.dir/run");
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

}  // namespace naadam::runtime
