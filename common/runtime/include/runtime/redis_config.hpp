// The texts a Redis of ours is started with. Pure: values in, file contents out. RedisChild starts one with them; for a
// Redis that another program starts (systemd, a container) `naadam redis-config` prints the same.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "runtime/redis_child.hpp"

namespace naadam::runtime {

struct RedisPorts {
  std::uint16_t client = 0;
  std::uint16_t cluster = 0;
};

// redis.conf for these options; holds the password, so the file is 0600.
std::string redis_config(const RedisOptions& options, RedisPorts ports);

// The address of a node that does not exist; see first_nodes_file().
inline constexpr std::string_view kPhantomAddress = "127.0.0.1:1@1";

// nodes.conf for a new, empty directory. It tells our Redis that it is the replica of a primary that holds every slot
// and does not answer. CLUSTER FAILOVER TAKEOVER then makes it the primary at once, while a node that starts as a
// primary must let 2 s pass before it accepts a write. Both ids are 40 hex digits. Only where there is no data: nothing
// can be lost by it. After the takeover the phantom is forgotten and the file looks like any other.
std::string first_nodes_file(std::string_view own_id, std::string_view phantom_id, RedisPorts ports);

// Raises the cluster's epoch in DIR/nodes.conf, before the start of a Redis of which nobody knows how it ended:
// RedisChild notes that of its own, whoever starts one by other means calls this each time. Does nothing where there is
// no such file yet. kUnavailable where it cannot be written; then Redis must not start.
core::Status raise_epoch(const std::filesystem::path& dir);

// The error that the log of a Redis which did not start tells of; `fixed_ports` are named in the text.
core::Error explain_redis_log(std::string_view log, const RedisOptions& options, RedisPorts ports);

// True when the log says that a port was taken: with free ports another try may work.
bool port_was_taken(std::string_view log);

}  // namespace naadam::runtime
