// The signing keys that follow each other under one name, and the directory they lie in beside the others:
//
//   <name>.key, <name>.pub           the first; its public part stays for ever: readers begin with it
//   <name>.<n>.key, <name>.<n>.pub   its successors, from 2 on
//
// Which of them is in force the files do not say: it is told by what was signed (history/key_chain.hpp). A successor of
// the one in force that lies here was meant to follow it: the change was begun, or the file was brought from elsewhere.
// Thread: any, while one alone makes and retires.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "seal/signing.hpp"

namespace naadam::seal {

class SigningKeys {
 public:
  // Reads nothing yet.
  SigningKeys(std::filesystem::path dir, std::string name) : dir_(std::move(dir)), name_(std::move(name)) {}

  // The first public key; made with its secret, and the directory if need be, where nothing of this name is there. A
  // .pub that was lost is written again from its secret; kNotFound where that is retired. Else as SigningKey::open().
  core::Result<PublicKey> first() const;
  // The same of what lies here, and nothing is made or written. kNotFound, kCorrupt.
  core::Result<PublicKey> first_here() const;
  // The secret of `key`, looked for by its name. kNotFound: retired, or lost.
  core::Result<SigningKey> secret_of(const PublicKey& key) const;
  bool keeps_secret_of(const PublicKey& key) const;
  // The nearest successor of `key` that has its secret here.
  core::Result<std::optional<SigningKey>> begun_after(const PublicKey& key) const;
  // That one, or a new one under a number that was never used here, synced to disk.
  core::Result<SigningKey> make_after(const PublicKey& key) const;
  // A further one behind all that are here, whichever is in force, synced to disk: where keys are made elsewhere than
  // where they sign.
  core::Result<SigningKey> make_next() const;
  // Overwrites and removes the secrets before `key`; public parts stay. Tells how many. kUnavailable.
  core::Result<std::size_t> retire_before(const PublicKey& key) const;

 private:
  using Number = std::uint32_t;
  static constexpr Number kFirst = 1;
  static constexpr Number kNumberMax = 999'999;

  std::string name_of(Number number) const;
  std::optional<Number> number_of(std::string_view name) const;
  std::filesystem::path secret_file(Number number) const;
  // Of the files that end so; rising.
  core::Result<std::vector<Number>> numbers_with(std::string_view suffix) const;

  std::filesystem::path dir_;
  std::string name_;
};

}  // namespace naadam::seal
