#!/bin/sh
# Usage: write-fingerprint.sh core|plugin|record KIT OUTPUT [FINGERPRINT]
# Hashes the core's sources below KIT, its flags (Package.swift is among them), the toolchain and the processor's
# features, and writes the result as Swift source: a constant of the core; the record that a plugin carries, with the
# function that registers it; or that record alone. A fingerprint that is given, 32 digits, is written as it is: that of a
# core which was built before.
set -eu
role=$1 kit=$2 output=$3
abi=$(sed -n 's/^#define ANSATZ_ABI_NUMBER \([0-9]*\)$/\1/p' "$kit/CAnsatz/include/CAnsatz.h")
hash=${4-}
if [ -z "$hash" ]; then
    hash=$(
        cd "$kit"
        {
            find . -name '.?*' -prune -o -type f \
                \( -name '*.swift' -o -name '*.c' -o -name '*.h' -o -name '*.modulemap' -o -name '*.sh' \) -print \
                | LC_ALL=C sort | xargs -d '\n' sha256sum
            swiftc --version 2>/dev/null || swift --version 2>/dev/null
            grep -m1 '^flags' /proc/cpuinfo || true
        } | sha256sum | cut -c1-32
    )
fi
high=0x$(printf %s "$hash" | cut -c1-16)
low=0x$(printf %s "$hash" | cut -c17-32)
write_constant() {
    cat <<EOF
enum CoreFingerprint {
    static let high: UInt64 = $high
    static let low: UInt64 = $low
}
EOF
}

write_record() {
    cat <<EOF
#if DEBUG
@used @section(".ansatz")
let ansatzHandshake: (UInt64, UInt32, UInt32, UInt64, UInt64) = (0x5A54_4153_4E41_0001, $abi, 1, $high, $low)
#else
@used @section(".ansatz")
let ansatzHandshake: (UInt64, UInt32, UInt32, UInt64, UInt64) = (0x5A54_4153_4E41_0001, $abi, 0, $high, $low)
#endif
EOF
}

write_registration() {
    cat <<'EOF'

import Ansatz

@c(ansatz_plugin_register)
public func ansatzPluginRegister(_ host: UnsafeMutableRawPointer) {
    // A plugin's module declares: let plugin = Plugin("its_name", version: "0.1.0") { ItsComponent.self }
    plugin.register(host)
}
EOF
}

case $role in
    core) write_constant ;;
    plugin) write_record && write_registration ;;
    *) write_record ;;
esac > "$output"
