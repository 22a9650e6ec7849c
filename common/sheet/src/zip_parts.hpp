// The parts of a zip held in memory, unpacked as a stream and never beyond the limits.
//
// Declared sizes are checked first and the bytes that really come out after that: a bomb may lie about the first.
// Names are compared without case, as spreadsheet programs do. Thread: one.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "sheet/limits.hpp"
#include "sheet/refusal.hpp"

namespace naadam::sheet {

class ZipParts {
 public:
  // `bytes` must outlive the object. Refused: kTruncated (no directory at its end), kBomb (too many entries),
  // kEncrypted, kDamaged.
  static tl::expected<ZipParts, Refusal> open(std::string_view bytes, const Limits& limits);

  ZipParts(ZipParts&&) noexcept;
  ZipParts& operator=(ZipParts&&) noexcept;
  ~ZipParts();

  bool has(std::string_view name) const;

  // Feeds the part to `take`, chunk by chunk, the last one empty with `last` set. Stops when `take` refuses.
  // Refused besides: kDamaged (no such part, bad checksum), kBomb, kEncrypted.
  using Take = std::function<ReadStatus(std::string_view chunk, bool last)>;
  ReadStatus stream(std::string_view name, std::uint64_t bytes_max, const Take& take);

 private:
  struct State;
  explicit ZipParts(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace naadam::sheet
