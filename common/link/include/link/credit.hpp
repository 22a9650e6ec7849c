// The arithmetic of credit, apart from any socket: the consumer's side splits a window among its peers, the
// sender's side keeps what it was granted. All counts are items. Thread: one.
//
// Totals run from the beginning of a session, so a Credit that is lost, doubled or late changes nothing for long.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include "wire/envelope.hpp"

namespace naadam::link {

// Consumer. For every peer: received >= finished, and what the peer may have pushed is
//
//   total = max(received, finished + window / peers)
//
// so that granted and unfinished items add up to the window once all peers have seen the present split.
class CreditWindow {
 public:
  // `first_session` is not 0 and differs at every start of the consumer; sessions count up from it.
  CreditWindow(std::size_t window_items, std::uint64_t first_session);

  // A new session for a sender. The shares of all others shrink.
  std::uint64_t open(std::uint64_t sender_session);
  void close(std::uint64_t session);  // unknown ones are ignored

  // Whether the peer had credit for it; if not, nothing is counted.
  bool receive(std::uint64_t session, std::size_t items);
  // More than was received and not finished counts as all of it. Unknown sessions are ignored.
  void finish(std::uint64_t session, std::size_t items);
  // The sender says it pushed `pushed`: what never came is finished. Returns how many that were.
  std::uint64_t settle(std::uint64_t session, std::uint64_t pushed);

  // The Credit to send now: always when `asked`, else when enough has changed (an eighth of a share, a smaller
  // share, or nothing is in work). Numbered as sent.
  std::optional<wire::Credit> due(std::uint64_t session, bool asked);

  bool untouched(std::uint64_t session) const;  // open and nothing received yet
  std::size_t peers() const { return accounts_.size(); }

 private:
  struct Account {
    std::uint64_t sender_session = 0;
    std::uint64_t received = 0;
    std::uint64_t finished = 0;
    std::uint64_t total = 0;    // as last sent
    std::uint64_t highest = 0;  // of all totals sent
    std::uint64_t seq = 0;
  };
  std::uint64_t share() const;

  std::size_t window_;
  std::uint64_t next_session_;
  std::map<std::uint64_t, Account> accounts_;  // by session
};

// Sender, for one consumer.
class CreditPurse {
 public:
  // A new session starts from nothing pushed and nothing reserved. False: older than what was seen, ignored.
  bool take(const wire::Credit& credit);
  void forget() { *this = {}; }  // no session, no credit

  std::uint64_t session() const { return session_; }  // 0: none
  std::uint64_t seq() const { return seq_; }
  std::uint64_t pushed() const { return pushed_; }
  std::uint64_t reserved() const { return reserved_; }  // and neither spent nor given back
  std::size_t available() const;

  bool reserve(std::size_t items);
  // Both ignore a reservation of another session; spend() then returns false. `items` <= `reserved`.
  void unreserve(std::uint64_t session, std::size_t reserved);
  bool spend(std::uint64_t session, std::size_t reserved, std::size_t items);

 private:
  std::uint64_t session_ = 0;
  std::uint64_t seq_ = 0;
  std::uint64_t total_ = 0;
  std::uint64_t pushed_ = 0;
  std::uint64_t reserved_ = 0;
};

}  // namespace naadam::link
