// The text of functions.lua, inside the program, so that program and functions cannot drift apart.
#pragma once

namespace naadam::store {

extern const char kFunctionsLua[];

}  // namespace naadam::store
