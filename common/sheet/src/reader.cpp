#include "sheet/reader.hpp"

#include "csv.hpp"
#include "file_type.hpp"
#include "xlsx.hpp"

namespace naadam::sheet {

ReadStatus read(std::string_view bytes, std::string_view file_name, const Limits& limits, RowSink& sink) {
  if (bytes.size() > limits.file_bytes_max) return refuse(Defect::kTooLarge);
  const auto type = file_type(bytes, file_name);
  if (!type) return tl::unexpected<Refusal>(type.error());
  return *type == FileType::kZip ? read_xlsx(bytes, file_name, limits, sink) : read_csv(bytes, limits, sink);
}

}  // namespace naadam::sheet
