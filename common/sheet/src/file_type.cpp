#include "file_type.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace naadam::sheet {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view bytes;
  std::string_view what;
};

constexpr std::array kForeign{
    Signature{"%PDF-"sv, "PDF 文档"},
    Signature{"{\\rtf"sv, "RTF 文档"},
    Signature{"\x89PNG"sv, "图片"},
    Signature{"\xff\xd8\xff"sv, "图片"},
    Signature{"GIF8"sv, "图片"},
    Signature{"BM\x00\x00"sv, "图片"},
    Signature{"Rar!"sv, "RAR 压缩包"},
    Signature{"7z\xbc\xaf\x27\x1c"sv, "7z 压缩包"},
    Signature{"\x1f\x8b"sv, "gzip 压缩包"},
    Signature{"SQLite format 3"sv, "数据库文件"},
    Signature{"\x7f"
              "ELF"sv,
              "程序文件"},
    Signature{"MZ\x90"sv, "程序文件"},
};

constexpr auto kOle = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv;

// Names in an OLE container's directory are UTF-16LE.
bool holds_utf16(std::string_view bytes, std::string_view ascii) {
  std::string wide;
  for (const char c : ascii) wide.append({c, '\0'});
  return bytes.find(wide) != std::string_view::npos;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

// HTML and XML begin with text too; an export named .xls is often an HTML table.
std::string_view markup(std::string_view bytes) {
  constexpr std::size_t kHead = 1024;
  std::string head = lower(bytes.substr(0, kHead));
  if (head.starts_with("\xef\xbb\xbf")) head.erase(0, 3);
  head.erase(0, head.find_first_not_of(" \t\r\n"));
  if (head.starts_with("<!doctype html") || head.starts_with("<html") || head.starts_with("<table") ||
      head.starts_with("<meta")) {
    return "网页（HTML）";
  }
  if (head.starts_with("<?xml")) {
    return head.find("office:spreadsheet") != std::string::npos ? "XML 表格 2003" : "XML 文件";
  }
  return {};
}

}  // namespace

tl::unexpected<Refusal> refuse_type(std::string_view what, std::string_view file_name) {
  const auto dot = file_name.rfind('.');
  const std::string ending = dot == std::string_view::npos ? std::string() : lower(file_name.substr(dot));
  std::string where = "文件内容是" + std::string(what);
  if (ending == ".xlsx" || ending == ".csv" || ending == ".xls" || ending == ".xlsm") {
    where = "文件名以 " + ending + " 结尾，但内容是" + std::string(what);
  }
  return refuse(Defect::kWrongType, where);
}

tl::expected<FileType, Refusal> file_type(std::string_view bytes, std::string_view file_name) {
  const auto text_start = bytes.starts_with("\xef\xbb\xbf") ? 3u : 0u;
  if (bytes.find_first_not_of(" \t\r\n,;", text_start) == std::string_view::npos) return refuse(Defect::kEmpty);
  if (bytes.starts_with("PK\x03\x04"sv) || bytes.starts_with("PK\x05\x06"sv)) return FileType::kZip;
  if (bytes.starts_with(kOle)) {
    if (holds_utf16(bytes, "EncryptedPackage")) return refuse(Defect::kEncrypted);
    if (holds_utf16(bytes, "Workbook") || holds_utf16(bytes, "Book")) return refuse(Defect::kOldXls);
    return refuse_type("旧版 Office 文档", file_name);
  }
  for (const auto& [signature, what] : kForeign) {
    if (bytes.starts_with(signature)) return refuse_type(what, file_name);
  }
  if (const auto what = markup(bytes); !what.empty()) return refuse_type(what, file_name);
  return FileType::kText;
}

}  // namespace naadam::sheet
