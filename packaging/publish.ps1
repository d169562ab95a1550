# Self-contained builds, one folder and one archive a platform, from one command. They need no .NET on the computer. The same as publish.sh.
#   packaging/publish.ps1 [-Out DIR] [-Rids linux-x64,win-x64] [-More '-p:OnnxProvider=DirectML']
param(
    [string] $Out,
    [string[]] $Rids = @('linux-x64', 'win-x64'),
    [string[]] $More = @()
)
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
if (-not $Out) { $Out = Join-Path $root 'artifacts/publish' }
$Out = (New-Item -ItemType Directory -Force $Out).FullName
foreach ($rid in $Rids) {
    $folder = Join-Path $Out "lto-autoscope-$rid"
    if (Test-Path $folder) { Remove-Item -Recurse -Force $folder }
    dotnet publish (Join-Path $root 'src/LtoAutoscope.Daemon') -c Release -r $rid --self-contained true -o $folder --artifacts-path (Join-Path $Out '../publish-build') `
        -p:DebugType=none -p:DebugSymbols=false -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false -v q --nologo @More
    if ($LASTEXITCODE -ne 0) { throw "dotnet publish for $rid ended with $LASTEXITCODE" }
    Get-ChildItem $folder -Recurse -File | Where-Object { $_.Extension -in '.pdb', '.lib' -or $_.Name -like 'LtoAutoscope.*.xml' -or $_.Name -in 'lto-autoscope.xml', 'web.config' } | Remove-Item
    Copy-Item (Join-Path $root 'LICENSE'), (Join-Path $root 'THIRD-PARTY-NOTICES.md'), (Join-Path $root 'README.md') $folder
    New-Item -ItemType Directory -Force (Join-Path $folder 'docs'), (Join-Path $folder 'packaging') | Out-Null
    Copy-Item (Join-Path $root 'docs/*.md') (Join-Path $folder 'docs')
    Copy-Item -Recurse (Join-Path $root $(if ($rid -like 'win-*') { 'packaging/windows' } else { 'packaging/systemd' })) (Join-Path $folder 'packaging')
    foreach ($part in 'wwwroot', 'config', 'models', 'firmware-protocols', 'docs', 'LICENSE', 'THIRD-PARTY-NOTICES.md') {
        if (-not (Test-Path (Join-Path $folder $part))) { throw "$folder has no $part" }
    }
    if ($rid -like 'win-*' -or $IsWindows) {
        $archive = "$folder.zip"
        dotnet msbuild (Join-Path $root 'packaging/zip.proj') -nologo -v:q "-p:Folder=$folder" "-p:Archive=$archive"
    } else {
        $archive = "$folder.tar.gz"
        tar -C $Out -czf $archive (Split-Path -Leaf $folder)
    }
    if ($LASTEXITCODE -ne 0) { throw "packing $folder ended with $LASTEXITCODE" }
    Write-Host "${rid}: $folder, $archive"
}
