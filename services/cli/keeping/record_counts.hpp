// How many records of each kind there are: what a backup says of itself, and what a restore found.
//
// Thread: any; pure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "cli/text.hpp"
#include "store/batch.hpp"

namespace naadam::cli {

// By the names that manifests keep: never change them. Places are not among them, they follow from entries.
inline constexpr std::array<std::pair<store::Kind, const char*>, 6> kCountedKinds{
    {{store::Kind::kUpload, "upload"},
     {store::Kind::kEntry, "entry"},
     {store::Kind::kNotice, "notice"},
     {store::Kind::kDraw, "draw"},
     {store::Kind::kStartList, "start_list"},
     {store::Kind::kScore, "score"}}};

using RecordCounts = std::map<std::string, std::uint64_t>;

RecordCounts by_name(const std::map<store::Kind, std::uint64_t>& records);

// 报名表 12，报名 900，通知 880，抽签 3. Kinds that are not named are left out: a manifest of an earlier program counts
// fewer.
std::string counts_text(const RecordCounts& counts, Lang lang);

}  // namespace naadam::cli
