#include "runtime/service_host.hpp"
#include "runtime/service_main.hpp"
#include "scoring/nomination_desk.hpp"
#include "scoring/result_telling.hpp"
#include "scoring/score_desk.hpp"
#include "scoring/score_show.hpp"

int main(int argc, char** argv) {
  using namespace naadam;
  static constexpr std::size_t kNobodyPushes = 1;  // the credit that is granted
  runtime::CommonOptions options;
  const runtime::ServiceInfo info{"scoring", "takes marks, ranks contests and names who goes to the finals"};
  return runtime::service_main(
      argc, argv, info, options, [](runtime::Options&) {},
      [&](runtime::ServiceContext& context) -> core::Status {
        auto host = runtime::ServiceHost::open(context, kNobodyPushes, {}, runtime::Access::kEdition);
        if (!host) return tl::unexpected(host.error());
        scoring::ScoreDesk desk((*host)->store(), (*host)->installation());
        desk.answer_on((*host)->loop());
        scoring::ScoreShow show((*host)->store(), (*host)->installation());
        show.answer_on((*host)->loop());
        scoring::NominationDesk nominations((*host)->store(), (*host)->installation(), show);
        nominations.answer_on((*host)->loop());
        scoring::ResultTelling results((*host)->store(), (*host)->installation(), (*host)->clock(), context.metrics);
        results.work_on((*host)->loop());
        return (*host)->run();
      });
}
