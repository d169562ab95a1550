# Run in an elevated PowerShell from the published folder: .\packaging\windows\install-service.ps1 -Instrument my-sem
# It only calls the program's own verb, which copies the program, keeps data and edited configuration, and makes the service; see docs\operations.md.
param(
    [string] $Instrument = 'twin',
    [string] $Data,
    [string] $Urls = 'http://127.0.0.1:5080',
    [switch] $DryRun
)
$ErrorActionPreference = 'Stop'
$program = Join-Path $PSScriptRoot '..\..\lto-autoscope.exe'
if (-not (Test-Path $program)) { throw "$program does not exist: run this script where packaging/publish put it, two folders under the program" }
$arguments = @('service', 'install', '--instrument', $Instrument, '--urls', $Urls)
if ($Data) { $arguments += @('--data', $Data) }
if ($DryRun) { $arguments += '--dry-run' }
& $program @arguments
if ($LASTEXITCODE -ne 0) { throw "the installation ended with $LASTEXITCODE" }
