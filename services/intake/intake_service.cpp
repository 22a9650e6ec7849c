#include "intake/intake_service.hpp"

namespace naadam::intake {
namespace {

constexpr core::Millis kSlicePeriod = 10;

}  // namespace

Service::Service(const ServiceParts& parts, runtime::StepLoop& loop)
    : registrar_(parts.store, parts.to_eligibility, parts.data),
      at_once_(parts.to_eligibility.without_drops()),
      form_registrar_(parts.store, at_once_, parts.data),
      reader_(parts.blobs, parts.installation),
      jobs_(parts.store, reader_, registrar_, parts.data, parts.lookup, parts.installation, parts.clock),
      filing_(parts.store, form_registrar_, parts.data, parts.lookup, parts.installation),
      completing_(parts.store),
      reporting_(parts.store, parts.to_notification, parts.installation, parts.metrics),
      retelling_(parts.store, parts.clock, parts.installation, parts.metrics),
      rejudging_(parts.store, parts.clock, parts.installation, parts.metrics),
      boards_(parts.store, parts.installation, parts.metrics),
      desk_(parts.store, parts.blobs, parts.data, parts.lookup, parts.installation, parts.clock),
      forms_(parts.store, parts.data, parts.lookup, parts.installation, parts.metrics),
      form_show_(parts.store, parts.data, parts.lookup, parts.installation),
      entries_(parts.store, parts.data, parts.lookup, parts.installation) {
  filing_.work_on(loop);  // first: somebody looks at the screen
  loop.add(reporting_);
  loop.add(jobs_);
  loop.add(completing_);
  loop.every("filing", kSlicePeriod, [this] { return jobs_.slice(); });
  retelling_.work_on(loop);
  rejudging_.work_on(loop);
  boards_.work_on(loop);
  desk_.answer_on(loop);
  forms_.answer_on(loop);
  form_show_.answer_on(loop);
  entries_.answer_on(loop);
}

}  // namespace naadam::intake
