#include "intake/audit_watch.hpp"
#include "intake/intake_service.hpp"
#include "intake/options.hpp"
#include "runtime/service_host.hpp"
#include "runtime/service_main.hpp"

int main(int argc, char** argv) {
  using namespace naadam;
  intake::Options own;
  const runtime::ServiceInfo info{"intake", "takes spreadsheets in and makes their rows entries"};
  return runtime::service_main(
      argc, argv, info, own.common, [&](runtime::Options& all) { own.declare(all); },
      [&](runtime::ServiceContext& context) -> core::Status {
        auto host = runtime::ServiceHost::open(context, own.window_records,
                                               {.from = {"eligibility"}, .next = {"eligibility", "notification"}});
        if (!host) return tl::unexpected(host.error());
        runtime::ServiceHost& h = **host;
        auto blobs = blob::open_directory(context.options.blobs(), h.data(), h.lookup());
        if (!blobs) return tl::unexpected(blobs.error());
        intake::Service service({h.store(), **blobs, h.forward(0), h.forward(1), h.data(), h.lookup(), h.installation(),
                                 h.clock(), context.metrics},
                                h.loop());
        intake::AuditWatch watch(h.store().cluster(), h.clock(), h.store().shards(), context.metrics, h.loop(),
                                 [&h] { return h.leads(); });
        return h.run();
      });
}
