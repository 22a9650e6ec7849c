// Writes the outcome workbook of one upload: the officer's own rows with what became of each.
//
// Blocks for as long as the file takes (about 100,000 rows in some seconds): not on a step loop's thread.
#pragma once

#include <memory>
#include <string>

#include "blob/blob_store.hpp"
#include "domain/edition.hpp"
#include "wire/upload.hpp"

namespace naadam::intake {

// `marks`: one wire::RowMark a data row, in file order. `accepted_at`: of the upload.
core::Result<blob::BlobInfo> write_outcome_book(blob::BlobStore& blobs, const wire::UploadBody& upload,
                                                core::Millis accepted_at, const std::string& marks,
                                                std::shared_ptr<const domain::Edition> edition);

}  // namespace naadam::intake
