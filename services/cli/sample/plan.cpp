#include "cli/sample/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "cli/sample/defects.hpp"
#include "domain/retirement.hpp"

namespace naadam::cli::sample {
namespace {

constexpr double kTeamShare = 0.06;  // of the undamaged rows
constexpr std::size_t kTeamSize = 2;
constexpr std::size_t kFewColumnsEvery = 4;  // each fourth file leaves out the columns that an ID number implies

// One planting, or one undamaged single or team.
struct Unit {
  const Defect* defect = nullptr;
  bool team = false;
};

std::size_t rows_of(const Defect& defect) {
  switch (defect.shape) {
    case Shape::kRow:
      return 1;
    case Shape::kTeam:
      return defect.rows;
    case Shape::kTwiceInFile:
    case Shape::kTwoSubmitters:
      return 2;
  }
  return 1;
}

core::Status check_edition(const domain::Edition& edition) {
  const auto team = [](const domain::Event& event) { return event.team_size == kTeamSize; };
  const auto single = [](const domain::Event& event) { return event.team_size == 1; };
  if (std::ranges::count_if(edition.events, single) < 2 || std::ranges::none_of(edition.events, team) ||
      std::ranges::any_of(edition.events, [](const domain::Event& event) { return event.team_size > kTeamSize; }) ||
      edition.groups.size() < 2 || edition.delegations.empty()) {
    return core::fail(core::ErrorKind::kInvalid,
                      "样例需要的届次：至少两个单人赛项、一个两人赛项（且没有更大的队）、两个组别、一个代表队",
                      "a sample needs an edition with two single events, a team event of two and none larger, two "
                      "groups and a delegation");
  }
  if (edition.ages.retirement_on >= domain::kGradualDelayFrom) {
    return core::fail(core::ErrorKind::kInvalid, "样例按 60、55、50 周岁设计，退休基准日须在 2025 年以前",
                      "samples are made for the retirement ages before 2025; the edition's date is later");
  }
  return {};
}

class Planner {
 public:
  Planner(const SampleOptions& options, const domain::Edition& edition)
      : options_(options), edition_(edition), make_(options.seed, edition), with_{make_, plan_.winners} {}

  core::Result<Plan> plan() {
    core::Result<std::vector<Unit>> units = list_units();
    if (!units) return tl::unexpected(units.error());
    list_files();
    for (const Unit& unit : *units) place(unit);
    repeat_rows();
    return std::move(plan_);
  }

 private:
  Random& random() { return make_.random(); }

  core::Result<std::vector<Unit>> list_units() {
    std::vector<Unit> units;
    std::size_t planted_rows = 0;
    for (const Defect& defect : defects()) {
      const auto told = options_.percents.find(defect.key);
      const double percent = told == options_.percents.end() ? defect.percent : told->second;
      auto times = static_cast<std::size_t>(std::llround(static_cast<double>(options_.rows) * percent / 100));
      if (defect.shape == Shape::kTwoSubmitters && options_.files < 2) times = 0;
      plan_.planted.emplace(defect.key, times);
      planted_rows += times * rows_of(defect);
      if (planted_rows > options_.rows) break;
      units.insert(units.end(), times, Unit{&defect, defect.shape == Shape::kTeam});
    }
    if (planted_rows > options_.rows) {
      return core::fail(core::ErrorKind::kInvalid, "各类缺陷的比例合计超过了总行数，请调低 --rate",
                        "the rates of the defects add up to more rows than there are; lower --rate");
    }
    std::size_t left = options_.rows - planted_rows;
    const auto teams = static_cast<std::size_t>(static_cast<double>(left) * kTeamShare / kTeamSize);
    units.insert(units.end(), teams, Unit{nullptr, true});
    left -= teams * kTeamSize;
    units.insert(units.end(), left, Unit{});
    for (std::size_t i = units.size(); i > 1; --i) std::swap(units[i - 1], units[random().below(i)]);
    return units;
  }

  void list_files() {
    unsigned shares = 0;
    std::vector<unsigned> up_to;
    for (const domain::Delegation& delegation : edition_.delegations) {
      up_to.push_back(shares += place_of(delegation.code).share);
    }
    std::vector<std::size_t> files_of(edition_.delegations.size());
    for (std::size_t i = 0; i < options_.files; ++i) {
      FilePlan file;
      // Everybody sends one; who sends more follows the shares.
      file.delegation =
          i < edition_.delegations.size()
              ? i
              : static_cast<std::size_t>(std::ranges::upper_bound(up_to, random().below(shares)) - up_to.begin());
      file.submitter =
          fmt::format("{}第{}报名点", edition_.delegations[file.delegation].short_zh, ++files_of[file.delegation]);
      file.all_columns = i % kFewColumnsEvery != kFewColumnsEvery - 1;
      plan_.files.push_back(std::move(file));
      // A file is as long as its delegation's share and chance have it.
      const unsigned share = place_of(edition_.delegations[plan_.files.back().delegation].code).share;
      weights_.push_back((weights_.empty() ? 0 : weights_.back()) + std::uint64_t{share} * 5 + 60 + random().below(60));
    }
    teams_of_.resize(options_.files);
  }

  std::size_t pick_file(bool all_columns) {
    for (;;) {
      const std::size_t at = random().below(weights_.back());
      const auto file = static_cast<std::size_t>(std::ranges::upper_bound(weights_, at) - weights_.begin());
      if (!all_columns || plan_.files[file].all_columns) return file;
    }
  }

  void put(Row row, std::size_t file) {
    row.file = file;
    plan_.files[file].rows.push_back(plan_.rows.size());
    plan_.rows.push_back(std::move(row));
  }

  void expect_of(Row& row, const Defect& defect) {
    expect(row, defect.key, defect.fails, defect.evidence, defect.verdict);
    if (!defect.reachable) row.expected.notice = false;
    if (defect.conflict) row.expected.after = wire::Verdict::kReturned;
  }

  void place(const Unit& unit) {
    const std::size_t file = pick_file(unit.defect && unit.defect->needs_all_columns);
    if (unit.team) return place_team(unit, file);
    const std::size_t delegation = plan_.files[file].delegation;
    if (!unit.defect) {
      Row row = make_.person(delegation);
      row.entry = ++entries_;
      return put(std::move(row), file);
    }
    const Defect& defect = *unit.defect;
    Row row = defect.base == Base::kStudent  ? make_.student(delegation)
              : defect.base == Base::kWorker ? make_.worker(delegation)
                                             : make_.person(delegation);
    row.entry = ++entries_;
    if (defect.shape == Shape::kTwoSubmitters) return place_two(row, defect, file);
    if (defect.plant) defect.plant(row, with_);
    expect_of(row, defect);
    if (defect.shape == Shape::kTwiceInFile) repeated_.push_back(plan_.rows.size());
    put(std::move(row), file);
  }

  void place_team(const Unit& unit, std::size_t file) {
    const std::size_t members = unit.defect ? unit.defect->rows : kTeamSize;
    const std::size_t number = ++teams_of_[file];
    Row row = make_.team_founder(plan_.files[file].delegation,
                                 file % 2 == 0 ? fmt::format("{:02}", number) : fmt::format("第{}队", number));
    row.team = ++teams_;
    for (std::size_t i = 0; i < members; ++i) {
      Row member = i == 0 ? row : make_.team_mate(row);
      member.entry = ++entries_;
      if (unit.defect) {
        if (unit.defect->plant) unit.defect->plant(member, with_);
        expect_of(member, *unit.defect);
      }
      put(std::move(member), file);
    }
  }

  void place_two(const Row& first, const Defect& defect, std::size_t file) {
    std::size_t other = file;
    while (other == file) other = pick_file(true);
    Row one = first;
    Row two = first;
    if (defect.plant) defect.plant(two, with_);
    expect_of(one, defect);
    expect_of(two, defect);
    (file < other ? two : one).expected.notice = false;  // files go in in order
    put(std::move(one), file);
    put(std::move(two), other);
  }

  // Puts a copy of each row that is to stand twice somewhere below it.
  void repeat_rows() {
    for (const std::size_t first : repeated_) {
      Row copy = plan_.rows[first];
      copy.expected.notice = false;
      auto& order = plan_.files[copy.file].rows;
      const auto at = static_cast<std::size_t>(std::ranges::find(order, first) - order.begin());
      const std::size_t below = at + 1 + random().below(order.size() - at);
      order.insert(order.begin() + static_cast<std::ptrdiff_t>(below), plan_.rows.size());
      plan_.repeats.emplace_back(plan_.rows.size(), first);
      plan_.rows.push_back(std::move(copy));
    }
  }

  const SampleOptions& options_;
  const domain::Edition& edition_;
  Plan plan_;
  Maker make_;
  Plantings with_;
  std::vector<std::size_t> weights_;   // running sums, by file
  std::vector<std::size_t> teams_of_;  // by file
  std::vector<std::size_t> repeated_;  // rows that are to stand twice
  std::uint32_t entries_ = 0, teams_ = 0;
};

}  // namespace

core::Result<Plan> make_plan(const SampleOptions& options, const domain::Edition& edition) {
  if (const core::Status fits = check_edition(edition); !fits) return tl::unexpected(fits.error());
  return Planner(options, edition).plan();
}

}  // namespace naadam::cli::sample
