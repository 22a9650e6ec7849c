// Where files are handed in and asked about: begin, append, commit; status; the outcome workbook.
//
// A receipt means: the file is kept (sealed and synced) and has its number; its rows will be judged whatever happens
// to this process. The same file from the same submitter gets the same receipt and changes nothing.
// Thread: the step loop's; workbooks are written by a thread of their own.
#pragma once

#include <future>
#include <map>
#include <memory>
#include <string>

#include "blob/blob_store.hpp"
#include "core/clock.hpp"
#include "intake/kept_upload.hpp"
#include "runtime/ask_body.hpp"
#include "runtime/installation.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"

namespace naadam::intake {

class UploadDesk {
 public:
  static constexpr std::size_t kOpenMax = 64;  // files being handed in at once
  static constexpr core::Millis kOpenIdleMs = 60'000;

  UploadDesk(store::Store& store, blob::BlobStore& blobs, const seal::DataKey& data, const seal::LookupKey& lookup,
             const runtime::Installation& installation, const core::Clock& clock);
  ~UploadDesk();

  void answer_on(runtime::StepLoop& loop);

 private:
  struct Open;
  core::Result<runtime::Json> begin(const runtime::Json& ask);
  core::Result<runtime::Json> append(const runtime::Json& ask);
  core::Result<runtime::Json> commit(const runtime::Json& ask);
  core::Result<runtime::Json> abandon(const runtime::Json& ask);
  core::Result<runtime::Json> status(const runtime::Json& ask);
  core::Result<runtime::Json> outcome(const runtime::Json& ask);
  core::Result<runtime::Json> list(const runtime::Json& ask);

  // What a question is about; not found where it names a submitter who is not this upload's.
  core::Result<KeptUpload> asked_for(const runtime::Json& ask);
  core::Id submitter_id(const std::string& plain_name) const;
  core::Result<runtime::Json> piece_of(const core::Id& book, std::uint64_t offset);
  core::Result<std::string> marks_of(const core::Id& upload, std::uint32_t rows);
  core::Result<runtime::Json> receipt(const core::Id& upload, bool again);
  void forget_idle();

  store::Store& store_;
  blob::BlobStore& blobs_;
  const seal::DataKey& data_;
  const seal::LookupKey& lookup_;
  const runtime::Installation& installation_;
  const core::Clock& clock_;
  std::map<std::string, std::unique_ptr<Open>> open_;
  std::string desk_;  // begins every ticket: one of another copy, or of before a restart, is none of ours
  std::uint64_t next_ticket_ = 1;
  std::map<core::Id, std::future<core::Result<blob::BlobInfo>>> writing_;
  std::map<core::Id, core::Id> written_;  // the newest book of each upload
};

}  // namespace naadam::intake
