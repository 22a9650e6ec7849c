// One contest and the list of all as the commands about marks and results print them: `show` and `list`.
#pragma once

#include "cli/globals.hpp"
#include "cli/remote/score_asking.hpp"

namespace naadam::cli {

// Of a contest that is being corrected: its ranks as they stand published, or as the marks give them by now.
enum class RanksOf { kPublished, kMarks };
core::Status show_contest(const ScoreScope& scope, RanksOf ranks, Globals& globals);
core::Status list_contests(const ScoreScope& scope, Globals& globals);
void print_contest(const Json& contest, RanksOf ranks, Globals& globals);
// Its `ties` and `ranked` alone.
void print_ranked(const Json& contest, Globals& globals);
// Nominations that rest on results which were corrected since: `outdated` of score.list.
void print_outdated(const Json& outdated, Globals& globals);
// `faults` and `faults_total` of an import.
void print_faults(const Json& answer, Globals& globals);

// What became of publishing or nominating many; kExitSomeRefused where some were refused.
void print_refused(const Json& answer, const Text& summary, Globals& globals);

// --data, --delegation, --final, --event and --group; --by where an officer acts.
void add_scope(CLI::App& command, ScoreScope& scope, Globals& globals, bool finals_too = true);
void add_by(CLI::App& command, ScoreScope& scope, Globals& globals);

}  // namespace naadam::cli
