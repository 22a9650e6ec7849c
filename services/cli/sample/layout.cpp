#include "cli/sample/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "cli/sample/random.hpp"
#include "cli/sample/words.hpp"

namespace naadam::cli::sample {
namespace {

using wire::Claim;

// A column that officers use, and how they head it.
struct ColumnWords {
  std::string Claim::* field;
  bool in_few_columns;  // also in files that leave out what an ID number implies
  std::array<Word, 4> headings;
};

constexpr ColumnWords kColumns[] = {
    {&Claim::name, true, {"姓名", "*姓名", "姓  名", "姓名（必填）"}},
    {&Claim::sex, false, {"性别", "性 别", "性别", "性别（男/女）"}},
    {&Claim::birth_date, false, {"出生日期", "出生日期（年/月/日）", "*出生日期", "出生日期"}},
    {&Claim::document_type, false, {"证件类型", "证件类型", "*证件类型", "证件类型（必填）"}},
    {&Claim::document_number, true, {"证件号码", "身份证号", "*证件号码", "证件号码（必填）"}},
    {&Claim::mobile, true, {"手机号码", "联系电话", "*手机号码", "手机号码（11位）"}},
    {&Claim::event, true, {"参赛项目", "赛项", "*参赛项目", "赛 项"}},
    {&Claim::group, true, {"组别", "*组别", "组 别", "组别（职工组/学生组）"}},
    {&Claim::delegation, true, {"代表队", "盟市", "*代表队", "代表队（盟市）"}},
    {&Claim::basis, true, {"参赛依据", "参赛依据（工作/学习/居住）", "*参赛依据", "参赛依据"}},
    {&Claim::employer, true, {"单位或学校名称", "工作单位", "单位或学校名称", "*工作单位"}},
    {&Claim::employer_code,
     true,
     {"统一社会信用代码", "统一社会信用代码", "统一社会信用代码（18位）", "*统一社会信用代码"}},
    {&Claim::post, true, {"岗位类别", "岗位类别（管理技术/生产操作）", "岗位类别", "岗位 类别"}},
    {&Claim::address, true, {"居住地址", "居住地址", "居住地址（详细）", "居住 地址"}},
    {&Claim::email, false, {"电子邮箱", "电子邮箱", "电子 邮箱", "电子邮箱（选填）"}},
    {&Claim::team, true, {"队伍编号", "队伍编号（团体赛项填写）", "队伍编号", "队伍 编号"}},
    {&Claim::note, false, {"备注", "备 注", "备注", "备注（选填）"}},
};

// Columns that no one asked for, with what stands in them.
struct ExtraColumn {
  Word heading;
  std::array<Word, 3> values;
};
constexpr std::array<ExtraColumn, 4> kExtras = {{{"民族", {"汉族", "蒙古族", "满族"}},
                                                 {"文化程度", {"大专", "中专", "本科"}},
                                                 {"是否住宿", {"是", "否", "是"}},
                                                 {"服装尺码", {"M", "L", "XL"}}}};

struct Column {
  const ColumnWords* words = nullptr;  // null: an extra one, or the serial number
  const ExtraColumn* extra = nullptr;
  std::string heading;
};

enum class DateHabit : std::uint8_t { kCell, kIso, kSlash, kDots, kChinese, kDigits };

std::string dated(domain::Date date, DateHabit habit) {
  switch (habit) {
    case DateHabit::kCell:
    case DateHabit::kIso:
      return domain::iso_date(date);
    case DateHabit::kSlash:
      return fmt::format("{}/{}/{}", date.year, date.month, date.day);
    case DateHabit::kDots:
      return fmt::format("{}.{}.{}", date.year, date.month, date.day);
    case DateHabit::kChinese:
      return fmt::format("{}年{}月{}日", date.year, date.month, date.day);
    case DateHabit::kDigits:
      return fmt::format("{:04}{:02}{:02}", date.year, date.month, date.day);
  }
  return {};
}

bool eleven_digits(std::string_view text) {
  return text.size() == 11 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

class Layout {
 public:
  Layout(Plan& plan, std::size_t file, const domain::Edition& edition, std::uint64_t seed)
      : plan_(plan),
        file_(plan.files[file]),
        number_(file),
        edition_(edition),
        random_(seed * 1'000'003u + file * 7'919u + 17u) {
    grid_.format = format_of(file);
    workbook_ = grid_.format == Format::kXlsx;
    grid_.inline_strings = file % 16 >= 8;
    date_ = static_cast<DateHabit>(workbook_ ? file % 6 : 1 + file % 5);
    choose_columns();
  }

  Grid grid() {
    if (workbook_ && number_ % 8 == 2) {
      by_group();
    } else {
      table(workbook_ ? (number_ % 2 == 0 ? "报名表" : "Sheet1") : "", file_.rows);
    }
    if (workbook_ && number_ % 8 == 4) hidden_list();
    return std::move(grid_);
  }

 private:
  void choose_columns() {
    for (const ColumnWords& words : kColumns) {
      if (!file_.all_columns && !words.in_few_columns) continue;
      columns_.push_back({&words, nullptr, std::string(random_.pick(words.headings))});
    }
    if (number_ % 3 == 1) {  // an order of their own
      for (std::size_t i = columns_.size(); i > 2; --i) std::swap(columns_[i - 1], columns_[1 + random_.below(i - 1)]);
    }
    for (const ExtraColumn& extra : kExtras) {
      if (!random_.chance(25)) continue;
      const auto at = static_cast<std::ptrdiff_t>(1 + random_.below(columns_.size()));
      columns_.insert(columns_.begin() + at, {nullptr, &extra, std::string(extra.heading)});
    }
    serial_ = number_ % 2 == 0;
    if (serial_) columns_.insert(columns_.begin(), {nullptr, nullptr, "序号"});
  }

  // A sheet of instructions, then one sheet for each group.
  void by_group() {
    GridSheet& about = grid_.sheets.emplace_back();
    about.name = "填表说明";
    about.width = 1;
    about.lines.push_back({1, LineKind::kTitle, {Cell::of("填表说明")}});
    about.lines.push_back({3, LineKind::kPlain, {Cell::of("一、每人每个项目填写一行。")}});
    about.lines.push_back({4, LineKind::kPlain, {Cell::of("二、团体赛项每名队员一行，同队填写相同编号。")}});
    std::vector<std::size_t> students, others;
    const std::string& student_group = edition_.groups[1].zh;
    for (const std::size_t row : file_.rows) {
      (plan_.rows[row].says.group == student_group ? students : others).push_back(row);
    }
    table(edition_.groups[0].zh, others);
    table(student_group, students);
  }

  void hidden_list() {
    GridSheet& list = grid_.sheets.emplace_back();
    list.name = "数据字典";
    list.hidden = true;
    list.width = 1;
    for (std::size_t i = 0; i < edition_.events.size(); ++i) {
      list.lines.push_back({static_cast<std::uint32_t>(i + 1), LineKind::kPlain, {Cell::of(edition_.events[i].zh)}});
    }
  }

  void table(std::string name, const std::vector<std::size_t>& rows) {
    if (rows.empty()) return;
    GridSheet& sheet = grid_.sheets.emplace_back();
    sheet.name = std::move(name);
    sheet.width = columns_.size();
    std::uint32_t at = titles(sheet);
    Line& headings = sheet.lines.emplace_back(Line{at, LineKind::kHeadings, {}});
    for (const Column& column : columns_) headings.cells.push_back(Cell::of(column.heading));
    int serial = 0;
    for (const std::size_t index : rows) {
      at += random_.chance(1) ? 2 : 1;  // now and then a row is left blank
      Row& row = plan_.rows[index];
      row.sheet = sheet.name;
      row.number = at;
      sheet.lines.push_back({at, LineKind::kPlain, cells_of(row, ++serial)});
    }
    endings(sheet, at, serial);
  }

  // The first row that is free.
  std::uint32_t titles(GridSheet& sheet) {
    const std::size_t many = number_ % 4;  // 0: none
    std::uint32_t at = 1;
    if (many >= 1) {
      sheet.lines.push_back({at++, LineKind::kTitle, {Cell::of(edition_.zh + "报名汇总")}});
    }
    if (many >= 2) {
      sheet.lines.push_back({at++,
                             LineKind::kPlain,
                             {Cell::of(fmt::format("填报单位：{}（盖章）        填报日期：{}年6月18日", file_.submitter,
                                                   edition_.finals.day.year))}});
    }
    if (many >= 3) ++at;
    return at;
  }

  // What stands under a table: serial numbers dragged too far, a total, who filled it in.
  void endings(GridSheet& sheet, std::uint32_t at, int rows) {
    if (serial_ && number_ % 4 == 2) {
      for (int i = 1; i <= 3; ++i) {
        sheet.lines.push_back({++at, LineKind::kPlain, {Cell::of_number(rows + i, std::to_string(rows + i))}});
      }
    }
    if (number_ % 5 == 1) {
      sheet.lines.push_back({++at, LineKind::kPlain, {Cell::of("合计"), Cell::of(fmt::format("{}人", rows))}});
    }
    if (number_ % 3 == 0) {
      at += 2;
      sheet.lines.push_back(
          {at, LineKind::kPlain, {Cell::of("填表人："), {}, {}, Cell::of("审核人："), {}, {}, Cell::of("负责人：")}});
    }
  }

  std::vector<Cell> cells_of(const Row& row, int serial) {
    std::vector<Cell> cells;
    cells.reserve(columns_.size());
    for (const Column& column : columns_) {
      if (column.extra) {
        cells.push_back(Cell::of(std::string(random_.pick(column.extra->values))));
      } else if (!column.words) {
        cells.push_back(Cell::of_number(serial, std::to_string(serial)));
      } else {
        cells.push_back(cell_of(row, column.words->field));
      }
    }
    return cells;
  }

  Cell cell_of(const Row& row, std::string Claim::* field) {
    const std::string& text = row.says.*field;
    if (field == &Claim::birth_date) return birth_cell(text);
    if (field == &Claim::document_number) return document_cell(row);
    if (field == &Claim::mobile && eleven_digits(text)) return mobile_cell(text);
    return Cell::of(text);
  }

  Cell birth_cell(const std::string& iso) {
    const auto date = domain::parse_date(iso);
    if (!date) return Cell::of(iso);
    std::string shown = dated(*date, date_);
    return date_ == DateHabit::kCell ? Cell::of_date(*date, std::move(shown)) : Cell::of(std::move(shown));
  }

  Cell document_cell(const Row& row) {
    const std::string& number = row.says.document_number;
    if (row.document_as_number) {
      const double value = std::strtod(number.c_str(), nullptr);
      return Cell::of_number(value, fmt::format("{:.5E}", value));
    }
    if (number.ends_with('X') && random_.chance(30)) return Cell::of(number.substr(0, number.size() - 1) + 'x');
    // A quote before the number is Excel's mark for text, and gets lost or doubled when tables are glued together.
    if (number.size() == 18 && random_.chance(2)) return Cell::of("'" + number);
    return Cell::of(number);
  }

  Cell mobile_cell(const std::string& digits) {
    const std::size_t habit = random_.below(100);
    const std::string_view all = digits;
    if (habit < 15) return Cell::of_number(std::strtod(digits.c_str(), nullptr), digits);
    if (habit < 22) return Cell::of(fmt::format("{} {} {}", all.substr(0, 3), all.substr(3, 4), all.substr(7)));
    if (habit < 29) return Cell::of(fmt::format("{}-{}-{}", all.substr(0, 3), all.substr(3, 4), all.substr(7)));
    if (habit < 34) return Cell::of(fmt::format("+86 {}", all));
    if (habit < 37) return Cell::of(fmt::format("86-{}", all));
    return Cell::of(digits);
  }

  Plan& plan_;
  const FilePlan& file_;
  const std::size_t number_;
  const domain::Edition& edition_;
  Random random_;
  Grid grid_;
  bool workbook_ = false;
  bool serial_ = false;
  DateHabit date_ = DateHabit::kIso;
  std::vector<Column> columns_;
};

}  // namespace

Format format_of(std::size_t file) {
  switch (file % 8) {
    case 1:
      return Format::kCsvUtf8Bom;
    case 3:
      return Format::kCsvUtf8;
    case 5:
      return Format::kCsvGb18030;
    default:
      return Format::kXlsx;
  }
}

Grid lay_out(Plan& plan, std::size_t file, const domain::Edition& edition, std::uint64_t seed) {
  return Layout(plan, file, edition, seed).grid();
}

}  // namespace naadam::cli::sample
