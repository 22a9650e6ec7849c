// The texts of functions.lua and announcements.lua, inside the program, so that program and functions cannot drift
// apart.
#pragma once

namespace naadam::store {

extern const char kFunctionsLua[];
extern const char kAnnouncementsLua[];

}  // namespace naadam::store
