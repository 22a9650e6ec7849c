#include "notary/notary_service.hpp"
#include "notary/options.hpp"
#include "runtime/service_host.hpp"
#include "runtime/service_main.hpp"

int main(int argc, char** argv) {
  using namespace naadam;
  notary::Options own;
  const runtime::ServiceInfo info{"notary", "keeps the history of decisions and signs it"};
  return runtime::service_main(
      argc, argv, info, own.common, [&](runtime::Options& all) { own.declare(all); },
      [&](runtime::ServiceContext& context) -> core::Status {
        auto host = runtime::ServiceHost::open(context, 1, {}, runtime::Access::kNone);
        if (!host) return tl::unexpected(host.error());
        notary::NotaryService service(own, **host);
        return service.run();
      });
}
