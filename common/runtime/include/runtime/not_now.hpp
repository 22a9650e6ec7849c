// What a desk answers where the store did not: the same words whichever service was asked.
//
// Only for asking: whoever hands something in is told what became of that. Thread: any; pure.
#pragma once

#include "core/result.hpp"
#include "store/store.hpp"

namespace naadam::runtime {

// kUnavailable, with the store's cause for the log. For an answer that is not kDone.
tl::unexpected<core::Error> not_now(const store::ItemAnswers& answer);

}  // namespace naadam::runtime
