#!/bin/sh
# Opens the built program, or says in Chinese why this computer cannot run it.
#
# Too old a system ends the program before its first line, with a word about GLIBC on a terminal
# nobody sees. So what it needs is looked at here first; nothing is installed or changed.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
NEEDED_GLIBC=${NEEDED_GLIBC:-2.34} # of the Qt wheels in requirements.lock
cpu=${QINGLIAN_CPUINFO:-/proc/cpuinfo}

stop() {
    printf '%s\n' "$1" >&2
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        if command -v zenity >/dev/null 2>&1; then
            zenity --error --no-wrap --title=清廉村居工作台 --text="$1" 2>/dev/null
        elif command -v kdialog >/dev/null 2>&1; then
            kdialog --title 清廉村居工作台 --error "$1" 2>/dev/null
        elif command -v xmessage >/dev/null 2>&1; then
            xmessage -center "$1" 2>/dev/null
        fi
    fi
    exit 1
}

machine=$(uname -m)
case $machine in
    x86_64 | aarch64) ;;
    *) stop "这台电脑的处理器（$machine）还不能用清廉村居工作台。请换一台 64 位的英特尔、AMD、海光、兆芯、飞腾或鲲鹏电脑。数据没有动过。" ;;
esac

libc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/^glibc //')
older() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" != "$2" ]; }
if [ -z "$libc" ]; then
    stop "认不出这个系统的基础部件，清廉村居工作台打不开。请换用统信 UOS、银河麒麟的新版本，或 Windows 10 以上的电脑。数据没有动过。"
fi
if older "$libc" "$NEEDED_GLIBC"; then
    stop "这个系统太旧（基础部件 $libc，要 $NEEDED_GLIBC 以上），清廉村居工作台打不开。请维护的人升级系统，或换一台电脑。数据没有动过。"
fi

if [ "$machine" = x86_64 ] && [ -r "$cpu" ] && ! grep -q -m 1 -w sse4_2 "$cpu"; then
    stop "这台电脑的处理器太旧（没有 SSE4.2），清廉村居工作台打不开。请换一台 2009 年以后的电脑。数据没有动过。"
fi

[ "${1:-}" = --check ] && { printf '%s\n' "这台电脑可以用清廉村居工作台。"; exit 0; }
exec "$here/qinglian-desktop" "$@"
