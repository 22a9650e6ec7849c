// Uploads over HTTP: taken in as a stream, shown, followed as server-sent events, and fetched as a workbook.
//
// A file passes through in pieces of Exchange::kPieceBytes, one after the other: the next is read when intake has the
// one before. Memory is bounded by uploads_max, whatever the files' size. The answer to POST is a function of
// submitter, content and `corrects` alone, so a repeat gets the same one, today and after a restart. Thread: the
// edge's.
#pragma once

#include <cstdint>

#include "core/clock.hpp"
#include "portal/desk.hpp"
#include "portal/front.hpp"

namespace naadam::portal {

class Uploads {
 public:
  // All outlive it. `at_once`: files taken in; `streams`: uploads followed.
  Uploads(Lanes& lanes, Front& front, const core::Clock& clock, std::size_t at_once, std::size_t streams);

 private:
  struct File;
  Task<Outcome> take(Call& call);
  Task<Outcome> take_body(Call& call, File& file);
  Task<Outcome> show(Call& call);
  Task<Outcome> follow(Call& call);
  Task<Outcome> fetch_workbook(Call& call);
  Task<core::Result<nlohmann::json>> status(const Call& call);

  Lanes& lanes_;
  Front& front_;
  const core::Clock& clock_;
  const std::size_t at_once_, streams_;
  std::size_t taking_ = 0, following_ = 0;
};

}  // namespace naadam::portal
