// `naadam audit show ENTRY`: what the history knows of one entry, offline.
#pragma once

namespace CLI {
class App;
}

namespace naadam::cli {

struct Globals;

// Adds it to the command `audit`. Thread: as globals.
void add_audit_show(CLI::App& audit, Globals& globals);

}  // namespace naadam::cli
