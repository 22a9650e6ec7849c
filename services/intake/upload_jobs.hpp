// Uploads on their way: stored -> read, every row filed -> judging -> complete.
//
// Reading happens apart (upload_reader.hpp); filing happens in slices of the step loop, so that reporting goes on
// meanwhile. A job that is cut off begins again from the stored file: the same rows make the
// same entries and claims, so what was filed already stays as it is.
// Thread: the step loop's.
#pragma once

#include <future>
#include <memory>
#include <unordered_map>
#include <vector>

#include "intake/registrar.hpp"
#include "intake/rules/reading.hpp"
#include "intake/upload_reader.hpp"
#include "runtime/installation.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"
#include "wire/upload.hpp"

namespace naadam::intake {

// Uploads stored: reads them and files their rows.
class UploadJobs final : public runtime::StageHandler {
 public:
  static constexpr std::ptrdiff_t kJobsMax = 4;    // read or filed at once; each holds its rows in memory
  static constexpr std::size_t kJobsHeldMax = 64;  // with those that wait for one of these to end

  UploadJobs(store::Store& store, UploadReader& reader, Registrar& registrar, const seal::DataKey& data,
             const seal::LookupKey& lookup, const runtime::Installation& installation, const core::Clock& clock);
  ~UploadJobs() override;

  Spec spec() const override;
  void handle(std::vector<store::Batch>& work) override;

  // One slice of the jobs under way; true when there is more to do at once.
  bool slice();

 private:
  struct Job;

  bool start(const store::Batch& upload);  // false: not now
  bool is_filed(const core::Id& upload);
  void put_off(const store::Batch& upload, int attempts_change);
  void defer(const store::Batch& upload, core::Millis wait, int attempts_change);
  bool file_some(Job& job);
  bool withdraw_vanished(Job& job);
  void finish(Job& job, store::Stage to, core::Millis wait);
  void renew(Job& job);

  store::Store& store_;
  UploadReader& reader_;
  Registrar& registrar_;
  const seal::DataKey& data_;
  const seal::LookupKey& lookup_;
  const runtime::Installation& installation_;
  const core::Clock& clock_;
  std::vector<std::unique_ptr<Job>> jobs_;
};

// Uploads judging: complete once every row has its outcome.
class Completing final : public runtime::StageHandler {
 public:
  Completing(store::Store& store) : store_(store) {}
  Spec spec() const override;
  void handle(std::vector<store::Batch>& work) override;

 private:
  store::Store& store_;
};

// Moves one upload from the stage it is in to another.
store::Advance moved(const store::Batch& upload, std::size_t i, store::Stage to, core::Millis wait,
                     const wire::UploadState& state, std::uint32_t epoch);

}  // namespace naadam::intake
