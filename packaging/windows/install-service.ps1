# Run in an elevated PowerShell, beside the published folder: .\install-service.ps1 -Folder 'C:\Program Files\LtoAutoscope' -Data 'D:\LtoAutoscope'
param(
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Data,
    [string] $Urls = 'http://127.0.0.1:5080'
)
$ErrorActionPreference = 'Stop'
$exe = Join-Path $Folder 'lto-autoscope.exe'
if (-not (Test-Path $exe)) { throw "$exe does not exist: publish first (dotnet publish -c Release src/LtoAutoscope.Daemon -o `"$Folder`")" }
New-Service -Name 'LtoAutoscope' -DisplayName 'LtoAutoscope' -StartupType Automatic `
    -Description 'Unattended electron microscopy of battery powders' `
    -BinaryPathName "`"$exe`" serve --data `"$Data`" --urls $Urls"
sc.exe failure LtoAutoscope reset= 86400 actions= restart/5000/restart/5000/restart/60000 | Out-Null
Start-Service LtoAutoscope
Write-Host "LtoAutoscope runs at $Urls. Stop it with Stop-Service LtoAutoscope: it parks the instrument first."
