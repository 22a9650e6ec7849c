#include "eligibility/claim_desk.hpp"
#include "eligibility/eligibility_service.hpp"
#include "eligibility/options.hpp"
#include "runtime/service_host.hpp"
#include "runtime/service_main.hpp"

int main(int argc, char** argv) {
  using namespace naadam;
  eligibility::Options own;
  const runtime::ServiceInfo info{"eligibility", "judges entries by the rules of the edition"};
  return runtime::service_main(
      argc, argv, info, own.common, [&](runtime::Options& all) { own.declare(all); },
      [&](runtime::ServiceContext& context) -> core::Status {
        auto host = runtime::ServiceHost::open(context, own.window_records, {.from = {"intake"}, .next = {"intake"}});
        if (!host) return tl::unexpected(host.error());
        eligibility::Judging judging((*host)->store(), (*host)->forward(0), (*host)->data(), (*host)->lookup(),
                                     (*host)->installation(), context.metrics);
        eligibility::ClaimDesk claims((*host)->store(), (*host)->lookup(), (*host)->installation());
        (*host)->loop().add(judging);
        claims.answer_on((*host)->loop());
        return (*host)->run();
      });
}
