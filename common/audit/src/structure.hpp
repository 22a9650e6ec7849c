// Records against the structures that lead to them: index, due sets, parked list.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "notes.hpp"
#include "pack.hpp"

namespace naadam::audit {

// Whether records at a stage must have a due time, may have one, or rest.
enum class Due { kMust, kMay, kRest };
Due due_of(store::Kind kind, store::Stage stage);
inline constexpr store::Stage kStagesMax = 9;  // stages are one decimal digit

// Where a look stands: one kind on one shard.
struct Place {
  store::Kind kind;
  std::uint16_t shard;
};

// Each answers false where the store did not. Packs that do not fit are noted and not handed on.
bool look_at_packs(Reader& reader, Notes& notes, Place place, std::span<const std::string> names,
                   core::Millis overdue_max, std::vector<Pack>& packs);
// `pairs`: id, pack name, id, pack name, ... as the index gives them.
bool look_at_index(Reader& reader, Notes& notes, Place place, std::span<const std::string> pairs);
// The members of one due set, or of the parked list where `stage` is 0.
bool look_at_members(Reader& reader, Notes& notes, Place place, store::Stage stage, std::span<const std::string> names);

}  // namespace naadam::audit
