#include "runtime/service_host.hpp"
#include "runtime/service_main.hpp"
#include "scheduling/board_desk.hpp"
#include "scheduling/draw_desk.hpp"
#include "scheduling/seat_telling.hpp"

int main(int argc, char** argv) {
  using namespace naadam;
  static constexpr std::size_t kNobodyPushes = 1;  // the credit that is granted
  runtime::CommonOptions options;
  const runtime::ServiceInfo info{"scheduling", "keeps the boards of contests and draws their seats"};
  return runtime::service_main(
      argc, argv, info, options, [](runtime::Options&) {},
      [&](runtime::ServiceContext& context) -> core::Status {
        auto host = runtime::ServiceHost::open(context, kNobodyPushes, {}, runtime::Access::kEdition);
        if (!host) return tl::unexpected(host.error());
        scheduling::BoardDesk desk((*host)->store(), (*host)->installation());
        desk.answer_on((*host)->loop());
        scheduling::DrawDesk draws((*host)->store(), (*host)->installation());
        draws.answer_on((*host)->loop());
        scheduling::SeatTelling seats((*host)->store(), (*host)->installation(), (*host)->clock(), context.metrics);
        seats.work_on((*host)->loop());
        return (*host)->run();
      });
}
