#include "cli/commands/draw.hpp"

#include <fmt/ranges.h>
#include <sodium.h>

#include <CLI/CLI.hpp>
#include <array>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

#include "asking/peers.hpp"
#include "cli/commands/draw_check.hpp"
#include "cli/commands/draw_select.hpp"
#include "cli/files.hpp"
#include "cli/remote/patience.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/draw.hpp"
#include "cli/up/home.hpp"
#include "core/id.hpp"
#include "domain/calendar.hpp"
#include "domain/draw_notice.hpp"
#include "runtime/private_file.hpp"
#include "scheduling/rules/draw.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

namespace verb = wire::verb;
using asking::Json;

struct DrawOptions {
  std::string data, delegation, by, who, text, reason, out, in;
  std::filesystem::path notice, secret, to;
  bool finals = false;
};
using Options = std::shared_ptr<DrawOptions>;

core::Result<Json> scope_of(const DrawOptions& options) {
  if (options.delegation.empty() != options.finals) return refuse(core::ErrorKind::kInvalid, texts::draw::kScope);
  return Json{{"round", options.finals ? "final" : "trial"}, {"delegation", options.delegation}};
}

core::Result<Json> ask(const DrawOptions& options, std::string_view verb, const Json& body) {
  const auto settings = Home(options.data).read();
  if (!settings) return tl::unexpected(settings.error());
  const core::SystemClock clock;
  asking::Peers peers(settings->common, clock);
  return peers.ask_until("scheduling", verb, body, kStepMs);
}

std::string draw_phase(const Json& draw, Lang lang) {
  std::string phase = draw.at("phase");
  for (const auto& [name, text] : texts::draw::kPhases) {
    if (name == phase)
      return draw.at("told").get<bool>() ? say(lang, texts::draw::kToldAll, text.in(lang)) : text.in(lang);
  }
  return phase;
}

std::string scope_text(const Json& draw, Lang lang) {
  const std::string id = draw.at("draw");
  return draw.at("round") == "final"
             ? say(lang, texts::draw::kOfFinal, id)
             : say(lang, texts::draw::kOfTrial, draw.at("delegation_name").get<std::string>(), id);
}

void print(const Json& draw, Globals& globals) {
  const Lang lang = globals.lang;
  if (globals.json) {
    globals.out << draw.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
    return;
  }
  const auto names = [&](const char* field) {
    const auto list = draw.at(field).get<std::vector<std::string>>();
    return list.empty() ? std::string(texts::draw::kNobody.in(lang)) : fmt::format("{}", fmt::join(list, "、"));
  };
  globals.out << scope_text(draw, lang) << '\n' << say(lang, texts::draw::kPhase, draw_phase(draw, lang)) << '\n';
  if (const std::string replaces = draw.at("replaces"); !replaces.empty()) {
    globals.out << say(lang, texts::draw::kReplaces, replaces, draw.at("reason").get<std::string>()) << '\n';
  }
  globals.out << say(lang, texts::draw::kSource, draw.at("source").get<std::string>(),
                     domain::chinese_instant(draw.at("value_at").get<core::Millis>()))
              << '\n'
              << say(lang, texts::draw::kCommitted, names("commitments")) << '\n'
              << say(lang, texts::draw::kRevealed, names("reveals")) << '\n';
  if (const std::string list = draw.at("list"); !list.empty()) {
    globals.out << say(lang, texts::draw::kListHash, draw.at("contests").get<std::size_t>(),
                       draw.at("entries").get<std::size_t>(), list.substr(0, 16))
                << '\n';
  }
  if (const auto moves = draw.at("moves").get<std::size_t>(); moves > 0) {
    globals.out << say(lang, texts::draw::kMoves, moves) << '\n';
  }
}

// A step, and where it leaves the draw.
core::Status take_step(const DrawOptions& options, std::string_view verb, const Json& more, Globals& globals) {
  auto body = scope_of(options);
  if (!body) return tl::unexpected(body.error());
  (*body)["by"] = options.by;
  body->update(more);
  const auto draw = ask(options, verb, *body);
  if (!draw) return tl::unexpected(draw.error());
  print(*draw, globals);
  return {};
}

core::Status announce(const DrawOptions& options, std::string_view verb, Globals& globals) {
  const auto text = contents_of(options.notice);
  if (!text) return tl::unexpected(text.error());
  const auto notice = domain::parse_draw_notice(*text, options.notice.filename().string());
  if (!notice) return tl::unexpected(notice.error());
  Json plan = Json::array();
  for (const auto& line : notice->seats) {
    plan.push_back({{"event", line.event}, {"group", line.group}, {"heats", line.heats}, {"stations", line.stations}});
  }
  return take_step(options, verb,
                   {{"draw", notice->id},
                    {"source", notice->source},
                    {"value_at", notice->value_at},
                    {"plan", std::move(plan)},
                    {"reason", options.reason}},
                   globals);
}

core::Result<std::string> secret_of(const DrawOptions& options) {
  auto text = contents_of(options.secret);
  if (!text) return tl::unexpected(text.error());
  auto bytes = core::from_hex(text->substr(0, text->find('\n')));
  if (!bytes || bytes->size() != scheduling::kSecretBytes) {
    return refuse(core::ErrorKind::kInvalid, texts::draw::kBadSecret, options.secret.string());
  }
  return std::move(*bytes);
}

core::Status commit_to(const DrawOptions& options, Globals& globals) {
  const auto scope = scope_of(options);
  if (!scope) return tl::unexpected(scope.error());
  const auto draw = ask(options, verb::kDrawShow, *scope);  // the commitment is bound to its id
  if (!draw) return tl::unexpected(draw.error());
  std::error_code error;
  if (!std::filesystem::exists(options.secret, error)) {
    std::array<char, scheduling::kSecretBytes> chance;
    ::randombytes_buf(chance.data(), chance.size());
    const std::string line = core::to_hex({chance.data(), chance.size()}) + "\n";
    if (const auto kept = runtime::replace_private(options.secret, line); !kept) return kept;
    globals.err << say(globals.lang, texts::draw::kSecretMade, options.secret.string()) << '\n';
  }
  const auto secret = secret_of(options);
  if (!secret) return tl::unexpected(secret.error());
  const seal::Hash hash = scheduling::commitment(draw->at("draw").get<std::string>(), options.who, *secret);
  return take_step(options, verb::kDrawCommit,
                   {{"who", options.who}, {"commitment", core::to_hex(seal::view_of(hash))}}, globals);
}

core::Status reveal(const DrawOptions& options, Globals& globals) {
  const auto secret = secret_of(options);
  if (!secret) return tl::unexpected(secret.error());
  return take_step(options, verb::kDrawReveal, {{"who", options.who}, {"secret", core::to_hex(*secret)}}, globals);
}

core::Status show(const DrawOptions& options, Globals& globals) {
  const auto scope = scope_of(options);
  if (!scope) return tl::unexpected(scope.error());
  const auto draw = ask(options, verb::kDrawShow, *scope);
  if (!draw) return tl::unexpected(draw.error());
  print(*draw, globals);
  return {};
}

core::Status save(const DrawOptions& options, Globals& globals) {
  const auto scope = scope_of(options);
  if (!scope) return tl::unexpected(scope.error());
  const auto answer = ask(options, verb::kDrawRecord, *scope);
  if (!answer) return tl::unexpected(answer.error());
  if (auto done = write_file(options.to, answer->at("record").get_ref<const std::string&>()); !done) return done;
  globals.err << say(globals.lang, texts::draw::kSaved, options.to.string()) << '\n';
  return {};
}

core::Status list(const DrawOptions& options, Globals& globals) {
  const auto answer = ask(options, verb::kDrawList, Json::object());
  if (!answer) return tl::unexpected(answer.error());
  const Json& draws = answer->at("draws");
  if (globals.json) {
    globals.out << answer->dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
    return {};
  }
  if (draws.empty()) {
    globals.out << globals.say(texts::draw::kNoDraws) << '\n';
    return {};
  }
  Table table({Align::kLeft, Align::kLeft, Align::kLeft, Align::kRight, Align::kRight});
  std::vector<std::string> headings;
  for (const Text& heading : texts::draw::kListHeadings) headings.emplace_back(heading.in(globals.lang));
  table.add(std::move(headings));
  for (const Json& draw : draws) {
    const bool finals = draw.at("round") == "final";
    table.add({finals ? globals.say(texts::draw::kFinal) : draw.at("delegation_name").get<std::string>(),
               draw.at("draw"), draw_phase(draw, globals.lang), std::to_string(draw.at("entries").get<std::size_t>()),
               fmt::format("{}/{}", draw.at("commitments").size(), draw.at("reveals").size())});
  }
  globals.out << table.text();
  return {};
}

}  // namespace

void add_draw(CLI::App& app, Globals& globals) {
  CLI::App* draw = app.add_subcommand("draw", globals.say(texts::draw::kAbout));
  draw->require_subcommand(1);
  const auto add = [&](const char* name, const Text& about, std::function<core::Status(const DrawOptions&)> run) {
    auto options = std::make_shared<DrawOptions>();
    CLI::App* command = draw->add_subcommand(name, globals.say(about));
    add_data_option(*command, &options->data, globals);
    command->footer(globals.say(texts::draw::kFooter));
    command->callback([options, run = std::move(run), &globals] {
      if (const core::Status done = run(*options); !done) fail(globals, done.error());
    });
    return std::pair(command, options);
  };
  const auto needs = [&](CLI::App* command, const char* name, auto& field, const Text& text) {
    command->add_option(name, field, globals.say(text))->required();
  };
  const auto scoped = [&](const char* name, const Text& about, std::function<core::Status(const DrawOptions&)> run) {
    auto [command, options] = add(name, about, std::move(run));
    command->add_option("--delegation", options->delegation, globals.say(texts::draw::kDelegation))->type_name("NAME");
    command->add_flag("--final", options->finals, globals.say(texts::draw::kFinal));
    return std::pair(command, options);
  };
  const auto step = [&](const char* name, const Text& about, std::function<core::Status(const DrawOptions&)> run) {
    auto [command, options] = scoped(name, about, std::move(run));
    needs(command, "--by", options->by, texts::draw::kBy);
    return std::pair(command, options);
  };
  {
    auto [command, options] = step("open", texts::draw::kOpenAbout,
                                   [&](const DrawOptions& o) { return announce(o, verb::kDrawOpen, globals); });
    needs(command, "--notice", options->notice, texts::draw::kNoticeFile);
  }
  {
    auto [command, options] =
        step("commit", texts::draw::kCommitAbout, [&](const DrawOptions& o) { return commit_to(o, globals); });
    needs(command, "--who", options->who, texts::draw::kWho);
    needs(command, "--secret", options->secret, texts::draw::kSecretFile);
  }
  step("freeze", texts::draw::kFreezeAbout,
       [&](const DrawOptions& o) { return take_step(o, verb::kDrawFreeze, Json::object(), globals); });
  {
    auto [command, options] =
        step("reveal", texts::draw::kRevealAbout, [&](const DrawOptions& o) { return reveal(o, globals); });
    needs(command, "--who", options->who, texts::draw::kWho);
    needs(command, "--secret", options->secret, texts::draw::kSecretFile);
  }
  {
    auto [command, options] = step("publish", texts::draw::kPublishAbout, [&](const DrawOptions& o) {
      return take_step(o, verb::kDrawPublish, {{"text", o.text}}, globals);
    });
    needs(command, "--text", options->text, texts::draw::kText);
  }
  {
    auto [command, options] = step("redraw", texts::draw::kRedrawAbout,
                                   [&](const DrawOptions& o) { return announce(o, verb::kDrawRedraw, globals); });
    needs(command, "--notice", options->notice, texts::draw::kNoticeFile);
    needs(command, "--reason", options->reason, texts::draw::kReason);
  }
  {
    auto [command, options] = step("substitute", texts::draw::kSubstituteAbout, [&](const DrawOptions& o) {
      return take_step(o, verb::kDrawSubstitute, {{"out", o.out}, {"in", o.in}, {"reason", o.reason}}, globals);
    });
    needs(command, "--out", options->out, texts::draw::kOut);
    needs(command, "--in", options->in, texts::draw::kIn);
    needs(command, "--reason", options->reason, texts::draw::kReason);
  }
  scoped("show", texts::draw::kShowAbout, [&](const DrawOptions& o) { return show(o, globals); });
  {
    auto [command, options] =
        scoped("save", texts::draw::kSaveAbout, [&](const DrawOptions& o) { return save(o, globals); });
    needs(command, "--to", options->to, texts::draw::kTo);
  }
  add("list", texts::draw::kListAbout, [&](const DrawOptions& o) { return list(o, globals); });
  add_draw_check(*draw, globals);
  add_draw_select(*draw, globals);
}

}  // namespace naadam::cli
