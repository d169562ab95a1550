namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>What this daemon is.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Runtime">The runtime and the system under it.</param>
/// <param name="StartedAt">When the process began, UTC.</param>
/// <param name="UptimeS">How long it has run, s.</param>
/// <param name="MemoryMib">Memory that it holds, MiB.</param>
/// <param name="DataFolder">Path of the data folder.</param>
/// <param name="FreeGib">Free space on its disk, GiB; null where it cannot be read.</param>
/// <param name="Libraries">Libraries in the browser.</param>
/// <param name="Notices">Notices of the packages, as Markdown.</param>
public sealed record AboutView(
    string Version, string Runtime, DateTimeOffset StartedAt, double UptimeS, double MemoryMib, string DataFolder, double? FreeGib, IReadOnlyList<AboutLibrary> Libraries, string Notices);
