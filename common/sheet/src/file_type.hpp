// What a file is, told from its bytes and never from its name. Pure.
#pragma once

#include <string_view>

#include "sheet/refusal.hpp"

namespace naadam::sheet {

enum class FileType { kZip, kText };

// A zip may be a workbook and a text may be CSV; anything else is refused here: kEmpty, kEncrypted, kOldXls,
// kWrongType (naming what it is, and what its name promised).
tl::expected<FileType, Refusal> file_type(std::string_view bytes, std::string_view file_name);

// kWrongType with what the file really is ("PDF 文档").
tl::unexpected<Refusal> refuse_type(std::string_view what, std::string_view file_name);

}  // namespace naadam::sheet
