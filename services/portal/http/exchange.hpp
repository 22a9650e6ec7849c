// One request and its answer, as those who decide see it: no socket, no HTTP library.
//
// Thread: the edge's. What header() and read() give lives until the next call to read().
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "portal/http/task.hpp"
#include "portal/rules/problem.hpp"

namespace naadam::portal {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Answer {
  unsigned status = 200;
  std::string type = "application/json; charset=utf-8";
  std::string body;
  Headers headers = {};
};

class Exchange {
 public:
  virtual ~Exchange() = default;

  virtual std::string_view method() const = 0;
  virtual std::string_view target() const = 0;  // as it was sent: path and query
  // nullopt: not sent, or sent more than once, which no header that we read may be.
  virtual std::optional<std::string_view> header(std::string_view name) const = 0;

  // The next bytes of the body: at most kPieceBytes, fewer from a slow client; empty: its end. A client that waits for
  // permission to send (Expect: 100-continue) gets it with the first call.
  // Problems: kTooLarge; kCutOff, also of a client that was too slow. After one nothing more can be read.
  virtual Task<tl::expected<std::string_view, Problem>> read() = 0;

  // The whole answer. Once, and not after begin().
  virtual Task<> answer(const Answer& answer) = 0;

  // An answer that comes in pieces: its head, whose body is ignored, then any number of write(). `size`, where it is
  // known, is what the pieces come to. False: the client is gone, or does not fetch what was written.
  virtual Task<bool> begin(const Answer& head, std::optional<std::size_t> size) = 0;
  virtual Task<bool> write(std::string_view bytes) = 0;

  // Waits; false: the portal is about to stop, and this answer should end.
  virtual Task<bool> pause(core::Millis wait_ms) = 0;

  static constexpr std::size_t kPieceBytes = 256 * 1024;
};

}  // namespace naadam::portal
