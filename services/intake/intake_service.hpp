// Intake as one piece: the desks where files and single forms are handed in, the jobs that file their rows, the reports
// back to them.
//
// Thread: the step loop's.
#pragma once

#include <memory>

#include "blob/blob_store.hpp"
#include "intake/boards_watch.hpp"
#include "intake/entry_desk.hpp"
#include "intake/form_desk.hpp"
#include "intake/form_filing.hpp"
#include "intake/form_show.hpp"
#include "intake/registrar.hpp"
#include "intake/rejudging.hpp"
#include "intake/reporting.hpp"
#include "intake/retelling.hpp"
#include "intake/upload_desk.hpp"
#include "intake/upload_jobs.hpp"
#include "intake/upload_reader.hpp"
#include "runtime/step_loop.hpp"

namespace naadam::intake {

struct ServiceParts {
  store::Store& store;
  blob::BlobStore& blobs;
  runtime::Forward& to_eligibility;
  runtime::Forward& to_notification;
  const seal::DataKey& data;
  const seal::LookupKey& lookup;
  const runtime::Installation& installation;
  const core::Clock& clock;
  runtime::Metrics& metrics;
};

class Service {
 public:
  Service(const ServiceParts& parts, runtime::StepLoop& loop);

 private:
  Registrar registrar_;
  runtime::Forward at_once_;  // to eligibility, for forms: somebody looks at the screen
  Registrar form_registrar_;
  SandboxedReader reader_;
  UploadJobs jobs_;
  FormFiling filing_;
  Completing completing_;
  Reporting reporting_;
  Retelling retelling_;
  Rejudging rejudging_;
  BoardsWatch boards_;
  UploadDesk desk_;
  FormDesk forms_;
  FormShow form_show_;
  EntryDesk entries_;
};

}  // namespace naadam::intake
