#include "portal/options.hpp"
#include "portal/portal_service.hpp"
#include "runtime/log.hpp"
#include "runtime/service_host.hpp"
#include "runtime/service_main.hpp"

int main(int argc, char** argv) {
  using namespace naadam;
  static constexpr std::size_t kNobodyPushes = 1;  // the credit that is granted
  portal::Options own;
  const runtime::ServiceInfo info{"portal", "the pages and the HTTP interface"};
  return runtime::service_main(
      argc, argv, info, own.common, [&](runtime::Options& all) { own.declare(all); },
      [&](runtime::ServiceContext& context) -> core::Status {
        auto host = runtime::ServiceHost::open(context, kNobodyPushes, {}, runtime::Access::kNone);
        if (!host) return tl::unexpected(host.error());
        portal::Service service(own, context.metrics, (*host)->clock());
        if (auto started = service.start(); !started) return started;
        runtime::log_info("portal.listening", {{"port", service.port()}});
        (*host)->loop().every("tokens", portal::TokenFile::kLookMs,
                              [&service] { return static_cast<void>(service.tokens().reload()), false; });
        (*host)->need_for_ready([&service] { return service.tokens().standing(); });
        return (*host)->run();
      });
}
