// One non-blocking socket to one Redis server: commands are appended, written as the socket takes them, and matched
// with their replies in order. Knows nothing of slots or retries.
//
// hiredis only parses here (redisReader): its own blocking context would deadlock once both socket buffers are full.
// After a cut the object may be started again. Thread: that of its Cluster.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/reply.hpp"

struct redisReader;

namespace naadam::store {

struct Call;

// What a reply is for.
struct Expected {
  enum class For : std::uint8_t { kGreeting, kLibraryList, kLibraryLoad, kSlotMap, kEpoch, kAsking, kWait, kCommand };
  For what = For::kCommand;
  std::uint32_t index = 0;     // of the command in its call, or of the library
  std::shared_ptr<Call> call;  // for kCommand
  std::uint64_t end = 0;       // where the command ends in all that was appended to the connection
};

struct Arrived {
  Expected expected;
  Reply reply;
};

class Connection {
 public:
  Connection();
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Begins to connect to "host:port" or a socket path. False: failed at once; error() says why.
  bool start(const std::string& endpoint);
  bool open() const { return fd_ >= 0; }
  bool connecting() const { return connecting_; }
  int fd() const { return fd_; }
  short wanted() const;  // POLLIN, POLLOUT

  void append(std::span<const std::string_view> argv, Expected expected);

  // Each moves what the socket takes or holds. False: the connection is lost, error() says why; call close().
  bool write();
  bool read(std::vector<Arrived>& arrived);

  // Whether the server may execute the command: its last byte has left this process. Holds after close() too,
  // until the next start().
  bool written(const Expected& expected) const { return expected.end <= written_; }
  const std::deque<Expected>& owed() const { return owed_; }
  // Closes and returns what was still owed, in order.
  std::deque<Expected> close();

  const std::string& error() const { return error_; }
  std::uint64_t bytes_out() const { return bytes_out_; }
  std::uint64_t bytes_in() const { return bytes_in_; }

 private:
  bool lost(std::string_view what, int code);
  bool take_replies(std::vector<Arrived>& arrived);

  struct Free {
    void operator()(redisReader* reader) const;
  };
  int fd_ = -1;
  bool connecting_ = false;
  std::unique_ptr<redisReader, Free> reader_;
  std::string out_;  // appended and not yet written, from out_begin_
  std::size_t out_begin_ = 0;
  std::uint64_t appended_ = 0;  // of this connection since start()
  std::uint64_t written_ = 0;
  std::uint64_t bytes_out_ = 0;  // over all connections
  std::uint64_t bytes_in_ = 0;
  std::deque<Expected> owed_;
  std::string error_;
};

}  // namespace naadam::store
