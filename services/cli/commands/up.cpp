#include "cli/commands/up.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>

#include "cli/options.hpp"
#include "cli/remote/condition.hpp"
#include "cli/say.hpp"
#include "cli/texts/up.hpp"
#include "cli/up/demo_tokens.hpp"
#include "cli/up/home.hpp"
#include "cli/up/publishing.hpp"
#include "cli/up/redis_users.hpp"
#include "cli/up/supervisor.hpp"
#include "runtime/dir_lock.hpp"
#include "runtime/service_host.hpp"
#include "runtime/signals.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

constexpr core::Millis kReadyMs = 30'000;    // for all services together
constexpr core::Millis kReadyStep = 50;      // between two looks while they start
constexpr core::Millis kBriefAskMs = 200;    // of a service that may not be there yet
constexpr core::Millis kDrawPeriod = 2'000;  // of the table on a terminal
constexpr core::Millis kTableAskMs = 500;
constexpr std::int64_t kUpPortMax = 65'000;

struct UpOptions {
  std::string data;
  Publication publication;
  std::string fsync = "always";
  std::uint64_t memory_mb = 0;
  SinkSettings sink;
  std::uint16_t copies = 1;
  std::uint16_t port = 0;
  std::string ready_file;
};

std::uint64_t half_of_memory() {
  return static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) /
         2;
}

runtime::RedisOptions redis_options(const UpOptions& options, const Home& home) {
  runtime::RedisOptions redis;
  redis.dir = home.redis();
  redis.unix_socket = home.redis_socket();
  redis.fsync = options.fsync == "always" ? runtime::Fsync::kAlways : runtime::Fsync::kEverysec;
  redis.maxmemory_bytes = options.memory_mb > 0 ? options.memory_mb << 20 : half_of_memory();
  return redis;
}

// What the terminal shows while all is up: one table drawn over and over, or, into a file, one line an event.
class Panel {
 public:
  Panel(const Home& home, const Settings& settings, asking::Peers& peers, const core::Clock& clock, Globals& globals)
      : home_(home),
        settings_(settings),
        peers_(peers),
        clock_(clock),
        globals_(globals),
        redrawn_(!globals.json && ::isatty(STDOUT_FILENO) == 1 && &globals.out == &std::cout) {}

  // Where the log was not whole it is said below the table from then on: somebody may hold a receipt it does not know.
  void note_log(const runtime::LogFound& found) {
    if (!found.whole) found_ = found;
  }

  void draw(const std::vector<Supervisor::View>& members) {
    Condition condition = look_at(settings_, peers_, clock_, kTableAskMs);
    std::map<std::string, unsigned> restarts;
    for (const Supervisor::View& member : members) {
      restarts[member.name] = member.restarts;
      if (member.name == "redis") condition.store_pid = member.pid;
    }
    if (globals_.json) {
      Json line = condition_json(condition);
      line["restarts"] = restarts;
      line["page"] = "http://127.0.0.1:" + std::to_string(settings_.portal_port) + "/";
      if (!found_.whole) line["log"] = {{"whole", false}, {"bytes_cut", found_.bytes_cut}};
      globals_.out << line.dump() << '\n' << std::flush;
      return;
    }
    const Lang lang = globals_.lang;
    const std::string text = say(lang, texts::up::kIsReady, mode_text(condition, lang)) + "\n\n" +
                             service_table(condition, restarts, lang) + "\n" + condition_text(condition, lang) + "\n" +
                             log_text() + page_text() + "\n" + say(lang, texts::up::kStopHint, home_.dir().string()) +
                             "\n";
    if (redrawn_ && lines_ > 0) globals_.out << "\x1b[" << lines_ << "F\x1b[J";
    lines_ = std::ranges::count(text, '\n');
    globals_.out << text << std::flush;
  }

  // A death or a restart.
  void tell(const std::vector<Supervisor::View>& before, const std::vector<Supervisor::View>& after) {
    if (redrawn_ || globals_.json) return draw(after);
    for (std::size_t i = 0; i < after.size(); ++i) {
      const Supervisor::View& now = after[i];
      if (now.restarts != before[i].restarts) {
        globals_.out << say(globals_.lang, texts::up::kRestarted, now.name, now.restarts, now.pid) << '\n';
        if (now.name == "redis") globals_.out << log_text();
        globals_.out << std::flush;
      } else if (now.pid == 0 && before[i].pid != 0) {
        globals_.out << say(globals_.lang, texts::up::kWentDown, now.name, home_.log_of(now.name).string()) << '\n'
                     << std::flush;
      }
    }
  }

  bool redrawn() const { return redrawn_; }

 private:
  std::string log_text() const {
    return found_.whole ? std::string() : say(globals_.lang, texts::up::kLogNotWhole, found_.bytes_cut) + "\n";
  }

  std::string page_text() const {
    const fs::path tokens = demo_tokens_file(home_);
    std::error_code failed;
    return say(globals_.lang, texts::up::kPage, settings_.portal_port) +
           (fs::exists(tokens, failed) ? say(globals_.lang, texts::up::kDemoTokens, tokens.string()) : std::string());
  }

  const Home& home_;
  const Settings& settings_;
  asking::Peers& peers_;
  const core::Clock& clock_;
  Globals& globals_;
  bool redrawn_;
  std::ptrdiff_t lines_ = 0;
  runtime::LogFound found_;
};

// Until every copy of every service answers. One that dies before that can't start: its own words say why.
core::Status await_services(Supervisor& supervisor, std::uint16_t copies, asking::Peers& peers, const Home& home,
                            const core::Clock& clock, const runtime::StopSignal& stop) {
  const auto deadline = core::Deadline::in(clock, kReadyMs);
  std::map<std::string, std::pair<std::string_view, std::uint16_t>> waited_for;  // by name: service and number
  for (const std::string_view service : kServices) {
    for (std::uint16_t copy = 1; copy <= copies; ++copy)
      waited_for[runtime::copy_name(service, copy)] = {service, copy};
  }
  while (!waited_for.empty() && !stop.requested()) {
    supervisor.tend(stop.fd(), kReadyStep);
    for (const Supervisor::View& member : supervisor.view()) {
      if (!waited_for.contains(member.name) || (member.pid != 0 && member.restarts == 0)) continue;
      return refuse(core::ErrorKind::kUnavailable, texts::up::kServiceDied, member.name,
                    supervisor.last_words(member.name), home.log_of(member.name).string());
    }
    std::erase_if(waited_for, [&](const auto& one) {
      const auto& [service, copy] = one.second;
      return peers.ask_copy(service, copy, wire::verb::kStatus, Json{{"brief", true}}, kBriefAskMs).has_value();
    });
    if (deadline.left(clock) == 0 && !waited_for.empty()) {
      const std::string late = waited_for.begin()->first;
      return refuse(core::ErrorKind::kUnavailable, texts::up::kNotReady, late, kReadyMs / 1'000,
                    home.log_of(late).string());
    }
  }
  return {};
}

core::Status write_ready(const std::string& path) {
  if (path.empty()) return {};
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::string line = std::to_string(::getpid()) + "\n";
  const bool written = fd >= 0 && ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  const int why = errno;
  if (fd >= 0) ::close(fd);
  if (written) return {};
  return refuse(core::ErrorKind::kUnavailable, texts::up::kCannotWrite, path, std::strerror(why));
}

core::Status prepare(const UpOptions& options, const Home& home, const Settings& settings, const core::Clock& clock) {
  auto keys = seal::KeyRing::open(settings.common.keys(), seal::KeyMode::kCreate);
  if (!keys) return tl::unexpected(keys.error());
  const auto store = runtime::open_store(settings.common, clock, 1);
  if (!store) return tl::unexpected(store.error());
  const auto published = publish(options.publication, *keys, **store);
  if (!published) return tl::unexpected(published.error());
  return settle_demo_tokens(home, *published);
}

core::Status up(UpOptions& options, Globals& globals) {
  if (auto fine = check(options.publication); !fine) return fine;
  const Home home(options.data);
  if (auto made = home.make(); !made) return made;
  if (auto whole = home.check_whole(); !whole) return whole;
  const auto lock = runtime::DirLock::take(home.dir(), "naadam up");
  if (!lock) return tl::unexpected(lock.error());
  Settings settings = home.fresh();
  settings.sink = options.sink;
  settings.copies = options.copies;
  settings.portal_port = options.port;

  const core::SystemClock clock;
  const runtime::StopSignal stop;
  Supervisor supervisor(home, clock);
  runtime::RedisOptions redis = redis_options(options, home);
  if (auto locked = lock_redis(home, redis, settings); !locked) return locked;
  redis.told_to_stop = [&stop] { return stop.requested(); };
  if (auto started = supervisor.start_redis(redis); !started) return stop.requested() ? core::Status() : started;
  if (auto prepared = prepare(options, home, settings, clock); !prepared) return prepared;
  if (auto started = supervisor.start_services(settings); !started) return started;
  asking::Peers peers(settings.common, clock);
  if (auto ready = await_services(supervisor, options.copies, peers, home, clock, stop); !ready) return ready;

  Panel panel(home, settings, peers, clock, globals);
  panel.note_log(supervisor.log_found());
  if (!stop.requested()) {
    panel.draw(supervisor.view());
    if (auto told = write_ready(options.ready_file); !told) return told;
  }
  while (!stop.requested()) {
    const auto before = supervisor.view();
    if (supervisor.tend(stop.fd(), kDrawPeriod)) {
      panel.note_log(supervisor.log_found());
      panel.tell(before, supervisor.view());
    } else if (panel.redrawn() && !stop.requested()) {
      panel.draw(supervisor.view());
    }
  }
  const core::Millis began = clock.steady_ms();
  if (!globals.json) globals.out << globals.say(texts::up::kStopping) << '\n' << std::flush;
  supervisor.stop();
  if (!globals.json) {
    globals.out << say(globals.lang, texts::up::kStopped, static_cast<double>(clock.steady_ms() - began) / 1'000)
                << '\n'
                << std::flush;
  }
  return {};
}

}  // namespace

void add_up(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<UpOptions>();
  const Lang lang = globals.lang;
  CLI::App* command = app.add_subcommand("up", globals.say(texts::up::kAbout));
  add_data_option(*command, &options->data, globals);
  add_publication_options(*command, &options->publication, globals);
  command->add_option("--fsync", options->fsync, globals.say(texts::up::kFsync))
      ->type_name("always|everysec")
      ->check(one_of({"always", "everysec"}, lang));
  command->add_option("--memory", options->memory_mb, globals.say(texts::up::kMemory))
      ->type_name("MB")
      ->check(in_range(64, 1 << 20, lang));
  command->add_option("--sink", options->sink.sink, globals.say(texts::up::kSink))
      ->type_name("file|kannel")
      ->check(one_of({"file", "kannel"}, lang));
  command->add_option("--kannel-url", options->sink.kannel_url, globals.say(texts::up::kKannelUrl))->type_name("URL");
  command->add_option("--kannel-user", options->sink.kannel_user, globals.say(texts::up::kKannelUser))
      ->type_name("NAME");
  command
      ->add_option("--kannel-password-file", options->sink.kannel_password_file,
                   globals.say(texts::up::kKannelPassword))
      ->type_name("FILE");
  command->add_option("--copies", options->copies, globals.say(texts::up::kCopies))
      ->type_name("N")
      ->check(in_range(1, kCopiesMax, lang));
  command->add_option("--port", options->port, globals.say(texts::up::kPort))
      ->type_name("PORT")
      ->check(in_range(0, kUpPortMax, lang));
  command->add_option("--once-ready", options->ready_file, globals.say(texts::up::kReady))->type_name("FILE");
  command->footer(globals.say(texts::up::kFooter));
  command->callback([options, &globals] {
    if (const core::Status done = up(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
