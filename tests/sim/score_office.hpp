// Those who bring in marks in a world: for each delegation whose draw was told, the schemes and sheets of some events,
// corrections with a reason, before a publication and after it, ties decided, results published, and who goes to the
// finals, some of whom decline. They ask as officers do, over the link, look at what stands before every step, and ask
// again when no answer comes; after a roll-back they begin where it left them. They rest when a whole round found
// nothing left to do after the last draw was told. Nobody reads an old sheet after that: whoever finds a question late
// leaves it alone (wire::Ask).
//
// Thread: one at a time.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "draw_office.hpp"
#include "inquiry.hpp"
#include "nodes.hpp"
#include "runtime/installation.hpp"

namespace naadam::sim {

class ScoreOffice {
 public:
  // Of the trials of each of `delegations`, codes. All that is passed outlives it.
  ScoreOffice(Line& to_scoring, Nodes& nodes, Mayhem& mayhem, const runtime::Installation& installation,
              const DrawOffice& draws, const std::vector<std::string>& delegations);

  // True when something was asked or heard.
  bool step();
  // When there is something to do again; nothing: all is done.
  std::optional<Millis> next() const;
  // Everybody is told that the store was set back.
  void look_again();

  std::size_t corrections() const { return corrections_; }  // sheets that came after a publication
  std::size_t decided() const { return decided_; }          // ties
  // What must never have happened, in words.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  using Json = runtime::Json;

  // A contest, or with an empty group the nomination of an event.
  struct Task {
    std::string event, group;
    std::uint32_t versions = 1;  // of its marks, at least
    bool declines = false;       // somebody does
    bool other_scheme = false;   // is still to come
  };
  struct Desk {
    Desk(Line& line, Mayhem& mayhem, std::string of) : inquiry(line, mayhem), delegation(std::move(of)) {}
    Inquiry inquiry;
    std::string delegation;
    std::vector<Task> tasks;  // of the events that are looked after; known with the first start lists
    std::size_t at = 0;       // the task before them; their number: a new round begins
    bool last_round = false;  // the draw was told before this round began
    bool acted = false;       // in this round
    bool published = false;   // what they look at was, when they looked
    bool stranger = false;    // the sheet that they brought has one
    bool done = false;
    Millis next_at = 0;
    int refusals = 0;
  };

  bool step(Desk& desk);
  void look(Desk& desk);
  void ask(Desk& desk, std::string_view verb, Json more);
  void heard(Desk& desk, std::string_view verb, const Address::Answered& answer);
  void done_with(Desk& desk, std::string_view verb, const Json& answer);
  void refused(Desk& desk, std::string_view verb);
  void begin_round(Desk& desk, const Json& list);
  void next_task(Desk& desk);
  void act(Desk& desk);

  void see_contest(Desk& desk, const Json& shown);
  void import(Desk& desk, const Json& shown);
  void give_scheme(Desk& desk, bool another);
  void nominated(Desk& desk, const Json& answer);
  // Asks for a tie across groups to be decided; false: there is none.
  bool decide_across(Desk& desk);
  bool draw_told(const std::string& delegation);

  Line& line_;
  Nodes& nodes_;
  Mayhem& mayhem_;
  const runtime::Installation& installation_;
  const DrawOffice& draws_;
  std::vector<Desk> desks_;
  std::size_t corrections_ = 0, decided_ = 0;
  std::vector<std::string> faults_;
};

}  // namespace naadam::sim
