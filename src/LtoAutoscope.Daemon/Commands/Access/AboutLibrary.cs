namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>A library that runs in the browser, shipped with the program.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Licence">Its licence (SPDX).</param>
public sealed record AboutLibrary(string Name, string Version, string Licence);
