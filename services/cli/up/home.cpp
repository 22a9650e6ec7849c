#include "cli/up/home.hpp"

#include <CLI/CLI.hpp>

#include "cli/globals.hpp"
#include "cli/say.hpp"
#include "cli/texts/keeping.hpp"
#include "cli/texts/up.hpp"
#include "runtime/options.hpp"
#include "runtime/private_file.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

void declare(runtime::Options& options, Settings& settings) {
  runtime::declare(options, &settings.common);
  for (const char* service : {"notification", "portal"}) options.share(service);
  SinkSettings& sink = settings.sink;
  options.choice("notification.sink", &sink.sink, {"file", "kannel"}, "where short messages go");
  options.text("notification.kannel_url", &sink.kannel_url, 256, "Kannel's sendsms on loopback");
  options.text("notification.kannel_user", &sink.kannel_user, 64, "user of Kannel's sendsms");
  options.path("notification.kannel_password_file", &sink.kannel_password_file, "its password, a file of mode 0600");
  options.text("notification.receipt_base", &sink.receipt_base, 256, "URL of the portal that Kannel calls back");
  options.integer("portal.port", &settings.portal_port, {0, 65'000}, "port of the page on loopback");
  options.integer("up.copies", &settings.copies, {1, kCopiesMax}, "copies of each service on this machine");
}

tl::unexpected<core::Error> home_not_written(const fs::path& path, const std::string& why) {
  return refuse(core::ErrorKind::kUnavailable, texts::up::kCannotWrite, path.string(), why);
}

core::Status make_private(const fs::path& dir) {
  std::error_code failed;
  if (fs::is_directory(dir, failed)) return {};
  fs::create_directories(dir, failed);
  if (!failed) fs::permissions(dir, fs::perms::owner_all, failed);
  if (failed) return home_not_written(dir, failed.message());
  return {};
}

}  // namespace

Home::Home(const std::string& dir) : dir_(fs::absolute(dir).lexically_normal()) {
  if (!dir_.has_filename()) dir_ = dir_.parent_path();  // DIR/ is DIR
}

Settings Home::fresh() const {
  Settings settings;
  settings.common.data_dir = dir_;
  settings.common.store_address = redis_socket().string();
  return settings;
}

core::Status Home::make() const {
  if (dir_.string().size() > kPathBytesMax) {
    return refuse(core::ErrorKind::kInvalid, texts::up::kPathTooLong, dir_.string(), kPathBytesMax);
  }
  if (auto made = make_private(dir_); !made) return made;
  return make_private(dir_ / "log");
}

core::Status Home::make_portal() const { return make_private(portal()); }

core::Status Home::check_whole() const {
  std::error_code failed;
  if (!fs::exists(half_restored(), failed)) return {};
  return refuse(core::ErrorKind::kRefused, texts::keeping::kHalfRestored, dir_.string());
}

core::Status Home::write(Settings& settings) const {
  runtime::Options options("naadam", "");
  declare(options, settings);
  const std::string text = texts::up::kSettingsHead + options.to_toml();
  return runtime::replace_private(settings_file(), text);
}

core::Result<Settings> Home::read() const {
  std::error_code failed;
  if (!fs::exists(settings_file(), failed)) {
    return refuse(core::ErrorKind::kUnavailable, texts::up::kNoInstallation, dir_.string());
  }
  Settings settings = fresh();
  runtime::Options options("naadam", "");
  options.set_environment([](const char*) -> const char* { return nullptr; });
  declare(options, settings);
  const std::string file = settings_file().string();
  const char* const argv[] = {"naadam", "--config", file.c_str()};
  const auto parsed = options.parse(3, argv);
  if (!parsed) return tl::unexpected(parsed.error());
  return settings;
}

void add_data_option(CLI::App& command, std::string* dir, const Globals& globals) {
  command.add_option("--data", *dir, globals.say(texts::up::kData))->type_name("DIR")->envname("NAADAM_DATA");
  *dir = "run/naadam";
}

}  // namespace naadam::cli
