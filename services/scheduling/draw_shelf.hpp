// Where draws lie: a record each, which names the document that is its book (rules/draw_book.hpp). A book is written
// whole and only over the one that was read, so of two officers at one time one is told to look again.
//
// Thread: the step loop's.
#pragma once

#include <optional>
#include <string>

#include "core/result.hpp"
#include "runtime/document_records.hpp"
#include "runtime/installation.hpp"
#include "scheduling/rules/draw_book.hpp"
#include "store/store.hpp"

namespace naadam::scheduling {

struct ShelvedDraw {
  runtime::DocumentRecord record;
  DrawBook book;
};

class DrawShelf {
 public:
  DrawShelf(store::Store& store, const runtime::Installation& installation)
      : store_(store), installation_(installation) {}

  // Errors: kCorrupt (record or document damaged), the store's.
  core::Result<std::optional<ShelvedDraw>> find(wire::Round round, const std::string& delegation);
  // A book that a step changed, or a new one where `before` is null. Errors: kRefused (somebody was faster), the
  // store's.
  core::Status put(const ShelvedDraw* before, const DrawBook& book);

 private:
  store::Store& store_;
  const runtime::Installation& installation_;
};

// The book that a record names. Errors: kCorrupt, the store's.
core::Result<ShelvedDraw> open_draw_record(store::Store& store, const core::Id& id, store::Stage stage,
                                           const core::Rev& rev, std::string_view state);

}  // namespace naadam::scheduling
