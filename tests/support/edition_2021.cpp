#include "support/edition_2021.hpp"

namespace naadam::support {

const domain::Edition& edition_2021() {
  static const domain::Edition edition = domain::load_edition(NAADAM_SOURCE_DIR "/deploy/editions/2021.toml").value();
  return edition;
}

}  // namespace naadam::support
