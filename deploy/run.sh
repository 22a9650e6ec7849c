#!/usr/bin/env bash
# Naadam on this machine, from nothing: installs what it needs, builds, starts everything in training mode at
# 2021-06-20, hands in a sample of 20,000 registrations, draws the seats of one delegation, marks and ranks its contests, names
# who goes to the finals and prints what became of it.
#
#   deploy/run.sh                 then stays up until Ctrl-C
#   deploy/run.sh --once          stops everything again and exits
#   deploy/run.sh --data DIR      where everything is kept (default run/naadam); may be used again
#   deploy/run.sh --rows N        another size of sample (default 20000)
#
# NAADAM_BUILD names another build directory than build/release.
# Exit codes: 0 done, 1 something was not as it should be, 2 wrong use, 3 something could not be had.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=$root/run/naadam
rows=20000
once=
build=${NAADAM_BUILD:-$root/build/release}

usage() { sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }
say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }

while [ $# -gt 0 ]; do
  case $1 in
    --once) once=1 ;;
    --data) data=${2:?--data needs a directory}; shift ;;
    --rows) rows=${2:?--rows needs a number}; shift ;;
    -h | --help) usage; exit 0 ;;
    *) printf '不认识的参数：%s\n' "$1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done

[ -d "$data" ] || mkdir -p -m 700 "$data"
data=$(cd "$data" && pwd)
sample=$data/sample-$rows
naadam=$build/bin/naadam
began=$SECONDS
took() { printf '   （%s 秒）\n' $((SECONDS - $1)); }

step "安装所需软件"
t=$SECONDS
"$root/deploy/setup.sh"
took "$t"

step "编译"
t=$SECONDS
log=$data/build.log
if ! { cd "$root" && cmake --preset release -B "$build" && cmake --build "$build" --target programs; } \
  >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  say "编译失败，完整日志：$log" >&2
  exit 3
fi
took "$t"

step "生成 $rows 行报名表（虚构人员）"
t=$SECONDS
files=$(((rows + 332) / 333))
if [ ! -e "$sample/manifest.csv" ]; then
  "$naadam" sample --out "$sample" --rows "$rows" --files "$files" >"$data/sample.txt"
fi
say "   $(head -n 1 "$data/sample.txt")"
took "$t"

step "启动存储和服务（演练模式，系统时间从 2021年6月20日10:00 起）"
t=$SECONDS
# The pipe ends when `naadam up` does, so that a start that fails is told at once.
exec 3< <(exec "$naadam" up --data "$data" --training 2021-06-20T10:00+08:00 --winners "$sample/winners.csv" \
  --once-ready /dev/fd/4 4>&1 >"$data/up.log" 2>&1)
up=$!
stop() { kill -TERM "$up" 2>/dev/null || true; wait "$up" 2>/dev/null || true; }
trap stop EXIT
trap 'exit 130' INT TERM
if ! read -r -u 3 _; then
  cat "$data/up.log" >&2
  exit 3
fi
took "$t"

step "提交报名表"
t=$SECONDS
code=0
"$naadam" import --data "$data" --manifest "$sample/manifest.csv" --out "$data/outcome" || code=$?
[ "$code" -le 1 ] || exit "$code"
took "$t"

step "现状"
"$naadam" status --data "$data" --settle 120

step "各赛项、各代表队报名情况"
"$naadam" boards --data "$data"

# The clock is the training's: it is set on to where the next step may be taken, and services hear of it within a second.
at() { "$naadam" publish --data "$data" --training "$1" >/dev/null; }
draw() { "$naadam" draw "$1" --data "$data" --delegation 包头 "${@:2}"; }
draw_when_it_may() {
  for _ in $(seq 60); do
    draw "$@" >"$data/draw.txt" 2>&1 && return 0
    sleep 0.25
  done
  cat "$data/draw.txt" >&2
  return 1
}

step "抽签：包头选拔赛（承诺、截止、冻结名单、公开、公布）"
t=$SECONDS
cat >"$data/draw-notice.toml" <<'TOML'
# 抽签公告
[draw]
id = "2021-150200-1"
source = "中国福利彩票双色球 2021 年 7 月 20 日开奖号码"
value_at = "2021-07-20T21:30+08:00"

[[seats]]
event = "*"
heats = 0      # 按人数需要
stations = 10
TOML
at 2021-06-20T12:00+08:00
draw_when_it_may open --notice "$data/draw-notice.toml" --by 包头市人社局
for who in 主办单位 包头市人社局; do
  draw commit --who "$who" --secret "$data/secret-$who" --by "$who" >/dev/null 2>&1
done
at 2021-07-16T09:00+08:00
draw_when_it_may freeze --by 包头市人社局
for who in 主办单位 包头市人社局; do draw reveal --who "$who" --secret "$data/secret-$who" --by "$who" >/dev/null; done
at 2021-07-20T22:00+08:00
draw_when_it_may publish --text "03 09 14 21 26 30 + 11" --by 包头市人社局
draw show
draw save --to "$data/draw-record.json"
"$naadam" draw check "$data/draw-record.json"
"$naadam" status --data "$data" --settle 120 >"$data/status.txt"
say "   短信“抽签结果”$(cat "$data"/sms*.jsonl | grep -c 抽签结果 || true) 条"
took "$t"

marks() { "$naadam" marks "$1" --data "$data" "${@:2}"; }
results() { "$naadam" results "$1" --data "$data" --delegation 包头 "${@:2}"; }
sms() { cat "$data"/sms*.jsonl | grep -c "$1" || true; }

step "评分：包头选拔赛（评分方案、评分表、公布成绩、决赛提名）"
t=$SECONDS
scores=$data/sample-marks
"$naadam" sample-marks --data "$data" --delegation 包头 --out "$scores" --seed 1
marks scheme --file "$scores/scheme.toml" --by 包头市人社局
say "   一张有误的评分表："
if marks import "$scores"/faulty/* --delegation 包头 --by 包头市人社局 >"$data/faulty.txt"; then
  say "有误的评分表被导入了" >&2
  exit 1
fi
sed 's/^/   /' "$data/faulty.txt"
marks import "$scores"/marks/* --delegation 包头 --by 包头市人社局 >"$data/marks.txt"
tail -n 1 "$data/marks.txt"
results publish --by 包头市人社局
results nominate --by 包头市人社局
"$naadam" status --data "$data" --settle 120 >"$data/status.txt"
results finals >"$data/finals.txt"
head -n 8 "$data/finals.txt"
say "   ……共 $(grep -c 入选 "$data/finals.txt") 人入选，完整名单 $data/finals.txt"
results check --truth "$scores/truth-results.csv"
results save --to "$data/results-record.json"
"$naadam" rank "$data/results-record.json"
say "   短信“成绩公布”$(sms 成绩公布) 条，“决赛”$(sms 决赛) 条"
took "$t"

step "到这里查看"
page=$(grep -o 'http://127\.0\.0\.1:[0-9]*/，' "$data/up.log" | head -n 1)
cat <<TEXT
  网页      ${page%，}，令牌在 $data/portal/demo-tokens.txt（每个角色一行）
  现状      $naadam status --data $data
  各赛项    $naadam boards --data $data，--state returned 等数别的结果
  抽签      $naadam draw list --data $data，公布的记录 $data/draw-record.json
  成绩      $naadam results list --data $data，公布的记录 $data/results-record.json（naadam rank 核对）
  一项报名  $naadam entries --data $data --limit 10，再 $naadam entry --data $data 编号
  短信      $data/sms.jsonl
  结果表    $data/outcome/（每个文件一份，原表加结果列）
  应有结果  $sample/truth.csv（样例植入了什么、应得什么）
  日志      $data/log/
  总用时    $((SECONDS - began)) 秒
TEXT

if [ -n "$once" ]; then
  step "停止"
  t=$SECONDS
  stop
  trap - EXIT
  took "$t"
  exit 0
fi
say
say "系统在运行（演练模式）。按 Ctrl-C 停止。"
wait "$up"
