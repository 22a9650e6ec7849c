// The tokens in force: a file that is read again when it changes, so that one can be given or taken without a restart.
//
// Closed unless proved open: a file that others may read or write, or that is wrong, lets nobody in. A missing one is
// an installation to which nobody was given a token yet.
// Thread: reload() on one; the rest from any.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "portal/rules/tokens.hpp"

namespace naadam::portal {

class TokenFile {
 public:
  static constexpr core::Millis kLookMs = 2'000;

  explicit TokenFile(std::filesystem::path file) : file_(std::move(file)) {}

  // Takes the file as it is now. Errors: kRefused (others can read it), kInvalid, kUnavailable.
  core::Status reload();

  std::shared_ptr<const Tokens> tokens() const;
  // What the last reload() returned.
  core::Status standing() const;

 private:
  core::Result<Tokens> read() const;

  const std::filesystem::path file_;
  mutable std::mutex mutex_;  // guards all below
  std::shared_ptr<const Tokens> tokens_ = std::make_shared<Tokens>();
  core::Status standing_;
};

}  // namespace naadam::portal
