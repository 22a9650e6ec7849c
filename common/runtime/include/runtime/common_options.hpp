// The options that every service has, with their defaults. The declarations (range, price) stand in the source; the
// user sees them with --help and --print-config.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/limits.hpp"
#include "link/curve_keys.hpp"
#include "runtime/options.hpp"

namespace naadam::runtime {

struct CommonOptions {
  // data.*: what this machine keeps
  std::filesystem::path data_dir = "data";  // everything of the installation below; relative to the working directory
  std::filesystem::path keys_dir;           // empty: data_dir/keys. Belongs on another backup than the data
  std::filesystem::path blob_dir;           // empty: data_dir/blobs

  // store.*: where Redis is
  std::string store_address = "127.0.0.1:6379";  // "host:port" or the path of a unix socket; several with commas
  std::string store_user;                        // of Redis; empty: its default user
  std::filesystem::path store_password_file;     // empty: no password; else mode 0600, first line
  std::uint16_t store_shards = core::limits::kShardsDefault;  // fixed when a data set is made; refused if it differs
  std::uint16_t store_replicas = 0;                           // that must have a write before it counts as done
  std::uint32_t store_epoch = 1;  // at least; the store's own is used when higher, and `naadam restore` sets that

  // service.*: this process
  std::uint16_t copy = 1;  // its number among the copies of the service, see runtime/copies.hpp

  // link.*: how services find each other: on one machine by local sockets, between machines over tcp with CURVE
  std::string link_bind;                // empty: a local socket; else "tcp://ADDRESS:PORT", announced as it stands, so
                                        // an address that others reach; port 0: any free one
  std::filesystem::path link_key_file;  // our own secret key, mode 0600; for tcp, also to ask or push
  std::filesystem::path link_allowed_dir;  // <role>/*.pub of those let in, as link/curve_keys.hpp draws it
  std::filesystem::path endpoints_dir;     // empty: data_dir/run. ipc sockets, mode 0700
  double drop_push_percent = 1.0;  // pushes thrown away on purpose: keeps the slow path (take) exercised, so that
                                   // it works on the day it is all there is. 100 switches the fast path off

  // http.*, log.*
  std::uint16_t http_port = 0;     // loopback; 0: any free one, printed in the log
  std::string log_level = "info";  // trace, debug, info, warn, error
  std::filesystem::path log_file;  // empty: standard error. Mode 0600
  std::string lang = "zh-CN";      // zh-CN or en: language of texts for people

  std::filesystem::path keys() const { return keys_dir.empty() ? data_dir / "keys" : keys_dir; }
  std::filesystem::path blobs() const { return blob_dir.empty() ? data_dir / "blobs" : blob_dir; }
  std::filesystem::path endpoints() const { return endpoints_dir.empty() ? data_dir / "run" : endpoints_dir; }

  // The addresses of store_address; any one of them that answers is enough.
  std::vector<std::string> store_seeds() const;

  // The password, or an empty one without a file. kRefused when others can read the file; kUnavailable.
  core::Result<std::string> store_password() const;

  // Whether a service listens on tcp.
  bool over_tcp() const { return !link_bind.empty(); }
  // That it may: kInvalid for another kind of address, the wildcard, or tcp without a key file or an allow-list.
  core::Status check_link() const;
  // Our keys on the link; nothing without a file. Errors of link::read_key_pair.
  core::Result<std::optional<link::KeyPair>> link_keys() const;
};

// Declares all of them on `options`; `*fields` must outlive its parse().
void declare(Options& options, CommonOptions* fields);

}  // namespace naadam::runtime
