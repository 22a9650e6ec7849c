#include "scheduling/draw_shelf.hpp"

#include "wire/draw.hpp"
#include "wire/stages.hpp"

namespace naadam::scheduling {
namespace {

store::Stage stage_of(DrawPhase phase) {
  switch (phase) {
    case DrawPhase::kCommitting:
      return wire::draw_stage::kCommitting;
    case DrawPhase::kFrozen:
      return wire::draw_stage::kFrozen;
    case DrawPhase::kPublished:
      break;
  }
  return wire::draw_stage::kPublished;
}

runtime::DocumentRecords records_of(store::Store& store) {
  return {
      store,
      {store::Kind::kDraw, "抽签", [](const std::string& document) { return wire::encode(wire::DrawState{document}); },
       [](std::string_view state) -> core::Result<std::string> {
         auto decoded = wire::decode_draw_state(state);
         if (!decoded) return tl::unexpected(decoded.error());
         return std::move(decoded->document);
       }}};
}

core::Result<ShelvedDraw> shelved(runtime::DocumentRecord record) {
  auto book = parse_draw_book(record.text);
  if (!book) return tl::unexpected(book.error());
  return ShelvedDraw{std::move(record), std::move(*book)};
}

}  // namespace

core::Result<ShelvedDraw> open_draw_record(store::Store& store, const core::Id& id, store::Stage stage,
                                           const core::Rev& rev, std::string_view state) {
  auto record = records_of(store).open(id, stage, rev, state);
  if (!record) return tl::unexpected(record.error());
  return shelved(std::move(*record));
}

core::Result<std::optional<ShelvedDraw>> DrawShelf::find(wire::Round round, const std::string& delegation) {
  auto record = records_of(store_).find(wire::draw_id(installation_.edition->id, round, delegation));
  if (!record) return tl::unexpected(record.error());
  if (!*record) return std::optional<ShelvedDraw>();
  auto draw = shelved(std::move(**record));
  if (!draw) return tl::unexpected(draw.error());
  return std::optional(std::move(*draw));
}

core::Status DrawShelf::put(const ShelvedDraw* before, const DrawBook& book) {
  const core::Id id = wire::draw_id(installation_.edition->id, book.round, book.delegation);
  const store::Stage to = stage_of(book.phase);
  return records_of(store_).put(before == nullptr ? nullptr : &before->record, id, to_json(book), to,
                                to == wire::draw_stage::kPublished ? 0 : store::kNeverDue);
}

}  // namespace naadam::scheduling
