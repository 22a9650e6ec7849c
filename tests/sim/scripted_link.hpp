// The fast path as a script: frames really encoded and decoded, credit by the real arithmetic, and everything on the
// way lost, doubled, late or out of order as the seed says.
//
// Thread: one. Both ends may die and be made anew while the line stays.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "link/credit.hpp"
#include "link/inbox.hpp"
#include "link/outbox.hpp"
#include "mayhem.hpp"

namespace naadam::sim {

class ScriptedInbox;

// From one sender to one consumer.
struct Line {
  struct Flying {
    Millis at = 0;
    std::string bytes;
    bool paid = true;  // a doubled copy is not: it needs no credit and gives none back
  };
  struct Granted {
    Millis at = 0;
    wire::Credit credit;
  };
  std::vector<Flying> batches;
  std::vector<Granted> credits;
  ScriptedInbox* consumer = nullptr;  // while it lives
  std::uint64_t sessions = 0;         // begun so far, at both ends: none is used twice
};

class ScriptedInbox final : public link::Inbox {
 public:
  ScriptedInbox(Line& line, Mayhem& mayhem, std::string_view who);
  ~ScriptedInbox() override;

  std::size_t receive(link::Arrivals& out, std::size_t frames_max) override;
  void watch(link::WatchList& list) override { (void)list; }
  void finished(link::PeerId peer, std::size_t items) override;
  void reply(const link::ArrivedAsk& ask, const wire::Reply& reply) override;
  const link::InboxStats& stats() const override { return stats_; }
  const std::string& address() const override { return address_; }

  // From the sender at the other end of the line.
  void hello(const wire::Hello& hello);

 private:
  static constexpr std::size_t kWindow = 1'000;
  void grant(bool asked);
  void deliver(Line::Flying& flying, link::Arrivals& out);

  Line& line_;
  Mayhem& mayhem_;
  std::string_view who_;
  link::CreditWindow window_;
  std::uint64_t session_ = 0;  // of the sender, 0 before its first hello
  std::uint64_t sender_session_ = 0;
  std::string address_ = "sim://line";
  link::InboxStats stats_;
};

class ScriptedOutbox final : public link::Outbox {
 public:
  ScriptedOutbox(Line& line, Mayhem& mayhem, std::string_view who);

  core::Status set_endpoints(const std::vector<link::Endpoint>&) override { return {}; }  // the line is all there is
  std::optional<link::Reservation> reserve(std::size_t items) override;
  void unreserve(const link::Reservation& reservation) override;
  link::Offer push(const link::Reservation& reservation, const wire::BatchFrame& batch, const core::Id& trace) override;
  void step() override;
  void watch(link::WatchList& list) override { (void)list; }
  std::size_t credit() const override { return purse_.available(); }
  const link::OutboxStats& stats() const override { return stats_; }
  void close() override {}

 private:
  static constexpr Millis kBeat = 1'000;
  Line& line_;
  Mayhem& mayhem_;
  std::string_view who_;
  std::uint64_t sender_session_;
  Millis next_beat_ = 0;
  link::CreditPurse purse_;
  link::OutboxStats stats_;
};

}  // namespace naadam::sim
