// How the identities of records are made from keyed hashes. Pure; the same on every machine and in every year.
//
// An id begins with 8 bytes of its owner's hash, so its shard follows from the id alone (core::shard_of) and all
// records of one owner lie on one shard.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/id.hpp"
#include "wire/notice.hpp"

namespace naadam::wire {

// Labels of seal::keyed_hash: never change one.
inline constexpr std::string_view kPersonLabel = "person";
inline constexpr std::string_view kRecipientLabel = "recipient";
inline constexpr std::string_view kSubmitterLabel = "submitter";
inline constexpr std::string_view kRowLabel = "row";    // of a person who cannot be told by any document
inline constexpr std::string_view kSelfLabel = "self";  // of a person who registers themself
inline constexpr std::string_view kReceiptLabel =
    "receipt";  // of a message: proves that its callback's address is ours

// `edition` is the edition's id ("2021"), `event` and `group` its codes, or what the row says where they are unknown.
core::Id entry_id(const core::Id& person, std::string_view edition, std::string_view event, std::string_view group);

// `file` is the keyed address of the content; the same file again (with the same correction) is the same upload.
core::Id upload_id(const core::Id& submitter, const core::Id& file, const core::Id& corrects);

// A person as the submitter of their own forms: `person` and `self`, the keyed hashes of their document's key under
// kPersonLabel and kSelfLabel. Its first half is the person's, so their forms lie on the shard of their entries; by its
// second half no employer or school, whose hash has a label of its own, can ever be it.
core::Id self_submitter(const core::Id& person, const core::Id& self);
// `made`: by the person's device, once for each registration.
core::Id form_id(const core::Id& submitter, const core::Id& made);

core::Id notice_id(const core::Id& recipient, const core::Id& entry, NoticeReason reason);

// The last 8 bytes of an id: what tells it apart from the owner's others.
std::uint64_t tail_of(const core::Id& id);
core::Id with_tail(const core::Id& owner, std::uint64_t tail);

}  // namespace naadam::wire
