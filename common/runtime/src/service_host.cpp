#include "runtime/service_host.hpp"

#include <unistd.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <random>
#include <zmq.hpp>

#include "inbox_metrics.hpp"
#include "runtime/ask_body.hpp"
#include "runtime/log.hpp"
#include "store/keys.hpp"
#include "wire/verbs.hpp"

namespace naadam::runtime {
namespace {

constexpr std::uint16_t kLanes = 16;            // connections to a node; one for each shard of the default number
constexpr core::Millis kPushLease = 2'000;      // a push lost with its receiver is found in the store after this
constexpr core::Millis kOpenRetry = 250;        // between tries while the store or the edition is not there yet
constexpr core::Millis kStalledMs = 5'000;      // a loop that has not turned for so long is not healthy
constexpr core::Millis kShowLinkMs = 1'000;     // between two looks at what the inbox counted
constexpr core::Millis kDataKeyPeriod = 1'000;  // between looks for a new data key
constexpr core::Millis kEditionPeriod = 1'000;  // between looks for a new edition
const std::vector<std::string> kAskRoles{"operator", "portal"};

// The link bounds how many lines there are. On its thread.
void tell_refused(const link::Refused& refused, Metrics& metrics) {
  metrics
      .counter("naadam_link_refused_total", "what came over the link and was not taken",
               {{"reason", link::name_of(refused.why)}})
      .add(1 + refused.repeated);
  log_each(Level::kWarn, "link.refused",
           {{"reason", Safe{link::name_of(refused.why)}},
            {"role", Safe{refused.role}},
            {"key", Safe{refused.key}},
            {"from", Safe{refused.from}},
            {"repeated", refused.repeated}});
}

}  // namespace

core::Result<std::unique_ptr<store::RedisStore>> open_store(const CommonOptions& options, const core::Clock& clock,
                                                            std::uint64_t jitter_seed, std::uint16_t lanes) {
  auto password = options.store_password();
  if (!password) return tl::unexpected(password.error());
  store::RedisStoreOptions store;
  store.cluster.seeds = options.store_seeds();
  store.cluster.username = options.store_user;
  store.cluster.password = *password;
  store.cluster.replicas = static_cast<std::uint8_t>(options.store_replicas);
  store.cluster.jitter_seed = jitter_seed;
  store.shards = options.store_shards;
  store.epoch_min = options.store_epoch;
  store.lanes = lanes;
  return store::RedisStore::connect(std::move(store), clock);
}

core::Result<std::unique_ptr<ServiceHost>> ServiceHost::open(ServiceContext& context, std::size_t window,
                                                             const Neighbours& neighbours, Access access) {
  if (auto ok = context.options.check_link(); !ok) return tl::unexpected(ok.error());
  std::unique_ptr<ServiceHost> host(new ServiceHost(context));
  if (access == Access::kPersonalData) {
    auto keys = seal::KeyRing::open(context.options.keys(), seal::KeyMode::kExisting);
    if (!keys) return tl::unexpected(keys.error());
    host->keys_ = std::make_unique<seal::KeyRing>(std::move(*keys));
  }

  const std::uint64_t seed = std::random_device{}();
  for (;;) {
    auto store = open_store(context.options, host->clock_, seed, kLanes);
    if (store) {
      host->store_ = std::move(*store);
      host->store_->set_who(context.info.name + "/" + std::to_string(context.options.copy));
      if (access == Access::kNone) break;
      auto installation = load_installation(*host->store_);
      if (installation) {
        host->installation_ = std::move(*installation);
        break;
      }
      if (installation.error().kind == core::ErrorKind::kCorrupt) return tl::unexpected(installation.error());
      log_warn("service.waiting", {{"for", "edition"}, cause(installation.error())});
    } else {
      if (store.error().kind != core::ErrorKind::kUnavailable) return tl::unexpected(store.error());
      log_warn("service.waiting", {{"for", "store"}, cause(store.error())});
    }
    if (context.stop.wait(kOpenRetry)) {
      return core::fail(core::ErrorKind::kUnavailable, "服务在就绪之前被停止。", "stopped while waiting for the store");
    }
  }
  if (host->keys_) host->data_ = host->keys_->edition(host->installation_.edition->id);
  if (host->keys_ && host->data_ == nullptr) {
    return core::fail(core::ErrorKind::kNotFound,
                      "密钥目录中没有本届赛事的密钥，无法读取报名数据。请恢复密钥备份后再启动。",
                      "no data key of edition " + host->installation_.edition->id);
  }

  if (host->keys_) {
    if (auto held = host->follow_data_key(); !held) return tl::unexpected(held.error());
  }

  if (auto linked = host->open_link(window, neighbours, seed); !linked) return tl::unexpected(linked.error());
  std::vector<link::Outbox*> outboxes;
  for (const auto& outbox : host->outboxes_) outboxes.push_back(outbox.get());
  host->loop_ = std::make_unique<StepLoop>(*host->store_, host->inbox_.get(), outboxes, host->clock_, context.metrics);
  host->loop_->on_ask(wire::verb::kStatus,
                      [&host = *host](const Json& ask) { return core::Result<Json>(host.status(ask)); });
  host->loop_->every("announce", Presence::kAnnounceMs, [&host = *host] {
    if (auto done = host.presence_->announce(); !done) log_warn("service.not_announced", {cause(done.error())});
    return false;
  });
  host->loop_->every("link", kShowLinkMs,
                     [&host = *host] { return show(host.inbox_->stats(), host.context_.metrics), false; });
  if (host->keys_)
    host->loop_->every("data_key", kDataKeyPeriod, [&host = *host] {
      const auto held = host.follow_data_key();
      const bool missed = !held && held.error().kind != core::ErrorKind::kUnavailable;
      if (missed && !host.key_missed_) log_error("keys.missing", {cause(held.error())});
      host.key_missed_ = missed;
      return false;
    });
  host->loop_->every("look", Presence::kLookMs, [&host = *host] { return host.presence_->look(), false; });
  return host;
}

// Takes up data keys that have come, and seals by the one that the store names. Without it the old one seals on, which
// loses nothing; but nobody begins so.
core::Status ServiceHost::follow_data_key() {
  const std::string& edition = installation_.edition->id;
  const auto named = store_->get_fact(std::string(store::keys::kDataKey) + edition);
  if (!named) return tl::unexpected(named.error());
  if (auto fresh = keys_->refresh(edition); !fresh) return fresh;
  if (!*named) return {};
  unsigned number = 0;
  std::from_chars((*named)->data(), (*named)->data() + (*named)->size(), number);
  if (data_->in_force() == number) return {};
  if (number > UINT8_MAX || !keys_->put_in_force(edition, static_cast<seal::DataKey::Number>(number))) {
    return core::fail(core::ErrorKind::kNotFound, "正在使用的数据密钥不在密钥目录中，请从密钥备份恢复。",
                      "data key " + std::to_string(number) + " is in force and not held");
  }
  log_info("keys.in_force", {{"data_key", number}});
  return {};
}

// The inbox, known to the others by its announcement, and the ways to the next services.
core::Status ServiceHost::open_link(std::size_t window, const Neighbours& neighbours, std::uint64_t seed) {
  const CommonOptions& options = context_.options;
  auto keys = options.link_keys();
  if (!keys) return tl::unexpected(keys.error());
  zmq_ = std::make_unique<zmq::context_t>(1);
  link::InboxOptions inbox;
  inbox.endpoint = endpoint_of(options, context_.info.name, options.copy);
  inbox.window_items = window;
  store::Copy self{options.copy, {}, {}};
  if (options.over_tcp()) {
    auto gate = link::Gate::open(
        *zmq_,
        {.allowed_dir = options.link_allowed_dir,
         .on_refused = [&metrics = context_.metrics](const link::Refused& refused) { tell_refused(refused, metrics); }},
        clock_);
    if (!gate) return tl::unexpected(gate.error());
    gate_ = std::move(*gate);
    inbox.endpoint = options.link_bind;
    inbox.guard = {gate_.get(), **keys, neighbours.from, kAskRoles};
    self.server_key = (*keys)->public_key;
  }
  auto bound = link::bind_inbox(*zmq_, inbox, clock_);
  if (!bound) return tl::unexpected(bound.error());
  inbox_ = std::move(*bound);
  self.endpoint = inbox_->address();
  board_ = std::make_unique<store::RedisAnnouncements>(store_->cluster(), clock_);
  presence_ = std::make_unique<Presence>(*board_, context_.info.name, self);
  for (const std::string& service : neighbours.next) {
    link::OutboxOptions outbox;
    outbox.name = context_.info.name;
    outbox.keys = *keys;
    if (!options.over_tcp()) outbox.endpoints = {endpoint_of(options, service)};  // until its copies are known
    auto connected = link::connect_outbox(*zmq_, outbox, clock_);
    if (!connected) return tl::unexpected(connected.error());
    outboxes_.push_back(std::move(*connected));
    presence_->follow(service, *outboxes_.back());
    forwards_.push_back(std::make_unique<Forward>(outboxes_.back().get(), options.drop_push_percent, kPushLease, seed));
  }
  return {};
}

ServiceHost::ServiceHost(ServiceContext& context) : context_(context) {}

ServiceHost::~ServiceHost() = default;

// "brief": without the stages, whose records every copy counts alike.
Json ServiceHost::status(const Json& ask) {
  Json stages = Json::object();
  if (!ask.value("brief", false)) {
    for (const auto& [name, waiting] : loop_->backlog()) {
      stages[name] = {
          {"records", waiting.records}, {"oldest_due_ms", waiting.oldest_due_ms}, {"parked", waiting.parked}};
    }
  }
  Json status{{"service", context_.info.name},     {"copy", context_.options.copy}, {"pid", getpid()},
              {"http_port", context_.http.port()}, {"epoch", store_->epoch()},      {"clock_ms", core::wall_ms()},
              {"stages", std::move(stages)}};
  if (data_ != nullptr) status["data_keys"] = {{"held", data_->numbers()}, {"in_force", data_->in_force()}};
  return status;
}

// Over tcp a copy that starts again may be at another address, while the one that died is still announced.
core::Status ServiceHost::announce_first() {
  const core::Millis patience_ms = context_.options.over_tcp() ? Presence::kLifeMs + Presence::kAnnounceMs : 0;
  const auto patience = core::Deadline::in(clock_, patience_ms);
  for (;;) {
    auto first = presence_->announce();
    if (first || first.error().kind != core::ErrorKind::kRefused) return {};
    if (patience.left(clock_) == 0 || context_.stop.wait(kOpenRetry)) return first;
  }
}

core::Status ServiceHost::run() {
  if (auto first = announce_first(); !first) return first;
  loop_->every("edition", kEditionPeriod, [this] {
    if (!installation_.edition) return false;
    const auto changed = has_changed(*store_, installation_);
    if (!changed || !*changed) return false;
    if (auto fresh = load_installation(*store_)) {
      installation_ = std::move(*fresh);
      log_info("edition.taken_up", {{"edition", Safe{installation_.edition->version}}});
    }
    return false;
  });
  last_round_ms_ = clock_.steady_ms();
  context_.http.set_readiness([this]() -> core::Status {
    if (clock_.steady_ms() - last_round_ms_ >= kStalledMs) {
      return core::fail(core::ErrorKind::kUnavailable, "服务停顿。", "the step loop has not turned for 5 s");
    }
    return ready_ ? ready_() : core::Status();
  });
  if (auto started = context_.http.start(context_.options.http_port); !started) return started;
  log_info(
      "service.ready",
      {{"copy", context_.options.copy}, {"http_port", context_.http.port()}, {"training", installation_.training}});
  loop_->run([this] {
    last_round_ms_ = clock_.steady_ms();
    return context_.stop.requested();
  });
  log_info("service.stopping");
  presence_->withdraw();
  return {};
}

}  // namespace naadam::runtime
