// A sink that appends to a file: the default where no gateway is contracted, and what tests and training read.
//
// One JSON object a line, fields in this order:
//   {"message":"<32 hex>","to":"…","text":"…","parts":1}
//
// One write() a batch. The file belongs to one sink at a time (flock) and to its owner only (mode 0600). A batch
// is in the file whole or not at all: when a write comes up short (disk full) the file is cut back and every message
// answers `later`. A last line torn by a crash is cut off at the next open; its message was never accepted.
#pragma once

#include <filesystem>
#include <memory>

#include "core/result.hpp"
#include "notification/adapters/sms_sink.hpp"

namespace naadam::notification {

struct FileSinkOptions {
  std::filesystem::path path;  // created with mode 0600 when absent; its folder must exist
  bool sync = false;           // fdatasync before `accepted`: survives a power cut, costs one flush a batch
};

class FileSink final : public SmsSink {
 public:
  // Errors: kInvalid: not a plain file of ours with mode 0600, or its last line is cut and is not one of ours (so it is
  // some other file); kRefused: another sink holds it; kUnavailable: the system said no (the cause says which call).
  static core::Result<std::unique_ptr<FileSink>> open(const FileSinkOptions& options);
  ~FileSink() override;

  // kAccepted or kLater, the same for the whole batch.
  void submit(std::span<const Sms> batch, std::span<SubmitAnswer> answers) override;
  bool gives_receipts() const override { return false; }

 private:
  FileSink(int fd, std::int64_t size, bool sync) : fd_(fd), size_(size), sync_(sync) {}
  bool append();
  bool cut_back();

  int fd_;
  std::int64_t size_;  // bytes of whole lines
  bool sync_;
  bool torn_ = false;   // there may be bytes beyond size_; cut them off before the next write
  std::string buffer_;  // of the batch; kept for its capacity
};

}  // namespace naadam::notification
