#!/usr/bin/env bash
# Writes the users of Redis: the operator and one for each service, with passwords made here.
#
#   deploy/redis/acl.sh DIR
#
# DIR (0700) gets USER.password (0600) for each user, made once and kept afterwards, and users.acl (0600) for redis.conf
# ("aclfile DIR/users.acl" on every node), which holds only their hashes. Then "ACL LOAD" or a restart. None of it
# belongs in the repository. A service is given its own by NAADAM_STORE_USER and NAADAM_STORE_PASSWORD_FILE; whoever
# starts the installation (`naadam up`, `naadam publish`, backup) uses operator.password without a user: the operator is
# Redis' default user, also for replication between nodes (masterauth). Services cannot load functions: they wait until
# the operator's first connection has.
#
# What this keeps out. A user runs no function but those named, and no function, and no command, touches a key outside
# its patterns: Redis checks what a function does as if its caller did it. So eligibility cannot read or change
# a notice, an upload or a mark, nobody but the operator can change the edition, the register of winners or the shards,
# and none can list keys, configure, flush, save or load functions, or see other clients.
# What it does not. A function's own commands must be allowed to its caller (HSET, HDEL, ZADD, ... within the
# patterns), so a stolen password can damage the records its service owns, by hand; the check in each record, the
# auditor and the notary's log show it. Key patterns know kinds, not shards or records: a service sees all records of its kinds.
# Allowing a function by its name is "first argument" matching, which Redis 7 calls deprecated and which FCALL, having
# no subcommands, has instead of them; redis-server refuses the file at its start should that ever go.
#
# Exit codes: 0 written, 2 wrong use, 3 DIR cannot be written.
set -euo pipefail
umask 077

[ $# -eq 1 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2; }
dir=$1
mkdir -p "$dir" && chmod 700 "$dir" || exit 3

hash_of() {  # user: its password's hash, making the password when there is none
  local file=$dir/$1.password
  [ -s "$file" ] || (set -o noclobber && head -c 32 /dev/urandom | base64 -w 0 | tr '+/' '-_' | tr -d = >"$file") || exit 3
  chmod 600 "$file"
  printf '%s' "$(head -n 1 "$file")" | sha256sum | cut -d ' ' -f 1
}

functions() {  # name...: of the libraries, versions and all
  local name
  for name; do printf ' +fcall|n1_%s +fcall_ro|n1_%s' "$name" "$name"; done
}

tag='~{s[0-9][0-9]} ~{s[0-9][0-9][0-9]} ~{s[0-9][0-9][0-9][0-9]}'
client='resetchannels -@all +ping +time +wait +asking +cluster|slots +cluster|info +function|list +get'
alive="+hgetall +hset +hdel +pttl +pexpire$(functions announce withdraw copies) %R~naadam:copies:*"
facts='%R~naadam:fact:*'
# The commands behind admit, advance, apply, take, defer, park, replay, walk, read and count.
records="+hget +hmget +hset +hdel +hincrby +incr +zadd +zrem +zrange +zrangebyscore +zcard +hscan +xadd +xinfo|stream\
$(functions advance take defer park replay walk read count)"
names='~{s*}:ctr ~{s*}:log'  # pack names and the log of decisions, which every deciding call adds to

user() {  # name rights...
  local name=$1
  shift
  printf 'user %s on #%s resetkeys %s %s\n' "$name" "$(hash_of "$name")" "$client" "$*"
}

{
  printf 'user default on #%s ~* &* +@all\n' "$(hash_of operator)"
  # uploads with their marks and numbers, entries; the first real one makes the installation live; the auditor looks at notices
  user intake "$alive ~naadam:copies:intake $facts ~naadam:fact:mode ~naadam:fact:retold +set $tag $names ~{s*}:u:* ~{s*}:e:* %R~{s*}:n:*" \
    "$records$(functions admit mark number) +getrange +setrange +hlen +hstrlen +zscan +zscore +cluster|getkeysinslot"
  user eligibility "$alive ~naadam:copies:eligibility $facts $tag $names ~{s*}:e:* $records"
  user notification "$alive ~naadam:copies:notification $facts $tag $names ~{s*}:e:* ~{s*}:n:* $records$(functions apply)"
  # asks the services; stores no record
  user portal "$alive ~naadam:copies:portal $facts"
  # takes the log away once it has it on disk
  user notary "$alive ~naadam:copies:notary $facts ~naadam:fact:history +set $tag ~{s*}:log" \
    "+xrange +xlen +xtrim$(functions trim_log)"
} >"$dir/users.acl.next" || exit 3
mv "$dir/users.acl.next" "$dir/users.acl"
