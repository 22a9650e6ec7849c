// The directory of an installation on one machine, and the settings file that its programs meet in.
//
//   DIR/naadam.toml   written by `naadam up` at each start; read by the services (--config) and by every subcommand
//   DIR/lock          held by `naadam up` as long as it runs
//   DIR/keys/         seal keys; belong on another backup than the rest
//   DIR/redis/        Redis: append-only file, socket, log
//   DIR/redis-users/  passwords of its users, made when missing, see up/redis_users.hpp
//   DIR/history/      what was decided, signed: see naadam audit verify
//   DIR/blobs/        sealed uploads and outcome workbooks
//   DIR/run/          local sockets of the services
//   DIR/log/          one log a service
//   DIR/portal/       who may use the page: tokens.json (hashes), in training also demo-tokens.txt
//   DIR/sms.jsonl     short messages of the file sink
//
// What belongs to the second copy of a service and further ones is named by it: log/intake-2.log, sms-2.jsonl.
//
// Thread: values.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "runtime/common_options.hpp"

namespace CLI {
class App;
}

namespace naadam::cli {

struct Globals;

// In the order in which they start; they stop in the reverse one.
inline constexpr std::array<std::string_view, 7> kServices{"notary",  "intake",       "eligibility", "scheduling",
                                                           "scoring", "notification", "portal"};

inline constexpr std::uint16_t kCopiesMax = 8;  // of a service on one machine

// Where short messages go; the names and meanings are those of the notification service's own options.
struct SinkSettings {
  std::string sink = "file";
  std::string kannel_url = "http://127.0.0.1:13013/cgi-bin/sendsms";
  std::string kannel_user;
  std::filesystem::path kannel_password_file;
  std::string receipt_base;  // of the portal; the supervisor, who knows its port, says it
};

// What naadam.toml holds.
struct Settings {
  runtime::CommonOptions common;
  SinkSettings sink;
  std::uint16_t copies = 1;       // of each service, as `naadam up` started them; [1, kCopiesMax]
  std::uint16_t portal_port = 0;  // of the page, copy 2 on the one after it; 0: the supervisor chooses
};

class Home {
 public:
  static constexpr std::size_t kPathBytesMax = 84;  // so that DIR/run/notification-8.ipc fits a socket's name (107)

  // Made absolute; need not exist.
  explicit Home(const std::string& dir);

  const std::filesystem::path& dir() const { return dir_; }
  std::filesystem::path settings_file() const { return dir_ / "naadam.toml"; }
  std::filesystem::path redis() const { return dir_ / "redis"; }
  std::filesystem::path redis_socket() const { return dir_ / "redis" / "redis.sock"; }
  std::filesystem::path redis_users() const { return dir_ / "redis-users"; }
  std::filesystem::path portal() const { return dir_ / "portal"; }
  std::filesystem::path portal_tokens() const { return portal() / "tokens.json"; }
  // `copy` as runtime::copy_name() has it.
  std::filesystem::path log_of(std::string_view copy) const { return dir_ / "log" / (std::string(copy) + ".log"); }

  // The settings of a new start: everything below this directory.
  Settings fresh() const;

  // There while `naadam restore` is at work, and after it if it did not come to its end.
  std::filesystem::path half_restored() const { return dir_ / "half-restored"; }

  // The directory and its log folder, mode 0700. Errors: kInvalid (path too long), kUnavailable (no right, no space).
  core::Status make() const;
  // The folder of the portal, likewise.
  core::Status make_portal() const;
  // kRefused where a restore did not come to its end.
  core::Status check_whole() const;
  // Replaces the file in one step, mode 0600. kUnavailable.
  core::Status write(Settings& settings) const;
  // kUnavailable: no installation here, with how to make one; kInvalid: the file was changed by hand and is wrong.
  core::Result<Settings> read() const;

 private:
  std::filesystem::path dir_;
};

// Adds --data DIR (or NAADAM_DATA, or run/naadam below the working directory) to a subcommand.
void add_data_option(CLI::App& command, std::string* dir, const Globals& globals);

}  // namespace naadam::cli
