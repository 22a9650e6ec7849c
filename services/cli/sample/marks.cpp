#include "cli/sample/marks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "cli/sample/random.hpp"

namespace naadam::cli::sample {
namespace {

// Marks are counted in quarters of a mark: full marks 50, 30 and 20, in steps of 0.5, 0.25 and 1.
constexpr int kQuarters = 4;
constexpr int kSkillMost = 50 * kQuarters;
constexpr int kWorkMost = 30 * kQuarters;
constexpr int kSkillStep = 2;
constexpr int kSafetyStep = 4;
constexpr int kBest = 98 * kQuarters;
constexpr int kApart = 3;  // between two totals
constexpr int kWorst = 20 * kQuarters;

constexpr const char* kScheme = R"([scheme]
round = "trial"

[[event]]
event = "*"

[[event.criterion]]
code = "A"
zh = "操作技能"
most = "50"
step = "0.5"

[[event.criterion]]
code = "B"
zh = "作品质量"
most = "30"
step = "0.25"

[[event.criterion]]
code = "C"
zh = "安全规范"
most = "20"
step = "1"
)";

enum class State { kCompeted, kAbsent, kDisqualified, kWithdrawn };

struct Competitor {
  std::size_t contest = 0;
  std::string number;
  State state = State::kCompeted;
  int skill = 0, work = 0, safety = 0;  // quarters
  int seconds = 0;
  std::size_t rank = 0;  // in its contest
  std::string finals;
};

const char* presence(State state) {
  constexpr const char* kNames[] = {"competed", "absent", "disqualified", "withdrawn"};
  return kNames[static_cast<std::size_t>(state)];
}

const char* state_zh(State state) {
  constexpr const char* kNames[] = {"", "缺考", "取消资格", "退赛"};
  return kNames[static_cast<std::size_t>(state)];
}

State chosen_state(Random& random) {
  const std::size_t chance = random.below(100);
  if (chance < 5) return State::kAbsent;
  if (chance < 8) return State::kDisqualified;
  return chance < 11 ? State::kWithdrawn : State::kCompeted;
}

// Half of a total for skill, a fifth for safety, the rest for the work.
void give(Competitor& person, int total) {
  person.skill = total / 2 / kSkillStep * kSkillStep;
  person.safety = total / 5 / kSafetyStep * kSafetyStep;
  person.work = total - person.skill - person.safety;
}

// Best first. Times grow all the way, so those with equal marks stand in this order too.
void mark_in_order(std::vector<Competitor*>& order, Random& random) {
  int total = kBest;
  int seconds = 3'000 + random.between(0, 600);
  for (std::size_t i = 0; i < order.size(); ++i) {
    Competitor& person = *order[i];
    seconds += random.between(1, 20);
    person.seconds = seconds;
    give(person, total);
    const bool has_next = i + 1 < order.size();
    const std::size_t tie = random.below(6);
    if (has_next && tie < 3 && total > kWorst) {
      Competitor& next = *order[++i];
      seconds += random.between(1, 20);
      next.seconds = seconds;
      give(next, total);
      if (tie == 0) {  // more in the weightiest
        person.skill += kSkillStep;
        person.work -= kSkillStep;
      } else if (tie == 1 && person.work + kSafetyStep <= kWorkMost) {  // more in the next
        person.work += kSafetyStep;
        person.safety -= kSafetyStep;
      }
    }
    total = std::max(kWorst, total - kApart);
  }
}

std::string decimal(int quarters) {
  constexpr const char* kParts[] = {"", ".25", ".5", ".75"};
  return fmt::format("{}{}", quarters / kQuarters, kParts[quarters % kQuarters]);
}

Cell mark(int quarters) { return Cell::of_number(static_cast<double>(quarters) / kQuarters, decimal(quarters)); }

Grid sheet_of(const MarkedContest& contest, const std::vector<const Competitor*>& people, Format format) {
  Grid grid;
  grid.format = format;
  GridSheet& sheet = grid.sheets.emplace_back();
  sheet.name = format == Format::kXlsx ? "评分表" : "";
  sheet.width = 8;
  sheet.lines.push_back({1, LineKind::kTitle, {Cell::of(contest.event_zh + contest.group_zh + "评分表")}});
  Line& headings = sheet.lines.emplace_back();
  headings.number = 2;
  headings.kind = LineKind::kHeadings;
  for (const char* heading : {"参赛号", "赛项", "组别", "操作技能（50分）", "作品质量", "C", "用时", "状态"}) {
    headings.cells.push_back(Cell::of(heading));
  }
  std::uint32_t number = 2;
  for (const Competitor* person : people) {
    Line& line = sheet.lines.emplace_back();
    line.number = ++number;
    line.cells = {Cell::of(person->number), Cell::of(contest.event_zh), Cell::of(contest.group_zh)};
    if (person->state == State::kCompeted) {
      line.cells.insert(line.cells.end(), {mark(person->skill), mark(person->work), mark(person->safety),
                                           Cell::of(fmt::format("{}:{:02}:{:02}", person->seconds / 3'600,
                                                                person->seconds / 60 % 60, person->seconds % 60)),
                                           Cell::of("")});
    } else {
      line.cells.insert(line.cells.end(),
                        {Cell::of(""), Cell::of(""), Cell::of(""), Cell::of(""), Cell::of(state_zh(person->state))});
    }
  }
  return grid;
}

// kFaults places: a mark above the full one, one that is none, a number twice, a number that nobody has.
MarksSample::File faulty(MarksSample::File file) {
  file.name += "-有误";
  std::vector<Line>& lines = file.grid.sheets[0].lines;
  Line& first = lines[2];
  first.cells.resize(8);
  first.cells[3] = Cell::of("50.5");
  first.cells[4] = Cell::of("优");
  first.cells[7] = Cell::of("");
  Line twice = lines[2];
  twice.number = lines.back().number + 1;
  Line unknown = lines[2];
  unknown.number = twice.number + 1;
  unknown.cells[0] = Cell::of("99-99");
  lines.push_back(std::move(twice));
  lines.push_back(std::move(unknown));
  return file;
}

}  // namespace

MarksSample make_marks(const std::vector<MarkedContest>& contests, std::uint16_t quota, std::uint64_t seed) {
  Random random(seed);
  std::map<std::string, std::vector<Competitor>> by_event;
  for (std::size_t i = 0; i < contests.size(); ++i) {
    for (const std::string& number : contests[i].numbers) {
      Competitor& person = by_event[contests[i].event].emplace_back();
      person.contest = i;
      person.number = number;
      person.state = chosen_state(random);
    }
  }
  std::vector<std::vector<const Competitor*>> by_contest(contests.size());
  for (auto& [event, people] : by_event) {
    std::vector<Competitor*> order;
    for (Competitor& person : people) {
      by_contest[person.contest].push_back(&person);
      if (person.state == State::kCompeted) order.push_back(&person);
    }
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    mark_in_order(order, random);
    std::map<std::size_t, std::size_t> ranks;
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i]->rank = ++ranks[order[i]->contest];
      order[i]->finals = i < quota ? fmt::format("named {}", i + 1) : fmt::format("substitute {}", i + 1 - quota);
    }
  }
  MarksSample sample;
  sample.scheme = kScheme;
  sample.truth = "event,group,number,presence,rank,finals\r\n";
  constexpr Format kFormats[] = {Format::kXlsx, Format::kCsvUtf8Bom, Format::kCsvGb18030};
  for (std::size_t i = 0; i < contests.size(); ++i) {
    const MarkedContest& contest = contests[i];
    if (by_contest[i].empty()) continue;
    sample.files.push_back({fmt::format("{}-{}", contest.event, contest.group),
                            sheet_of(contest, by_contest[i], kFormats[i % std::size(kFormats)])});
    for (const Competitor* person : by_contest[i]) {
      ++sample.people;
      sample.truth += fmt::format("{},{},{},{},{},{}\r\n", contest.event, contest.group, person->number,
                                  presence(person->state), person->rank, person->finals);
    }
  }
  if (!sample.files.empty()) sample.faulty = faulty(sample.files.front());
  static_assert(kSkillMost > kBest / 2, "the best one's marks are within the full ones");
  return sample;
}

}  // namespace naadam::cli::sample
