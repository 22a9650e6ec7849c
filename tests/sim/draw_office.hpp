// Those who draw seats in a world: each draw from its notice to its publication, some drawn again for a reason, some
// with substitutes. They ask as officers do, over the link, look at what stands before every step, and ask again when
// no answer comes; after a roll-back they begin where it left them.
//
// Thread: one at a time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/edition.hpp"
#include "inquiry.hpp"
#include "nodes.hpp"
#include "runtime/ask_body.hpp"

namespace naadam::sim {

class DrawOffice {
 public:
  // One draw of the trials of each of `delegations`, codes; registration closes for them as `edition` says.
  DrawOffice(Line& to_scheduling, Nodes& nodes, Mayhem& mayhem, const domain::Edition& edition,
             const std::vector<std::string>& delegations);

  // True when something was asked or heard.
  bool step();
  // When there is something to do again; nothing: all is done.
  std::optional<Millis> next() const;
  // Everybody is told that the store was set back.
  void look_again();
  // Whether the last draw of this delegation is behind them.
  bool done(const std::string& delegation) const;

  std::size_t redraws() const { return redraws_; }
  std::size_t substitutes() const { return substitutes_; }
  // What must never have happened, in words.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  struct Draw {
    Draw(Line& line, Mayhem& mayhem, std::string of) : inquiry(line, mayhem), delegation(std::move(of)) {}
    Inquiry inquiry;
    std::string delegation;
    Millis closes = 0;
    int wanted = 1;            // draws, one after the other
    int substitutes_left = 0;  // that are looked for
    int looks_left = 0;        // for one
    Millis next_at = 0;
    bool done = false;
    std::string id;                       // of the draw that was seen last
    std::map<std::string, int> refusals;  // of each step of each draw
  };
  using Json = runtime::Json;

  bool step(Draw& draw);
  void ask(Draw& draw, std::string_view verb, Json more);
  void heard(Draw& draw, std::string_view verb, const Address::Answered& answer);
  void refused(Draw& draw, std::string_view verb);
  void go_on(Draw& draw, const Json& shown);
  void commit_or_freeze(Draw& draw, const Json& shown);
  void reveal_or_publish(Draw& draw, const Json& shown);
  void after_publishing(Draw& draw);
  void open(Draw& draw);
  void redraw(Draw& draw);
  void substitute(Draw& draw);

  Line& line_;
  Nodes& nodes_;
  Mayhem& mayhem_;
  const domain::Edition& edition_;
  std::vector<Draw> draws_;
  std::size_t redraws_ = 0, substitutes_ = 0;
  std::vector<std::string> faults_;
};

}  // namespace naadam::sim
