#include "runtime/service_main.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "runtime/copies.hpp"
#include "runtime/dir_lock.hpp"
#include "runtime/log.hpp"

namespace naadam::runtime {
namespace {

core::Status run_body(ServiceContext& context, const std::function<core::Status(ServiceContext&)>& body) {
  try {
    return body(context);
  } catch (const std::exception& error) {
    return core::fail(core::ErrorKind::kInternal, "程序内部错误，已停止，详见日志",
                      fmt::format("uncaught exception: {}", error.what()));
  }
}

}  // namespace

ExitCode exit_code(const core::Error& error) {
  switch (error.kind) {
    case core::ErrorKind::kInvalid:
      return kExitUsage;
    case core::ErrorKind::kRefused:
    case core::ErrorKind::kNotFound:
    case core::ErrorKind::kCorrupt:
      return kExitSomeRefused;
    case core::ErrorKind::kFull:
    case core::ErrorKind::kUnavailable:
    case core::ErrorKind::kUnknown:
    case core::ErrorKind::kInternal:
      return kExitNotReachable;
  }
  return kExitNotReachable;
}

void print_error(const std::string& program, const core::Error& error) {
  const std::string line = error.cause.empty() ? fmt::format("{}：{}\n", program, error.text)
                                               : fmt::format("{}：{} [{}]\n", program, error.text, error.cause);
  std::fputs(line.c_str(), stderr);
}

int service_main(int argc, const char* const* argv, const ServiceInfo& info, CommonOptions& common,
                 const std::function<void(Options&)>& declare_own,
                 const std::function<core::Status(ServiceContext&)>& body) {
  const std::string program = "naadam-" + info.name;
  const auto refuse = [&program](const core::Error& error) {
    print_error(program, error);
    return exit_code(error);
  };

  Options options(program, info.about);
  declare(options, &common);
  if (declare_own) declare_own(options);
  const auto parsed = options.parse(argc, argv);
  if (!parsed) return refuse(parsed.error());
  if (parsed->outcome == Options::Outcome::kPrinted) {
    std::fputs(parsed->output.c_str(), stdout);
    return kExitDone;
  }

  StopSignal stop;
  const std::string name = copy_name(info.name, common.copy);
  const auto lock = DirLock::take(common.data_dir / name, program);
  if (!lock) return refuse(lock.error());
  if (auto ok = log_start(name, *level_from(common.log_level), common.log_file); !ok) return refuse(ok.error());

  Metrics metrics;
  HttpListener http(metrics);
  ServiceContext context{info, common, metrics, http, stop};
  log_info("service.starting");
  const auto ended = run_body(context, body);
  http.stop();
  if (ended) {
    log_info("service.stopped");
  } else {
    log_error("service.failed", {kind(ended.error()), cause(ended.error())});
  }
  log_stop();
  return ended ? kExitDone : refuse(ended.error());
}

}  // namespace naadam::runtime
