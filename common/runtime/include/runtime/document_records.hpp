// Records that each name one document (documents.hpp) which says all about them: draws, score books and their like. The
// document is replaced whole with every step and only over the one that was read, so of two officers at one time one is
// told to look again.
//
// Thread: the store's. No personal data: documents lie in the store as they are.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "core/rev.hpp"
#include "store/store.hpp"

namespace naadam::runtime {

struct DocumentRecord {
  core::Id id;
  store::Stage stage = 0;
  core::Rev rev;
  std::string name;  // of the document: 32 bytes
  std::string text;
};

class DocumentRecords {
 public:
  struct Form {
    store::Kind kind;
    const char* zh;  // what it is, in a text for a person: 抽签
    std::string (*encode)(const std::string& document);
    core::Result<std::string> (*document_in)(std::string_view state);  // `state` without its check
  };
  DocumentRecords(store::Store& store, Form form) : store_(store), form_(form) {}

  // Errors: kCorrupt (record or document damaged), the store's.
  core::Result<std::optional<DocumentRecord>> find(const core::Id& id);
  // Many at once, in the order of `ids`.
  core::Result<std::vector<std::optional<DocumentRecord>>> find(std::span<const core::Id> ids);
  // One that a handler was given.
  core::Result<DocumentRecord> open(const core::Id& id, store::Stage stage, const core::Rev& rev,
                                    std::string_view state);

  // What a step made of `before`, or a new one where that is null, due after `wait`. Errors: kRefused (somebody was
  // faster), kFull, kInvalid (too long), the store's.
  core::Status put(const DocumentRecord* before, const core::Id& id, std::string_view text, store::Stage to,
                   core::Millis wait);

 private:
  core::Status unanswered(const store::ItemAnswers& answer) const;
  core::Status overtaken() const;

  store::Store& store_;
  Form form_;
};

// For a handler: record i of `batch` goes on to `to` as it is, under the next rev of `epoch`.
store::Advance moved_on(const store::Batch& batch, std::size_t i, store::Stage to, core::Millis wait,
                        std::uint32_t epoch);
// The epoch and number that a record had before it moved on, by which those it was told to know it.
inline core::Rev before_it_moved(core::Rev rev) {
  --rev.n;
  return rev;
}

// After the epoch rose to `epoch`: what was told under an older one is due again at `to`. False: not now, ask again.
bool sent_back(store::Store& store, const store::Batch& batch, store::Stage to, std::uint32_t epoch);

}  // namespace naadam::runtime
