// The fast path as a script: frames really encoded and decoded, credit by the real arithmetic, and everything on the
// way lost, doubled, late or out of order as the seed says. A service may run in several copies, each at an address of
// its own; a copy that stands still goes on getting what is pushed there. Questions go the same way, and so do answers.
//
// Thread: one at a time. Both ends may die and be made anew while the address stays.
#pragma once

#include <list>
#include <map>
#include <string>
#include <vector>

#include "link/credit.hpp"
#include "link/inbox.hpp"
#include "link/outbox.hpp"
#include "mayhem.hpp"

namespace naadam::sim {

// Where one copy of a consumer is reached, with all that is on its way there and back.
struct Address {
  struct Flying {
    Millis at = 0;
    std::string bytes;
    bool paid = true;  // a doubled copy is not: it needs no credit and gives none back
  };
  struct Granted {
    Millis at = 0;
    wire::Credit credit;
  };
  struct Asked {
    Millis at = 0;
    std::uint64_t number = 0;  // of the question
    std::string bytes;
  };
  struct Answered {
    wire::ReplyStatus status = wire::ReplyStatus::kOk;
    std::string body;
  };
  std::uint32_t number = 0;  // never used again for another
  bool open = false;         // a consumer is there, be it at a standstill
  std::vector<wire::Hello> hellos;
  std::vector<Flying> batches;
  std::map<std::uint64_t, std::vector<Granted>> credits;  // by session of the sender
  std::vector<Asked> asks;
  std::map<std::uint64_t, Answered> answers;  // by number; whoever asked takes his away
};

// All copies of one service.
struct Line {
  std::list<Address> addresses;
  std::uint32_t addresses_given = 0;
  std::uint64_t sessions = 0;   // begun so far, at both ends: none is used twice
  std::uint64_t questions = 0;  // asked so far: no number is used twice

  Address& add();
  // For ever: what was on its way there is lost.
  void remove(const Address& address);
};

inline constexpr Millis kBeat = 1'000;
inline constexpr Millis kSilence = 3 * kBeat;

class ScriptedInbox final : public link::Inbox {
 public:
  ScriptedInbox(Line& line, Address& address, Mayhem& mayhem, std::string_view who);
  ~ScriptedInbox() override;

  std::size_t receive(link::Arrivals& out, std::size_t frames_max) override;
  void watch(link::WatchList& list) override { (void)list; }
  void finished(link::PeerId peer, std::size_t items) override;
  void reply(const link::ArrivedAsk& ask, const wire::Reply& reply) override;
  const link::InboxStats& stats() const override { return stats_; }
  const std::string& address() const override { return name_; }

 private:
  static constexpr std::size_t kWindow = 1'000;
  void take(const wire::Hello& hello);
  void grant(std::uint64_t session, bool asked);
  void forget_silent();
  void deliver(Address::Flying& flying, link::Arrivals& out);
  void deliver_asks(link::Arrivals& out);

  Address& address_;
  Mayhem& mayhem_;
  std::string_view who_;
  link::CreditWindow window_;
  struct Sender {
    std::uint64_t session = 0;
    Millis heard_at = 0;
  };
  std::map<std::uint64_t, Sender> senders_;  // by their own session
  std::string name_ = "sim://address";
  link::InboxStats stats_;
};

// Puts a question on its way to whoever is at `address`; who asks gives up at `until`.
void ask(Address& address, std::uint64_t number, std::string_view verb, std::string_view body, Millis until,
         Mayhem& mayhem);

class ScriptedOutbox final : public link::Outbox {
 public:
  ScriptedOutbox(Line& line, Mayhem& mayhem, std::string_view who);
  ~ScriptedOutbox() override;

  core::Status set_endpoints(const std::vector<link::Endpoint>&) override { return {}; }  // the line is all there is
  std::optional<link::Reservation> reserve(std::size_t items) override;
  void unreserve(const link::Reservation& reservation) override;
  link::Offer push(const link::Reservation& reservation, const wire::BatchFrame& batch, const core::Id& trace) override;
  void step() override;
  void watch(link::WatchList& list) override { (void)list; }
  std::size_t credit() const override;
  const link::OutboxStats& stats() const override { return stats_; }
  void close() override {}

 private:
  struct Peer {
    link::CreditPurse purse;
    Millis heard_at = 0;
  };
  void read_credit(Address& address, Peer& peer);

  Line& line_;
  Mayhem& mayhem_;
  std::string_view who_;
  std::uint64_t sender_session_;
  Millis next_beat_ = 0;
  std::map<std::uint32_t, Peer> peers_;  // by number of their address
  link::OutboxStats stats_;
};

}  // namespace naadam::sim
