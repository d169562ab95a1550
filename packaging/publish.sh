#!/usr/bin/env bash
# Self-contained builds, one folder and one archive a platform, from one command. They need no .NET on the computer.
#   packaging/publish.sh [-o OUT] [RID…] [-- further arguments of dotnet publish, such as -p:OnnxProvider=Cuda]
# Default: OUT = artifacts/publish, RIDs = linux-x64 win-x64. Build files go beside OUT, so that the checkout's own stay as they are.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out="$root/artifacts/publish"
rids=()
more=()
while [ $# -gt 0 ]; do
    case "$1" in
        -o) out=$2; shift 2 ;;
        -h|--help) sed -n '2,4s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
        --) shift; more=("$@"); break ;;
        -*) echo "publish.sh: '$1' is not known; try --help" >&2; exit 2 ;;
        *) rids+=("$1"); shift ;;
    esac
done
[ ${#rids[@]} -gt 0 ] || rids=(linux-x64 win-x64)
mkdir -p "$out"
out=$(cd "$out" && pwd)
for rid in "${rids[@]}"; do
    folder="$out/lto-autoscope-$rid"
    rm -rf "$folder"
    dotnet publish "$root/src/LtoAutoscope.Daemon" -c Release -r "$rid" --self-contained true -o "$folder" --artifacts-path "$out/../publish-build" \
        -p:DebugType=none -p:DebugSymbols=false -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false -v q --nologo ${more[@]+"${more[@]}"}
    # What debuggers and linkers want, and a web server that is not ours.
    find "$folder" \( -name '*.pdb' -o -name '*.lib' -o -name 'LtoAutoscope.*.xml' -o -name 'lto-autoscope.xml' -o -name 'web.config' \) -delete
    cp "$root/LICENSE" "$root/THIRD-PARTY-NOTICES.md" "$root/README.md" "$folder/"
    mkdir -p "$folder/docs" "$folder/packaging"
    cp "$root"/docs/*.md "$folder/docs/"
    case "$rid" in win-*) cp -R "$root/packaging/windows" "$folder/packaging/" ;; *) cp -R "$root/packaging/systemd" "$folder/packaging/" ;; esac
    for part in wwwroot config models firmware-protocols docs LICENSE THIRD-PARTY-NOTICES.md; do
        [ -e "$folder/$part" ] || { echo "publish.sh: $folder has no $part" >&2; exit 1; }
    done
    # dotnet msbuild's own task writes the zip: there need be no zip on the computer.
    case "$rid" in
        win-*) archive="$folder.zip"; dotnet msbuild "$root/packaging/zip.proj" -nologo -v:q "-p:Folder=$folder" "-p:Archive=$archive" ;;
        *) archive="$folder.tar.gz"; tar -C "$out" -czf "$archive" "$(basename "$folder")" ;;
    esac
    echo "$rid: $folder ($(du -sm "$folder" | cut -f1) MiB), $archive ($(du -m "$archive" | cut -f1) MiB)"
done
