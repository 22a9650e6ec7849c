#include "frame.hpp"

#include <unistd.h>

#include <cerrno>

#include "core/bytes.hpp"

namespace naadam::sheet {
namespace {

constexpr std::size_t kErrorKinds = static_cast<std::size_t>(core::ErrorKind::kInternal) + 1;

void put_u16(std::string& out, std::size_t v) {
  out.push_back(static_cast<char>(v >> 8));
  out.push_back(static_cast<char>(v));
}

// Reads numbers and texts off the front of a payload; once something is missing, everything is.
class Cursor {
 public:
  explicit Cursor(std::string_view in) : in_(in) {}

  template <class Number = std::uint32_t>
  Number number(std::size_t bytes) {
    Number v = 0;
    for (const char c : text(bytes)) v = (v << 8) | static_cast<std::uint8_t>(c);
    return v;
  }
  std::string_view text(std::size_t bytes) {
    if (bytes > in_.size()) ok_ = false;
    const auto out = in_.substr(0, ok_ ? bytes : 0);
    in_.remove_prefix(out.size());
    return out;
  }
  std::string_view rest() const { return in_; }
  bool ok() const { return ok_; }

 private:
  std::string_view in_;
  bool ok_ = true;
};

ReadStatus malformed(const char* what) { return refuse(Defect::kReaderFailed, {}, std::string("frame: ") + what); }

core::Status parent_gone() { return core::fail(core::ErrorKind::kUnavailable, {}, "pipe closed"); }

}  // namespace

core::Status FrameWriter::sheet(const SheetInfo& info) {
  std::string payload;
  core::put_u32(payload, info.index);
  payload.push_back(info.hidden ? 1 : 0);
  payload.append(info.name);
  if (!flush() || !send(FrameType::kSheet, payload)) return parent_gone();
  return {};
}

core::Status FrameWriter::row(const RowView& row) {
  core::put_u32(batch_, row.number);
  put_u16(batch_, row.cells.size());
  for (const auto cell : row.cells) {
    core::put_u32(batch_, static_cast<std::uint32_t>(cell.size()));
    batch_.append(cell);
  }
  if (batch_.size() >= kBatchBytes && !flush()) return parent_gone();
  return {};
}

bool FrameWriter::finish(const ReadStatus& status, std::uint64_t memory_peak_bytes) {
  std::string payload;
  core::put_u64(payload, memory_peak_bytes);
  if (status) return flush() && send(FrameType::kDone, payload);
  const Refusal& refusal = status.error();
  payload.push_back(static_cast<char>(refusal.defect));
  payload.push_back(static_cast<char>(refusal.kind));
  core::put_u32(payload, static_cast<std::uint32_t>(refusal.text.size()));
  payload.append(refusal.text).append(refusal.cause);
  return send(FrameType::kRefused, payload);
}

bool FrameWriter::flush() {
  const bool sent = batch_.empty() || send(FrameType::kRows, batch_);
  batch_.clear();
  return sent;
}

bool FrameWriter::send(FrameType type, std::string_view payload) {
  std::string head(1, static_cast<char>(type));
  core::put_u32(head, static_cast<std::uint32_t>(payload.size()));
  for (std::string_view left : {std::string_view(head), payload}) {
    while (!left.empty()) {
      const ssize_t n = ::write(fd_, left.data(), left.size());
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return false;
      left.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  return true;
}

ReadStatus FrameParser::feed(std::string_view bytes) {
  if (done_ && !bytes.empty()) return malformed("after the last");
  // Whole frames are read where they lie; only the beginning of an unfinished one is copied.
  std::string_view in = bytes;
  if (!pending_.empty()) in = pending_.append(bytes);
  while (in.size() >= kFrameHeadBytes && !done_) {
    const std::size_t size = core::get_u32(in.substr(1));
    if (size > kFrameBytesMax) return malformed("too long");
    if (in.size() - kFrameHeadBytes < size) break;
    if (auto status = frame(static_cast<FrameType>(in[0]), in.substr(kFrameHeadBytes, size)); !status) return status;
    in.remove_prefix(kFrameHeadBytes + size);
  }
  if (done_ && !in.empty()) return malformed("after the last");
  pending_ = std::string(in);
  return {};
}

ReadStatus FrameParser::frame(FrameType type, std::string_view payload) {
  switch (type) {
    case FrameType::kSheet:
      return sheet(payload);
    case FrameType::kRows:
      return rows(payload);
    case FrameType::kDone:
      return done(payload);
    case FrameType::kRefused:
      return refused(payload);
  }
  return malformed("unknown type");
}

ReadStatus FrameParser::sheet(std::string_view payload) {
  Cursor in(payload);
  SheetInfo info;
  info.index = in.number(4);
  info.hidden = in.number(1) != 0;
  info.name = std::string(in.rest());
  if (!in.ok()) return malformed("sheet");
  visible_ = !info.hidden;
  return rows_.sheet(info);
}

ReadStatus FrameParser::rows(std::string_view payload) {
  if (!visible_) return malformed("rows of no visible sheet");
  Cursor in(payload);
  while (!in.rest().empty()) {
    const std::uint32_t number = in.number(4);
    const std::uint32_t cells = in.number(2);
    if (!in.ok() || cells > limits_.columns_max) return malformed("row");
    if (auto status = rows_.begin(number); !status) return status;
    for (std::uint32_t column = 0; column < cells; ++column) {
      const auto text = in.text(in.number(4));
      if (!in.ok()) return malformed("cell");
      if (auto status = rows_.add(column, text); !status) return status;
    }
    if (auto status = rows_.end(); !status) return status;
  }
  return {};
}

ReadStatus FrameParser::done(std::string_view payload) {
  Cursor in(payload);
  memory_peak_bytes_ = in.number<std::uint64_t>(8);
  done_ = in.ok() && in.rest().empty();
  return done_ ? ReadStatus{} : malformed("done");
}

ReadStatus FrameParser::refused(std::string_view payload) {
  Cursor in(payload);
  memory_peak_bytes_ = in.number<std::uint64_t>(8);
  Refusal refusal;
  const std::uint32_t defect = in.number(1);
  const std::uint32_t kind = in.number(1);
  refusal.text = std::string(in.text(in.number(4)));
  refusal.cause = std::string(in.rest());
  if (!in.ok() || defect == 0 || defect > static_cast<std::uint32_t>(Defect::kStopped) || kind >= kErrorKinds) {
    return malformed("refusal");
  }
  refusal.defect = static_cast<Defect>(defect);
  refusal.kind = static_cast<core::ErrorKind>(kind);
  return tl::unexpected<Refusal>(std::move(refusal));
}

}  // namespace naadam::sheet
