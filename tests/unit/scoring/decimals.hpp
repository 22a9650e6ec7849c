// Decimals as they are written. Thread: any.
#pragma once

#include "scoring/rules/decimal.hpp"

namespace naadam::scoring {

// Throws where the text is no decimal.
inline Decimal of(const char* text) { return Decimal::parse(text).value(); }

}  // namespace naadam::scoring
