// The first edition, as it is deployed. Thread: any.
#pragma once

#include "domain/edition.hpp"

namespace naadam::support {

// Throws where its file cannot be read.
const domain::Edition& edition_2021();

}  // namespace naadam::support
