#include "runtime/answering.hpp"

namespace naadam::runtime {
namespace {

thread_local core::Millis asked_until = 0;

}  // namespace

Answering::Answering(core::Millis until) { asked_until = until; }
Answering::~Answering() { asked_until = 0; }
core::Millis Answering::until() { return asked_until; }

}  // namespace naadam::runtime
