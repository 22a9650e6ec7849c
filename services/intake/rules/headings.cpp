#include "intake/rules/headings.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "domain/text.hpp"

namespace naadam::intake {
namespace {

using Spellings = std::span<const std::string_view>;

constexpr std::string_view kName[] = {"姓名", "选手姓名", "参赛选手姓名", "参赛选手", "参赛人员姓名", "参赛人姓名"};
constexpr std::string_view kSex[] = {"性别"};
constexpr std::string_view kBirthDate[] = {"出生日期", "出生年月日", "出生年月", "生日"};
constexpr std::string_view kDocumentType[] = {"证件类型", "证件类别", "证件种类", "身份证件类型"};
constexpr std::string_view kDocumentNumber[] = {"证件号码",     "身份证号",     "身份证号码",
                                                "证件号",       "身份证件号码", "居民身份证号码",
                                                "居民身份证号", "公民身份号码", "身份证"};
constexpr std::string_view kMobile[] = {"手机号码", "联系电话", "手机号", "手机",     "移动电话",
                                        "联系方式", "联系手机", "电话",   "电话号码", "联系电话手机"};
constexpr std::string_view kEvent[] = {"参赛项目",     "赛项",         "赛项名称", "参赛赛项", "竞赛项目", "比赛项目",
                                       "参赛项目名称", "竞赛项目名称", "报名项目", "参赛工种", "项目名称"};
constexpr std::string_view kGroup[] = {"组别", "参赛组别", "竞赛组别", "比赛组别"};
constexpr std::string_view kDelegation[] = {"代表队",     "盟市",       "所属盟市",   "代表队名称",
                                            "所属代表队", "参赛代表队", "代表队盟市", "推荐盟市"};
constexpr std::string_view kBasis[] = {"参赛依据", "参赛资格依据", "参赛依据工作学习居住", "报名依据", "资格依据"};
constexpr std::string_view kEmployer[] = {
    "单位或学校名称", "工作单位",       "单位名称",     "所在单位",     "单位或学校",     "单位",         "学校名称",
    "单位学校名称",   "工作单位或学校", "工作单位名称", "工作学习单位", "所在单位或学校", "所在单位学校", "单位全称"};
constexpr std::string_view kEmployerCode[] = {"统一社会信用代码",     "社会信用代码", "信用代码",
                                              "单位统一社会信用代码", "统一信用代码", "组织机构代码"};
constexpr std::string_view kPost[] = {"岗位类别", "岗位类型", "岗位性质", "岗位", "岗位类别管理技术生产操作"};
constexpr std::string_view kAddress[] = {"居住地址", "家庭住址", "现住址",   "住址",    "现居住地址",
                                         "居住地",   "常住地址", "联系地址", "通讯地址"};
constexpr std::string_view kEmail[] = {"电子邮箱", "邮箱", "电子邮件", "邮箱地址", "email", "电子信箱"};
constexpr std::string_view kTeam[] = {"队伍编号", "队伍号", "团队编号", "参赛队编号", "组队编号", "队号", "小组编号"};
constexpr std::string_view kNote[] = {"备注", "说明", "备注说明"};

// By Field.
constexpr std::array<FieldWords, kFields> kWords{{
    {Field::kName, true, kName},
    {Field::kSex, false, kSex},
    {Field::kBirthDate, false, kBirthDate},
    {Field::kDocumentType, false, kDocumentType},
    {Field::kDocumentNumber, true, kDocumentNumber},
    {Field::kMobile, true, kMobile},
    {Field::kEvent, true, kEvent},
    {Field::kGroup, true, kGroup},
    {Field::kDelegation, true, kDelegation},
    {Field::kBasis, false, kBasis},
    {Field::kEmployer, false, kEmployer},
    {Field::kEmployerCode, false, kEmployerCode},
    {Field::kPost, false, kPost},
    {Field::kAddress, false, kAddress},
    {Field::kEmail, false, kEmail},
    {Field::kTeam, false, kTeam},
    {Field::kNote, false, kNote},
}};

constexpr std::string_view kSerial[] = {"序号", "编号", "no", "no."};

// "(必填)" and "(工作/学习/居住)" go; plain_text() has made every bracket round.
std::string without_brackets(std::string_view plain) {
  std::string out;
  int depth = 0;
  for (const char c : plain) {
    if (c == '(') ++depth;
    if (depth == 0) out.push_back(c);
    if (c == ')' && depth > 0) --depth;
  }
  return out;
}

// Brackets, blanks and the like are gone from a match key already; marks between words go here.
std::string key_of(std::string_view text) {
  std::string key = domain::match_key(text);
  std::erase_if(key, [](char c) { return std::string_view("/|,.").find(c) != std::string_view::npos; });
  return key;
}

std::string heading_key(std::string_view heading) { return key_of(without_brackets(domain::plain_text(heading))); }

using Index = std::unordered_map<std::string, Field>;

const Index& index() {
  static const Index built = [] {
    Index map;
    for (const auto& words : kWords) {
      for (const auto spelling : words.spellings) map.emplace(heading_key(spelling), words.field);
    }
    return map;
  }();
  return built;
}

std::optional<Field> find(const std::string& key) {
  const auto found = index().find(key);
  return found == index().end() ? std::nullopt : std::optional(found->second);
}

bool is_serial(const std::string& key) {
  for (const auto spelling : kSerial) {
    if (key == heading_key(spelling)) return true;
  }
  return false;
}

std::string in_sheet(std::string_view sheet_name) {
  return sheet_name.empty() ? std::string() : "工作表“" + std::string(sheet_name) + "”";
}

std::string missing_text(const std::vector<Field>& missing, std::string_view sheet_name) {
  std::string text = in_sheet(sheet_name) + "缺少必需的列：";
  for (std::size_t i = 0; i < missing.size(); ++i) {
    const auto& spellings = words_of(missing[i]).spellings;
    text.append(i == 0 ? "" : "；").append("“").append(spellings.front()).append("”");
    for (std::size_t k = 1; k < spellings.size(); ++k) {
      text.append(k == 1 ? "（也可写作：" : "、").append(spellings[k]);
    }
    if (spellings.size() > 1) text.append("）");
  }
  return text + "。请在表头补上后重新上传。";
}

}  // namespace

const FieldWords& words_of(Field field) { return kWords[static_cast<std::size_t>(field)]; }

std::optional<Field> field_of(std::string_view heading) {
  if (auto field = find(heading_key(heading))) return field;
  // "单位(学校)名称" and "联系电话(手机)": what stands in brackets may belong to the name.
  if (auto field = find(key_of(heading))) return field;
  // "代表队/盟市", "证件号码/身份证号": two spellings of one field, joined.
  const std::string bare = without_brackets(domain::plain_text(heading));
  std::optional<Field> both;
  for (std::size_t from = 0; from <= bare.size();) {
    const std::size_t to = std::min(bare.find('/', from), bare.size());
    const auto field = find(heading_key(std::string_view(bare).substr(from, to - from)));
    if (!field || (both && both != field)) return std::nullopt;
    both = field;
    from = to + 1;
  }
  return both;
}

std::string_view Headings::cell(const sheet::RowView& cells, Field field) const {
  const std::int16_t at = column[static_cast<std::size_t>(field)];
  return at == kAbsent ? std::string_view{} : cells.cell(static_cast<std::size_t>(at));
}

std::size_t heading_score(const sheet::RowView& row) {
  std::array<bool, kFields> seen{};
  std::size_t score = 0;
  for (const auto cell : row.cells) {
    if (cell.empty()) continue;
    const auto field = field_of(cell);
    if (field && !std::exchange(seen[static_cast<std::size_t>(*field)], true)) ++score;
  }
  return score;
}

tl::expected<Headings, FileRefusal> map_headings(const sheet::RowView& row, std::string_view sheet_name) {
  Headings headings;
  headings.row = row.number;
  headings.column.fill(Headings::kAbsent);
  for (std::size_t at = 0; at < row.cells.size(); ++at) {
    const std::string text = domain::plain_text(row.cells[at]);
    if (text.empty()) continue;
    headings.width = at + 1;
    const auto field = field_of(text);
    if (!field) {
      if (is_serial(heading_key(text))) {
        if (!headings.serial_column) headings.serial_column = static_cast<std::int16_t>(at);
      } else {
        headings.unknown.push_back({at, text});
      }
      continue;
    }
    std::int16_t& column = headings.column[static_cast<std::size_t>(*field)];
    if (column != Headings::kAbsent) {
      const auto first = static_cast<std::size_t>(column);
      return tl::unexpected<FileRefusal>(FileRefusal(
          FileDefect::kRepeatedHeading,
          in_sheet(sheet_name) + "有两列都是“" + std::string(words_of(*field).spellings.front()) + "”：第 " +
              sheet::column_letters(first) + " 列“" + domain::plain_text(row.cells[first]) + "”和第 " +
              sheet::column_letters(at) + " 列“" + text + "”。请只保留一列，或把另一列的表头改成别的名称，再重新上传。",
          "heading twice"));
    }
    column = static_cast<std::int16_t>(at);
  }

  std::vector<Field> missing;
  for (const auto& words : kWords) {
    if (words.required && !headings.has(words.field)) missing.push_back(words.field);
  }
  if (missing.empty()) return headings;
  return tl::unexpected<FileRefusal>(
      FileRefusal(FileDefect::kMissingHeading, missing_text(missing, sheet_name), "required heading missing"));
}

}  // namespace naadam::intake
