// Answers questions about entries: lists of them from what stands in clear, and one of them opened, with its claims,
// where each came from, and the finding of every rule.
//
// Thread: the step loop's. Personal data: entry.list none; entry.show masks names and numbers unless `full` is asked
// for, which is logged.
#pragma once

#include <map>

#include "runtime/ask_body.hpp"
#include "runtime/installation.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"
#include "wire/entry.hpp"
#include "wire/upload.hpp"

namespace naadam::intake {

class EntryDesk {
 public:
  static constexpr std::uint32_t kPageIds = 400;  // looked at for one page; fewer come back where a filter applies

  EntryDesk(store::Store& store, const seal::DataKey& data, const seal::LookupKey& lookup,
            const runtime::Installation& installation);
  void answer_on(runtime::StepLoop& loop);

 private:
  using Uploads = std::map<core::Id, wire::UploadBody>;

  core::Result<runtime::Json> list(const runtime::Json& ask);
  core::Result<runtime::Json> show(const runtime::Json& ask);

  // Ids of all entries of the person with this document.
  core::Result<std::string> entries_of(const std::string& document);
  core::Result<runtime::Json> opened(const core::Id& entry, const store::Record& record, bool full, Uploads& uploads);
  runtime::Json shown(const wire::FiledClaim& filed, const wire::EntryState& state, bool full, Uploads& uploads) const;
  runtime::Json summary(const core::Id& entry, store::Stage stage, const wire::EntryState& state) const;
  // Who handed the upload in; an empty body where it cannot be read.
  const wire::UploadBody& upload(const core::Id& id, Uploads& uploads) const;

  store::Store& store_;
  const seal::DataKey& data_;
  const seal::LookupKey& lookup_;
  const runtime::Installation& installation_;
};

}  // namespace naadam::intake
