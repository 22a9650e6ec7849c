#include "cli/commands/messages.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/options.hpp"
#include "cli/remote/opened_store.hpp"
#include "cli/texts/keeping.hpp"
#include "runtime/installation.hpp"

namespace naadam::cli {
namespace {

struct MessagesOptions {
  std::string data;
  std::string verb;
};

core::Status messages(const MessagesOptions& options, Globals& globals) {
  const auto opened = open_store_of(options.data);
  if (!opened) return tl::unexpected(opened.error());
  store::Store& store = *(*opened)->store;
  if (options.verb != "show") {
    if (auto done = runtime::hold_messages(store, options.verb == "hold"); !done) return done;
  }
  const auto held = runtime::messages_held(store);
  if (!held) return tl::unexpected(held.error());
  if (globals.json) {
    globals.out << nlohmann::json{{"held", *held}}.dump() << '\n';
  } else {
    globals.out << globals.say(*held ? texts::keeping::kHeld : texts::keeping::kFlowing) << '\n';
  }
  return {};
}

}  // namespace

void add_messages(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<MessagesOptions>();
  CLI::App* command = app.add_subcommand("messages", globals.say(texts::keeping::kMessagesAbout));
  add_data_option(*command, &options->data, globals);
  command->add_option("VERB", options->verb, globals.say(texts::keeping::kMessagesVerb))
      ->required()
      ->check(one_of({"hold", "release", "show"}, globals.lang));
  command->footer(globals.say(texts::keeping::kMessagesFooter));
  command->callback([options, &globals] {
    if (const core::Status done = messages(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
