// A list of files and who submits each, as `naadam sample` and an office that collects from many write it: columns
// file, submitter (or 文件, 报送单位), in the order in which the files are to be handed in.
//
// Thread: any.
#pragma once

#include <string>
#include <vector>

#include "cli/remote/handing_in.hpp"
#include "core/result.hpp"

namespace naadam::cli {

inline constexpr std::size_t kManifestFilesMax = 10'000;

// Paths are taken from the manifest's own folder. Errors: kInvalid, naming the line.
core::Result<std::vector<Order>> read_manifest(const std::string& path);

}  // namespace naadam::cli
