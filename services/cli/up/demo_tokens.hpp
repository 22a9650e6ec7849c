// Tokens with which everybody's part can be played on the page of an installation in training: one for the region, a
// judge, a supervisor and a submitter, and one for each delegation's league.
//
//   DIR/portal/tokens.json       their hashes, which the portal reads; mode 0600
//   DIR/portal/demo-tokens.txt   they themselves, for the people; mode 0600. Never on an installation with real data
//
// Thread: one.
#pragma once

#include <filesystem>

#include "cli/up/home.hpp"
#include "core/result.hpp"
#include "runtime/installation.hpp"

namespace naadam::cli {

std::filesystem::path demo_tokens_file(const Home& home);

// In training makes them, unless there is a file of hashes already; else takes those of an earlier training away.
// kUnavailable: the files cannot be written.
core::Status settle_demo_tokens(const Home& home, const runtime::Installation& installation);

}  // namespace naadam::cli
