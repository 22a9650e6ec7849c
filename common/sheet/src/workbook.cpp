#include "workbook.hpp"

#include <charconv>
#include <map>
#include <utility>

#include "file_type.hpp"
#include "xml.hpp"

namespace naadam::sheet {
namespace {

constexpr std::size_t kStylesMax = 100'000;

struct Relation {
  std::string type;  // the last step of its URI: "worksheet"
  std::string target;
};

class RelationsHandler : public XmlHandler {
 public:
  std::map<std::string, Relation, std::less<>> by_id;

  const Relation* of_type(std::string_view type) const {
    for (const auto& [id, relation] : by_id) {
      if (relation.type == type) return &relation;
    }
    return nullptr;
  }

  void start(std::string_view name, const Attributes& attributes) override {
    if (name != "Relationship" || attributes.get("TargetMode") == "External") return;
    const auto type = attributes.get("Type");
    by_id.emplace(attributes.get("Id"),
                  Relation{std::string(type.substr(type.rfind('/') + 1)), std::string(attributes.get("Target"))});
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
};

class WorkbookHandler : public XmlHandler {
 public:
  struct Tab {
    std::string name;
    std::string relation;
    bool hidden = false;
  };
  std::vector<Tab> tabs;
  DateSystem date_system = DateSystem::k1900;

  explicit WorkbookHandler(const Limits& limits) : limits_(limits) {}

  void start(std::string_view name, const Attributes& attributes) override {
    if (name == "workbookPr") {
      const auto value = attributes.get("date1904");
      if (value == "1" || value == "true") date_system = DateSystem::k1904;
    } else if (name == "sheet") {
      if (tabs.size() >= limits_.sheets_max) return fail(refuse(Defect::kTooManySheets));
      const auto state = attributes.get("state");
      tabs.push_back({std::string(attributes.get("name")), std::string(attributes.get("r:id")),
                      state == "hidden" || state == "veryHidden"});
    }
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

 private:
  const Limits& limits_;
};

class StylesHandler : public XmlHandler {
 public:
  std::vector<NumberLook> looks;

  void start(std::string_view name, const Attributes& attributes) override {
    if (name == "numFmt") {
      own_formats_[number(attributes.get("numFmtId"))] = format_look(attributes.get("formatCode"));
    } else if (name == "cellXfs") {
      in_cell_styles_ = true;
    } else if (name == "xf" && in_cell_styles_) {
      if (looks.size() >= kStylesMax) return fail(refuse(Defect::kDamaged, {}, "too many styles"));
      const auto id = number(attributes.get("numFmtId"));
      const auto own = own_formats_.find(id);
      looks.push_back(own != own_formats_.end() ? own->second : built_in_look(id));
    }
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") in_cell_styles_ = false;
  }
  void text(std::string_view) override {}

 private:
  static std::uint32_t number(std::string_view text) {
    std::uint32_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

  std::map<std::uint32_t, NumberLook> own_formats_;
  bool in_cell_styles_ = false;
};

std::string folder_of(std::string_view part) {
  const auto slash = part.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(part.substr(0, slash + 1));
}

// "worksheets/sheet1.xml" beside "xl/workbook.xml" is "xl/worksheets/sheet1.xml"; a leading slash means the root.
std::string resolve(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string base(folder);
  while (target.starts_with("../") || target.starts_with("./")) {
    if (target.starts_with("../") && !base.empty()) {
      base.pop_back();
      base = folder_of(base);
    }
    target.remove_prefix(target.find('/') + 1);
  }
  return base + std::string(target);
}

std::string relations_of(std::string_view part) {
  const std::string folder = folder_of(part);
  return folder + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
}

std::string_view other_office_file(const ZipParts& zip) {
  if (zip.has("xl/workbook.bin")) return "Excel 二进制工作簿（.xlsb）";
  if (zip.has("word/document.xml")) return "Word 文档";
  if (zip.has("ppt/presentation.xml")) return "演示文稿";
  if (zip.has("content.xml")) return "OpenDocument 文件（如 .ods）";
  return "压缩包，其中没有 Excel 工作簿";
}

}  // namespace

tl::expected<Workbook, Refusal> read_workbook(ZipParts& zip, std::string_view file_name, const Limits& limits) {
  std::string part = "xl/workbook.xml";
  if (zip.has("_rels/.rels")) {
    RelationsHandler root;
    if (auto status = read_part(zip, "_rels/.rels", limits.small_part_bytes_max, root); !status) {
      return tl::unexpected<Refusal>(status.error());
    }
    if (const auto* office = root.of_type("officeDocument")) part = resolve("", office->target);
  }
  if (!zip.has(part) || part.ends_with(".bin") || zip.has("word/document.xml")) {
    return refuse_type(other_office_file(zip), file_name);
  }

  RelationsHandler relations;
  WorkbookHandler handler(limits);
  auto status = read_part(zip, relations_of(part), limits.small_part_bytes_max, relations);
  if (status) status = read_part(zip, part, limits.small_part_bytes_max, handler);
  if (!status) return tl::unexpected<Refusal>(status.error());

  Workbook workbook;
  const std::string folder = folder_of(part);
  std::uint32_t index = 0;
  for (auto& tab : handler.tabs) {
    const auto found = relations.by_id.find(tab.relation);
    if (found == relations.by_id.end()) return refuse(Defect::kDamaged, {}, "sheet without a relation");
    const SheetInfo info{index++, std::move(tab.name), tab.hidden};
    if (found->second.type != "worksheet") continue;  // a chart or a dialog
    workbook.sheets.push_back({info, resolve(folder, found->second.target)});
  }
  if (const auto* strings = relations.of_type("sharedStrings")) {
    workbook.shared_strings_part = resolve(folder, strings->target);
  }
  if (const auto* styles = relations.of_type("styles")) workbook.styles_part = resolve(folder, styles->target);
  workbook.date_system = handler.date_system;
  return workbook;
}

tl::expected<std::vector<NumberLook>, Refusal> read_styles(ZipParts& zip, const Workbook& workbook,
                                                           const Limits& limits) {
  StylesHandler handler;
  if (!workbook.styles_part.empty() && zip.has(workbook.styles_part)) {
    if (auto status = read_part(zip, workbook.styles_part, limits.small_part_bytes_max, handler); !status) {
      return tl::unexpected<Refusal>(status.error());
    }
  }
  return std::move(handler.looks);
}

}  // namespace naadam::sheet
