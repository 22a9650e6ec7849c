// A blocking connection to one node of Redis, for what is asked of a node and not of the data: its settings, what it
// replicates, how it sees the cluster. It follows no redirect and tries nothing twice; services use Cluster.
//
// Thread: one. Personal data: sees opaque bytes and puts none into an error.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "store/reply.hpp"

struct redisContext;

namespace naadam::store {

struct NodeLogin {
  std::string username;  // empty: the default user
  std::string password;  // empty: no AUTH is sent
};

class NodeConnection {
 public:
  // `endpoint`: "host:port", or the path of a unix socket. `timeout_ms` bounds the connecting, and each command after
  // it. kUnavailable: nobody answers there; kRefused: wrong user or password.
  static core::Result<NodeConnection> open(const std::string& endpoint, const NodeLogin& login,
                                           core::Millis timeout_ms);

  // An error reply is an answer. Nil where the node did not answer in time or hung up, and from then on.
  Reply say(const std::vector<std::string>& words);

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };
  explicit NodeConnection(redisContext* context) : context_(context) {}
  std::unique_ptr<redisContext, Free> context_;
};

// "name:value" in the answer of INFO or CLUSTER INFO; empty where there is none. Lives as long as `info`.
std::string_view info_field(std::string_view info, std::string_view name);

}  // namespace naadam::store
