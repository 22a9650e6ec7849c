// What a program may ask a service. Bodies are msgpack maps with the fields named here; ids are 32 hex digits.
// Unknown fields are skipped, a missing one is refused with its name.
//
// To intake:
//   upload.begin   {submitter, file_name, corrects: "" or id}          -> {ticket}        first byte: sets accepted-at
//   upload.append  {ticket, offset, bytes: bin}                        -> {}              at most kAppendBytesMax; a
//                  piece that comes twice is taken once. offset absent: at the end
//   upload.commit  {ticket}                                            -> {upload, number, again, accepted_at,
//   training}
//                  the receipt: file kept and synced. again: this very file was received before
//   upload.abandon {ticket}                                            -> {}              instead of commit; also of
//                  one that is not known
//   upload.status  {upload, submitter}
//                              -> {stage, number, rows, filled, withdrawn, verdicts: {word: n}, faults: {rule: n},
//                                   evidence: {rule: n}, conflicts, overtaken, refusal, remarks: [text], accepted_at,
//                                   file_name, training}
//                  submitter, by name: only of their own uploads, any other is not found; absent: of all
//   upload.outcome {upload, submitter, offset, book}  -> {ready, bytes: bin, size, book}
//                  the workbook, a piece at a time; book absent: the one written last, from offset 0 on a new one
//   upload.list    {cursor}     -> {uploads: [{upload, number, rows, stage, accepted_at}], cursor: "" at the end}
//   Single forms 网上报名 (services/intake/form_desk.hpp). fields: texts by the names of wire/claim_texts.hpp, absent:
//   "". form.file      {forms: [{id, fields, consent: {version, agreed_at: ms}, guardian: {name, phone, agreed:
//   bool}}]},
//                  1 to kFormsAtOnce, id: made by the person's device, once for a registration; guardian absent: none
//                               -> {results: [of each {receipt, number, again, accepted_at, training}, or {status: as
//                                   of a reply, text, reused: bool}]}
//                  the receipt: kept and synced. reused: this id came with another content
//   form.check     {fields, consent, guardian: either may be absent}
//                               -> {claim: the fields in plain characters, faults: [{field, text}], guardian_wanted}
//                  what form.file would refuse; nothing is kept
//   form.status    {receipt}    -> {receipt, stage: "received" | "judging" | "judged", number, accepted_at, training,
//                                   entry, event_name, group_name, delegation_name, name, document_number: both masked,
//                                   verdict, conflict, overtaken, findings, seat, result, finals: as of
//                                   entry.show}
//   form.terms     {}           -> {edition, edition_name, opens, closes, now, training, groups: [{group, group_name}],
//                                   events: [{event, event_name, category, team_size, groups}], delegations:
//                                   [{delegation, delegation_name, closes}], consent: {version, title, paragraphs,
//                                   guardian}}
//   entry.list     {cursor, verdict, event, delegation}  -> {entries: [...], cursor}; "" = any
//   entry.show     {entry} or {document}, full: bool (absent: false, names and numbers masked)
//                               -> {entries: [...with claims, their origin and findings, seat: {heat, station} where
//                               one was drawn, result: {rank, total: text} where one was published (rank 0: none),
//                               finals: {kind: "named" | "substitute" | "none", order} where it was nominated...]}
// To eligibility:
//   claim.check    {claim: as of form.check}  -> {verdict, findings: [{rule, result, clause, text, inputs, field}]}
//                  as if it came now; nothing is kept. field: by the names of wire/claim_texts.hpp, "" of none
// To scheduling:
//   board.count    {}           -> {boards: [{event, group, delegation, accepted, needs_evidence, returned, refused,
//                                  withdrawn}], events: [{event, event_name, accepted, forecast, enough}],
//                                  delegations: [{delegation, delegation_name}], viability_min, clock: ms by the
//                                  installation's clock}; codes, "" where an entry names none that is known
//   board.list     {event, group, delegation, cursor}  -> {places: [{entry, state}], cursor: "" at the end}
//   Draws 抽签 (services/scheduling/rules/draw_book.hpp). round: "trial" or "final"; delegation: code or name, "" of
//   the finals; by: the officer's name; hashes and secrets: 64 hex digits. plan: [{event, group, heats, stations}], by
//   name or code; event "*": every event without a line of its own; heats 0: as many as needed. Each step may be asked
//   again; it answers as draw.show.
//
//   draw.open      {round, delegation, draw, source, value_at, plan, by}
//   draw.commit    {round, delegation, who, commitment, by}
//   draw.freeze    {round, delegation, by}
//   draw.reveal    {round, delegation, who, secret, by}
//   draw.publish   {round, delegation, text, by}
//   draw.redraw    {round, delegation, draw, source, value_at, plan, reason, by}
//   draw.substitute  {round, delegation, out, in, reason, by}   entries' ids
//   draw.show      {round, delegation}  -> {round, delegation, delegation_name, draw, phase, told, source, value_at,
//                               entries, contests, commitments: [who], reveals: [who], left_out: [who], replaces,
//                               reason, list, seed, public_text, moves: n, steps: [{step, by, at, note}],
//                               document: its name}
//   draw.record    {round, delegation}  -> {book: the document's text, record: what is published of it, JSON}
//   draw.list      {}           -> {draws: [as draw.show]}
// To scoring. round, delegation, by as for draws; event and group: code or name; order, numbers: 参赛号
//   (wire/start_list.hpp). Each step may be asked again.
//   score.scheme   {round, schemes: [{event or "*", criteria: [{code, zh, most, step}]}], reason, by}
//                               -> {events: n, changed: n}   marks as text; a reason where another was there
//   score.import   {round, delegation, event, group, file_name, bytes: bin, reason, by}
//                               -> {accepted, event, event_name, group, group_name, version, again, open_marks,
//                                   remarks: [text], faults: [{row, column, text}], faults_total}
//                  event, group "": as the file says; not accepted: nothing was kept, faults say where and why
//   score.decide   {round, delegation, event, group, order: [number], reason, by}    -> as score.show
//                  group "" of a trial: a tie of the nomination, numbers as group/number (职工组/2-05)
//   score.publish  {round, delegation, event: "" of all, group: "" of all, by}
//                               -> {published: n, unchanged: n, refused: [{event, event_name, group, group_name,
//                                   text}]}
//   score.nominate {delegation, event: "" of all, by, declined: [group/number], reason}
//                               -> {published, unchanged, refused: [{event, event_name, text}]}
//                  declined absent: as before; else all who decline, of the one event, with a reason
//   score.show     {round, delegation, event, group}
//                               -> {round, delegation, delegation_name, event, event_name, group, group_name, phase:
//                                   "waiting" (no draw) | "open" | "published" | "correcting" (was published, marks
//                                   come in anew), told, version, starts, numbers: [of those who start], marked,
//                                   open_marks, ties: [[number]], ranked: [{number, entry, presence, total, rank,
//                                   tied}] where it can be ranked, why: text where it can't, correcting_since: ms or 0,
//                                   published_ranked: what stands published while it is corrected, else [],
//                                   published_by, published_at, steps: [{step, by, at, note}], document}
//                  group "" of a trial: the nomination in the same form, ranked those named and then the substitutes
//   score.list     {round, delegation: "" of all}  -> {contests: [{event, event_name, group, group_name, delegation,
//                                   delegation_name, phase, told, correcting_since, starts, marked, open_marks,
//                                   ties: n, version}], outdated: [{event, event_name, group, group_name, delegation,
//                                   delegation_name}], whose result was corrected after their event's nomination}
//                  those that have starts or marks
//   score.record   {round, delegation, event: "" of all, group: "" of all}
//                               -> {record: what is published of it, JSON (scoring/rules/results_record.hpp)}
//   score.finals   {delegation: "" of all}  -> {finals: [{event, event_name, delegation, delegation_name, phase, told,
//                                   correcting_since, outdated: [{group, group_name}] as in score.list, named:
//                                   [{entry, group, group_name, number, rank, order, total}], substitutes: [the
//                                   same]}]}
// To notification:
//   notice.count   {}           -> {states: {name: n}}
//   notice.of      {entry, recipient}  -> {notices: [{notice, reason, state}]}
//   notice.receipt {receipts: [{name: text}]}   callbacks of the SMS gateway, each the query of an address that
//                  notification gave it, at most kReceiptsAskedMax
//                               -> {answers: ["kept" | "later" | "unreadable"]}  in their order; "later": not kept,
//                                  to come again; "unreadable": of no address of ours
// To the notary:
//   signing.rotate {from}       -> {name, public}       `from` names the key in force, so that asking twice changes
//   once;
//                  name and line (seal/signing.hpp) of the one that is in force now
//   signing.retire {}           -> {name, retired}      how many secrets before the one in force were destroyed
// To every service:
//   status         {brief: bool, absent: false}
//                               -> {service, copy, pid, http_port, stages: {name: {records, oldest_due_ms, parked}},
//                               epoch, clock_ms: by its machine's clock; the notary tells neither};
//                               brief: without the stages, which every copy counts alike
#pragma once

#include <cstddef>
#include <string_view>

namespace naadam::wire::verb {

inline constexpr std::string_view kUploadBegin = "upload.begin";
inline constexpr std::string_view kUploadAppend = "upload.append";
inline constexpr std::string_view kUploadCommit = "upload.commit";
inline constexpr std::string_view kUploadAbandon = "upload.abandon";
inline constexpr std::string_view kUploadStatus = "upload.status";
inline constexpr std::string_view kUploadOutcome = "upload.outcome";
inline constexpr std::string_view kUploadList = "upload.list";
inline constexpr std::string_view kFormFile = "form.file";
inline constexpr std::string_view kFormCheck = "form.check";
inline constexpr std::string_view kFormStatus = "form.status";
inline constexpr std::string_view kFormTerms = "form.terms";
inline constexpr std::string_view kClaimCheck = "claim.check";
inline constexpr std::string_view kEntryList = "entry.list";
inline constexpr std::string_view kEntryShow = "entry.show";
inline constexpr std::string_view kBoardCount = "board.count";
inline constexpr std::string_view kBoardList = "board.list";
inline constexpr std::string_view kDrawOpen = "draw.open";
inline constexpr std::string_view kDrawCommit = "draw.commit";
inline constexpr std::string_view kDrawFreeze = "draw.freeze";
inline constexpr std::string_view kDrawReveal = "draw.reveal";
inline constexpr std::string_view kDrawPublish = "draw.publish";
inline constexpr std::string_view kDrawRedraw = "draw.redraw";
inline constexpr std::string_view kDrawSubstitute = "draw.substitute";
inline constexpr std::string_view kDrawShow = "draw.show";
inline constexpr std::string_view kDrawRecord = "draw.record";
inline constexpr std::string_view kDrawList = "draw.list";
inline constexpr std::string_view kScoreScheme = "score.scheme";
inline constexpr std::string_view kScoreImport = "score.import";
inline constexpr std::string_view kScoreDecide = "score.decide";
inline constexpr std::string_view kScorePublish = "score.publish";
inline constexpr std::string_view kScoreNominate = "score.nominate";
inline constexpr std::string_view kScoreShow = "score.show";
inline constexpr std::string_view kScoreList = "score.list";
inline constexpr std::string_view kScoreRecord = "score.record";
inline constexpr std::string_view kScoreFinals = "score.finals";
inline constexpr std::string_view kNoticeCount = "notice.count";
inline constexpr std::string_view kNoticeOf = "notice.of";
inline constexpr std::string_view kNoticeReceipt = "notice.receipt";
inline constexpr std::string_view kSigningRotate = "signing.rotate";
inline constexpr std::string_view kSigningRetire = "signing.retire";
inline constexpr std::string_view kStatus = "status";

inline constexpr std::size_t kAppendBytesMax = 1u << 20;
inline constexpr std::size_t kOutcomePieceBytes = 1u << 20;
inline constexpr std::size_t kFormsAtOnce = 64;
inline constexpr std::size_t kReceiptsAskedMax = 128;

}  // namespace naadam::wire::verb
