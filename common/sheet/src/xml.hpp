// One XML part as events, over expat: names without their prefix, no document type, bounded depth.
//
// A handler that finds something wrong calls fail(); nothing more is delivered then and feed() returns the refusal.
// An exception of a handler passes through feed(), not through expat. Thread: one.
#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <string_view>

#include "sheet/refusal.hpp"
#include "zip_parts.hpp"

namespace naadam::sheet {

// An element's attributes; views live until start() returns.
class Attributes {
 public:
  explicit Attributes(const char** list) : list_(list) {}
  // Empty when there is none. The name is with its prefix as written, but `r:id` also finds `rel:id`.
  std::string_view get(std::string_view name) const;

 private:
  const char** list_;
};

class XmlHandler {
 public:
  static constexpr int kDepthMax = 64;

  XmlHandler();
  XmlHandler(const XmlHandler&) = delete;
  XmlHandler& operator=(const XmlHandler&) = delete;
  virtual ~XmlHandler();

  ReadStatus feed(std::string_view chunk, bool last);

  virtual void start(std::string_view name, const Attributes& attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view piece) = 0;

 protected:
  void fail(const tl::unexpected<Refusal>& refusal);
  void fail_if(const ReadStatus& status) {
    if (!status) fail(tl::unexpected<Refusal>(status.error()));
  }

 private:
  struct Callbacks;
  struct Parser;
  std::unique_ptr<Parser> parser_;
  int depth_ = 0;
  std::optional<Refusal> refusal_;
  std::exception_ptr exception_;
};

// Reads one whole part of the zip through a handler.
ReadStatus read_part(ZipParts& zip, std::string_view name, std::uint64_t bytes_max, XmlHandler& handler);

}  // namespace naadam::sheet
