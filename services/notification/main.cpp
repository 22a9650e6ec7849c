#include "notification/notice_desk.hpp"
#include "notification/options.hpp"
#include "notification/planning.hpp"
#include "notification/receipts.hpp"
#include "notification/sending.hpp"
#include "notification/sinks.hpp"
#include "runtime/service_host.hpp"
#include "runtime/service_main.hpp"
#include "wire/stages.hpp"

int main(int argc, char** argv) {
  using namespace naadam;
  notification::Options own;
  const runtime::ServiceInfo info{"notification", "tells every person what was decided, once"};
  return runtime::service_main(
      argc, argv, info, own.common, [&](runtime::Options& all) { own.declare(all); },
      [&](runtime::ServiceContext& context) -> core::Status {
        auto host = runtime::ServiceHost::open(context, own.window_records, {.from = {"intake"}, .next = {}});
        if (!host) return tl::unexpected(host.error());
        runtime::ServiceHost& h = **host;
        auto sending = notification::open_sending(own);
        if (!sending) return tl::unexpected(sending.error());
        notification::Planning planning(h.store(), h.loop(), h.data(), (*sending)->context(h).policy, context.metrics);
        notification::Sending send((*sending)->context(h), context.metrics);
        notification::Overdue attempting((*sending)->context(h), wire::notice_stage::kAttempting);
        notification::Overdue waiting((*sending)->context(h), wire::notice_stage::kWaiting);
        notification::NoticeDesk desk(h.store());
        notification::Receipts receipts(h.store(), h.lookup(), (*sending)->context(h).policy, context.metrics);
        for (runtime::StageHandler* handler :
             std::initializer_list<runtime::StageHandler*>{&planning, &attempting, &waiting}) {
          h.loop().add(*handler);
        }
        send.work_on(h.loop());
        desk.answer_on(h.loop());
        receipts.answer_on(h.loop());
        return h.run();
      });
}
