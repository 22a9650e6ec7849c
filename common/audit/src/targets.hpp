// Records against what they caused elsewhere: marks at uploads, notices at recipients, numbers of submitters.
#pragma once

#include <set>
#include <vector>

#include "core/id.hpp"
#include "notes.hpp"
#include "pack.hpp"

namespace naadam::audit {

// Each answers false where the store did not. Records of other kinds in `packs` are passed over.
bool check_entries(Reader& reader, Notes& notes, std::uint16_t shards, const std::vector<Pack>& packs);
// `seen` gathers the uploads of the shard for check_numbers().
bool check_uploads(Reader& reader, Notes& notes, const std::vector<Pack>& packs, std::set<core::Id>& seen);
bool check_numbers(Reader& reader, Notes& notes, std::uint16_t shard, std::uint16_t shards,
                   const std::set<core::Id>& seen);

}  // namespace naadam::audit
