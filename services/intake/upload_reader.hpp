// Reads stored uploads, each in a child process watched by a thread of its own. An interface, so that the simulation
// can let reading take as long as it likes.
//
// Thread: read() by the step loop's; what it starts shares nothing with it.
#pragma once

#include <future>
#include <string>

#include "blob/blob_store.hpp"
#include "intake/rules/reading.hpp"
#include "runtime/installation.hpp"

namespace naadam::intake {

class UploadReader {
 public:
  virtual ~UploadReader() = default;
  // `blob` is the address of the file, `file_name` as its submitter called it. Errors kUnavailable, kInternal and
  // kFull may pass; any other is the file's own.
  virtual std::future<ReadingResult> read(const core::Id& blob, const std::string& file_name) = 0;
};

class SandboxedReader final : public UploadReader {
 public:
  // Both outlive every future that read() gave.
  SandboxedReader(const blob::BlobStore& blobs, const runtime::Installation& installation)
      : blobs_(blobs), installation_(installation) {}

  std::future<ReadingResult> read(const core::Id& blob, const std::string& file_name) override;

 private:
  const blob::BlobStore& blobs_;
  const runtime::Installation& installation_;
};

}  // namespace naadam::intake
