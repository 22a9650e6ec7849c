// The nodes of Redis as they are now: those of a cluster with who follows whom, or the one there is. Each is asked
// itself, so that what one node believes of another does not count.
//
// Thread: one. Nothing is changed. No personal data.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "runtime/common_options.hpp"

namespace naadam::cli {

struct StoreNode {
  std::string id;       // 40 hex digits
  std::string address;  // "host:port"
  bool primary = true;
  std::string follows;                          // a replica's primary, its id
  std::size_t slots = 0;                        // that are its own to serve; of a primary
  bool answers = false;                         // what is below is empty where it does not
  std::string info;                             // as INFO gives it
  std::map<std::string, std::string> settings;  // kFollowedSettings, as they are in force
  std::map<std::string, std::string> file;      // those of them that its configuration file names, where we can read it

  std::string field(std::string_view name) const;  // of info
  std::uint64_t number(std::string_view name) const;
  std::string setting(const std::string& name) const;
};

// On these rests what a receipt promises.
inline constexpr const char* kFollowedSettings[] = {"appendonly", "appendfsync", "no-appendfsync-on-rewrite",
                                                    "maxmemory-policy", "min-replicas-to-write"};

// As the first of the installation's addresses that answers knows them, in the order of their addresses. Takes some
// seconds for each node that does not answer. kUnavailable: none does; kRefused: wrong password. Those of
// CommonOptions::store_password().
core::Result<std::vector<StoreNode>> look_at_nodes(const runtime::CommonOptions& options);

}  // namespace naadam::cli
