#include "cli/commands/tokens.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/options.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/tokens.hpp"
#include "cli/up/home.hpp"
#include "portal/rules/tokens.hpp"
#include "runtime/private_file.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;
using portal::Tokens;

struct TokensOptions {
  std::string data, file, verb = "list", mark;
  std::string role, name, delegation;
};

// A file that is not there holds none.
core::Result<Tokens> read_tokens(const fs::path& path) {
  std::error_code failed;
  if (!fs::exists(path, failed)) return Tokens();
  std::ifstream file(path, std::ios::binary);
  return Tokens::parse(std::string{std::istreambuf_iterator<char>(file), {}});
}

void list(const Tokens& tokens, Globals& globals) {
  Table table(std::vector(texts::tokens::kHeadings.size(), Align::kLeft));
  std::vector<std::string> headings;
  for (const Text& heading : texts::tokens::kHeadings) headings.emplace_back(heading.in(globals.lang));
  table.add(std::move(headings));
  for (const portal::Principal* who : tokens.all()) {
    const std::string role(portal::role_name(who->role));
    if (globals.json) {
      globals.out
          << Json{{"mark", who->mark}, {"role", role}, {"name", who->name}, {"delegation", who->delegation}}.dump()
          << '\n';
    } else {
      table.add({who->mark, role, who->name, who->delegation});
    }
  }
  if (globals.json) return;
  globals.out << (table.empty() ? globals.say(texts::tokens::kNobody) + std::string("\n") : table.text());
}

core::Status add(const TokensOptions& options, Tokens& tokens, Globals& globals) {
  const auto role = portal::role_from(options.role);
  if (!role || options.name.empty()) return refuse(core::ErrorKind::kInvalid, texts::tokens::kNeedsOwner);
  const std::string token = portal::fresh_token();
  if (auto added = tokens.add(token, {*role, options.name, options.delegation, {}}); !added) return added;
  const std::string mark = tokens.find(token)->mark;
  if (globals.json) {
    globals.out << Json{{"mark", mark}, {"token", token}}.dump() << '\n';
  } else {
    globals.err << say(globals.lang, texts::tokens::kGiven, mark) << '\n';
    globals.out << token << '\n';
  }
  return {};
}

core::Status remove(const TokensOptions& options, Tokens& tokens, Globals& globals) {
  if (options.mark.empty()) return refuse(core::ErrorKind::kInvalid, texts::tokens::kNeedsMark);
  if (!tokens.remove(options.mark)) return refuse(core::ErrorKind::kNotFound, texts::tokens::kNoSuch, options.mark);
  if (!globals.json) globals.out << say(globals.lang, texts::tokens::kTaken, options.mark) << '\n';
  return {};
}

core::Status tokens(const TokensOptions& options, Globals& globals) {
  const Home home(options.data);
  const fs::path file = options.file.empty() ? home.portal_tokens() : fs::path(options.file);
  auto known = read_tokens(file);
  if (!known) return tl::unexpected(known.error());
  if (options.verb == "list") {
    list(*known, globals);
    return {};
  }
  auto changed = options.verb == "add" ? add(options, *known, globals) : remove(options, *known, globals);
  if (!changed) return changed;
  if (options.file.empty()) {
    if (auto made = home.make_portal(); !made) return made;
  }
  return runtime::replace_private(file, known->json());
}

}  // namespace

void add_tokens(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<TokensOptions>();
  CLI::App* command = app.add_subcommand("tokens", globals.say(texts::tokens::kAbout));
  add_data_option(*command, &options->data, globals);
  command->add_option("VERB", options->verb, globals.say(texts::tokens::kVerb))
      ->check(one_of({"add", "list", "remove"}, globals.lang));
  command->add_option("MARK", options->mark, globals.say(texts::tokens::kMark))->type_name("");
  command->add_option("--role", options->role, globals.say(texts::tokens::kRole))
      ->type_name("region|league|submitter|judge|supervisor")
      ->check(one_of({"region", "league", "submitter", "judge", "supervisor"}, globals.lang));
  command->add_option("--name", options->name, globals.say(texts::tokens::kName))->type_name("NAME");
  command->add_option("--delegation", options->delegation, globals.say(texts::tokens::kDelegation))->type_name("CODE");
  command->add_option("--file", options->file, globals.say(texts::tokens::kFile))->type_name("FILE");
  command->footer(globals.say(texts::tokens::kFooter));
  command->callback([options, &globals] {
    if (const core::Status done = tokens(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
