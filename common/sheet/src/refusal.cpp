#include "sheet/refusal.hpp"

#include <array>
#include <utility>

#include "sheet/table.hpp"

namespace naadam::sheet {
namespace {

struct Words {
  const char* name;
  core::ErrorKind kind;
  const char* text;  // what is wrong; what to do
};

using enum core::ErrorKind;

constexpr Words kUnnamed{"unnamed", kInternal, "无法读取文件。请稍后重试。"};

// By number, from Defect::kEmpty = 1.
constexpr std::array<Words, 20> kWords{{
    {"empty", kInvalid, "文件是空的，没有任何内容。请确认选对了文件、在表格中填好内容并保存后重新上传。"},
    {"too_large", kRefused, "文件超过 32 MB。请删去图片等无关内容，或拆成几个文件分别上传。"},
    {"too_many_rows", kRefused, "文件超过 200000 行。请拆成几个文件分别上传。"},
    {"too_wide", kRefused, "列数太多，有内容写在表格很靠右的位置。请删去多余的列后重新上传。"},
    {"cell_too_long", kRefused, "单元格内容过长。请缩短到 1000 字以内后重新上传。"},
    {"zip_bomb", kRefused,
     "文件解压后大得异常，为安全起见没有读取。请新建一个工作簿，只把报名表的内容复制进去，保存后重新上传。"},
    {"truncated", kInvalid, "文件不完整，末尾缺失，可能是复制或下载中断。请重新取得或另存该文件后再上传。"},
    {"damaged", kInvalid,
     "文件已损坏，无法读取。请用 Excel 或 WPS 表格打开并另存为“Excel 工作簿（*.xlsx）”后重新上传。"},
    {"encrypted", kInvalid, "文件设有打开密码，无法读取。请用 Excel 或 WPS 表格打开，取消密码并保存后重新上传。"},
    {"old_xls", kInvalid,
     "这是旧版 Excel 97-2003（.xls）文件。请用 Excel 或 WPS 表格打开，另存为“Excel 工作簿（*.xlsx）”后重新上传。"},
    {"wrong_type", kInvalid,
     "文件不是 Excel 工作簿（.xlsx）也不是 CSV。请打开原来的表格，另存为“Excel 工作簿（*.xlsx）”后重新上传。"},
    {"doctype", kRefused,
     "文件含有表格软件不会写入的内容（DOCTYPE 声明），为安全起见没有读取。请用 Excel 或 WPS "
     "表格打开并另存后重新上传。"},
    {"quote", kInvalid,
     "引号（\"）不成对，或出现在文字中间，无法分列。请改正这一处，或用 Excel 打开后另存为“Excel "
     "工作簿（*.xlsx）”再上传。"},
    {"nul_byte", kInvalid,
     "含有不是文字的字节。请用 Excel 或 WPS 表格打开，另存为“CSV UTF-8（逗号分隔）”或“Excel "
     "工作簿（*.xlsx）”后重新上传。"},
    {"encoding", kInvalid,
     "文字编码既不是 UTF-8 也不是 GB18030，或已损坏。请用 Excel 打开，另存为“CSV UTF-8（逗号分隔）”后重新上传。"},
    {"too_many_sheets", kRefused, "工作表太多。请只保留报名表，删去其他工作表后重新上传。"},
    {"took_too_long", kRefused, "读取用时过长，已停止。请拆成几个文件分别上传，或另存为 CSV 后重新上传。"},
    {"too_much_memory", kRefused, "读取所需内存过大，已停止。请拆成几个文件分别上传，或另存为 CSV 后重新上传。"},
    {"reader_failed", kUnavailable, "读取程序没有正常完成。文件没有丢失，请稍后重试；如仍不行，请与技术支持联系。"},
    {"stopped", kInternal, "读取已停止。"},
}};

const Words& words_of(Defect defect) {
  const auto index = static_cast<std::size_t>(defect) - 1;
  return index < kWords.size() ? kWords[index] : kUnnamed;
}

}  // namespace

const char* defect_name(Defect defect) { return words_of(defect).name; }

tl::unexpected<Refusal> refuse(Defect defect, std::string_view where, const std::string& cause) {
  const Words& words = words_of(defect);
  Refusal refusal;
  refusal.kind = words.kind;
  if (!where.empty()) refusal.text.append(where).append("：");
  refusal.text.append(words.text);
  refusal.cause = std::string("sheet ") + words.name + (cause.empty() ? "" : ": ") + cause;
  refusal.defect = defect;
  return tl::unexpected<Refusal>(std::move(refusal));
}

std::string column_letters(std::size_t column) {
  std::string letters;
  for (std::size_t n = column + 1; n > 0; n = (n - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (n - 1) % 26));
  }
  return letters;
}

}  // namespace naadam::sheet
