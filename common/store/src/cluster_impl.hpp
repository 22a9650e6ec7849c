// The inside of Cluster, shared by its sources:
//
//   cluster.cpp          the calls: send, collect, the one loop
//   cluster_nodes.cpp    nodes: connecting, hand-shake, slot map
//   cluster_replies.cpp  what becomes of a command when its reply or a cut arrives
//
// A command is always in one place: in pending_ (not on any connection), owed by a connection, unconfirmed (written
// but WAIT has not answered), or answered in its call.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "connection.hpp"
#include "store/cluster.hpp"
#include "store/slot_map.hpp"

namespace naadam::store {

struct Call {
  std::span<const Command> commands;
  std::vector<Answer> answers;
  std::vector<std::uint8_t> tries;  // redirects and retries of each command
  std::size_t remaining = 0;
  std::uint64_t epoch = 0;  // when it was made
  bool given_up = false;
};

struct Pending {
  std::shared_ptr<Call> call;
  std::uint32_t index = 0;
  core::Millis not_before = 0;
  int asking = SlotMap::kNobody;  // the node that an ASK named
};

struct Written {
  std::shared_ptr<Call> call;
  std::uint32_t index = 0;
  Reply reply;
};

struct Node {
  std::string endpoint;
  Connection connection;
  bool ready = false;           // hand-shake done
  bool wanted = false;          // an ASK or a slot map refresh needs it though it serves no slot that we know
  bool wait_owed = false;       // a write was appended after the last WAIT
  bool starved = false;         // it said NOREPLICAS: no WAIT until a write is accepted, or each try would block
  std::size_t handshake = 0;    // replies still missing before ready
  core::Millis give_up_at = 0;  // while not ready: when connecting has failed
  core::Millis next_start = 0;
  core::Millis pause = 0;  // before the next start, doubles
  std::vector<Written> unconfirmed;
};

struct Cluster::Impl {
  Impl(ClusterOptions options, const core::Clock& clock);

  // cluster.cpp
  std::shared_ptr<Call> send(std::span<const Command> commands);
  std::vector<Answer> collect(const std::shared_ptr<Call>& call, core::Deadline deadline);
  void step(core::Millis wait_ms);
  void flush();
  bool place(const Pending& pending);
  void owe_wait(Node& node);
  void give_up(Call& call);
  core::Millis next_wait() const;
  core::Deadline patience(core::Deadline deadline, core::Millis begun) const;

  // cluster_nodes.cpp
  core::Status open();
  int node_of(const std::string& endpoint);
  bool needed(int number) const;
  void start_needed();
  void greet(Node& node);
  void shaken(Node& node);
  void list_libraries(Node& node);
  void load_library(Node& node, std::size_t index);
  void ask_slots(Node& node);
  void take_slots(Node& node, const Reply& reply);
  void ask_epoch(Node& node);
  void take_epoch(const Reply& reply);
  void drop(Node& node, std::string_view why);
  void write(Node& node);
  void read(Node& node);

  // cluster_replies.cpp
  void dispatch(Node& node, Arrived arrived);
  void take_handshake(Node& node, const Arrived& arrived);
  void take_command(Node& node, const Expected& expected, Reply reply);
  void follow(Node& node, const Expected& expected, const Reply& reply);
  void take_wait(Node& node, const Reply& reply);
  void again(const std::shared_ptr<Call>& call, std::uint32_t index, core::Millis pause, int asking = SlotMap::kNobody);
  void answer(const std::shared_ptr<Call>& call, std::uint32_t index, Answer answer);
  void unknown(const std::shared_ptr<Call>& call, std::uint32_t index, std::string_view why);

  core::Millis jittered(core::Millis ms);

  ClusterOptions options;
  const core::Clock& clock;
  std::mt19937_64 random;
  std::vector<std::unique_ptr<Node>> nodes;  // a node keeps its number; never shrinks
  SlotMap slots;
  std::uint64_t epoch = 0;
  bool one_node = false;  // a socket path: every slot is its, until a server says otherwise
  bool slots_stale = true;
  bool slots_asked = false;                // CLUSTER SLOTS is on its way
  core::Millis slots_next = 0;             // not asked again before
  std::optional<core::Millis> cut_off_at;  // when the last node that was ready was lost; while none is
  std::vector<Pending> pending;
  std::vector<Arrived> arrived;
  std::vector<pollfd> polled;
  std::vector<int> polled_nodes;
  core::Status fatal;      // what a retry will not mend: wrong password, a library that does not compile
  std::string last_error;  // of a connection or a "not now" answer; for causes
  ClusterStats stats;
};

}  // namespace naadam::store
