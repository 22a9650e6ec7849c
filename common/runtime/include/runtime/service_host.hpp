// What a working service stands on, opened in one place: keys, store, installation, its inbox, and the ways to the
// services behind it, kept at the copies that are alive.
//
// Thread: construct and use on one; probe() is for the HTTP thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "link/gate.hpp"
#include "link/inbox.hpp"
#include "link/outbox.hpp"
#include "runtime/ask_body.hpp"
#include "runtime/copies.hpp"
#include "runtime/installation.hpp"
#include "runtime/service_main.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/redis_store.hpp"

namespace zmq {
class context_t;
}

namespace naadam::runtime {

// How a service, or the command-line program, reaches the store of an installation.
core::Result<std::unique_ptr<store::RedisStore>> open_store(const CommonOptions& options, const core::Clock& clock,
                                                            std::uint64_t jitter_seed, std::uint16_t lanes = 1);

// What a service may open: the edition in force with the keys of its personal data, the edition alone, or neither.
enum class Access { kPersonalData, kEdition, kNone };

// The services that a service shares its work with, by name.
struct Neighbours {
  std::vector<std::string> from;  // push to it; over tcp nobody else may
  std::vector<std::string> next;  // it pushes to them
};

class ServiceHost {
 public:
  // Waits for the store and for a published edition as long as the service is not told to stop. `window` is the
  // credit this service grants. Without Access::kPersonalData data() and lookup() must not be used; with Access::kNone
  // only the store is waited for, and installation() must not be used either.
  static core::Result<std::unique_ptr<ServiceHost>> open(ServiceContext& context, std::size_t window,
                                                         const Neighbours& neighbours,
                                                         Access access = Access::kPersonalData);
  ~ServiceHost();

  store::RedisStore& store() { return *store_; }
  const seal::DataKey& data() const { return *data_; }
  const seal::LookupKey& lookup() const { return keys_->lookup(); }
  Installation& installation() { return installation_; }
  const core::Clock& clock() const { return clock_; }
  StepLoop& loop() { return *loop_; }
  // The way to the i-th of `next`.
  Forward& forward(std::size_t i) { return *forwards_[i]; }
  // Whether what one copy is enough for is ours now, see runtime/copies.hpp.
  bool leads() const { return presence_->leads(); }
  ServiceContext& context() { return context_; }

  // What else must be well for /readyz to say so; asked from any thread. Set at most once, before run().
  void need_for_ready(std::function<core::Status()> check) { ready_ = std::move(check); }

  // Starts HTTP and runs the loop until the service is told to stop. An edition published meanwhile is taken up.
  // kRefused: a copy of this number is alive elsewhere.
  core::Status run();

 private:
  explicit ServiceHost(ServiceContext& context);
  Json status(const Json& ask);
  core::Status open_link(std::size_t window, const Neighbours& neighbours, std::uint64_t seed);
  core::Status announce_first();
  core::Status follow_data_key();

  ServiceContext& context_;
  core::SystemClock clock_;
  std::unique_ptr<seal::KeyRing> keys_;
  const seal::DataKey* data_ = nullptr;
  bool key_missed_ = false;  // following failed, and the log says so
  std::unique_ptr<store::RedisStore> store_;
  Installation installation_;
  std::unique_ptr<zmq::context_t> zmq_;
  std::unique_ptr<link::Gate> gate_;  // over tcp; outlives the inbox
  std::unique_ptr<link::Inbox> inbox_;
  std::vector<std::unique_ptr<link::Outbox>> outboxes_;
  std::vector<std::unique_ptr<Forward>> forwards_;
  std::unique_ptr<store::Announcements> board_;
  std::unique_ptr<Presence> presence_;
  std::unique_ptr<StepLoop> loop_;
  std::atomic<core::Millis> last_round_ms_{0};
  std::function<core::Status()> ready_;
};

}  // namespace naadam::runtime
