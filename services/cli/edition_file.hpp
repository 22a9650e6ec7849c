// Finds the edition that a person names on the command line.
//
// Thread: any.
#pragma once

#include <string>

#include "core/result.hpp"
#include "domain/edition.hpp"

namespace naadam::cli {

// `name` is a TOML file (it ends in .toml or holds a slash), or an edition's short name such as "2021", which is looked
// for as NAME.toml in
//   1. $NAADAM_EDITIONS, if set: nowhere else then;
//   2. ../share/naadam/editions beside the program's folder, as installed;
//   3. deploy/editions of the source tree that the program was built from.
// kNotFound names the places looked at; a file with a mistake gives load_edition()'s own error.
core::Result<domain::Edition> find_edition(const std::string& name);

}  // namespace naadam::cli
