using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using LtoAutoscope.Daemon.Web;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>Tells what this daemon is, and of whose work it is made.</summary>
/// <param name="settings">Its folders.</param>
/// <param name="time">The clock.</param>
public sealed class AboutReader(WebSettings settings, TimeProvider time)
{
    private const double Mebibyte = 1 << 20, Gibibyte = 1 << 30;

    /// <summary>Reads it as of now.</summary>
    public AboutView Read()
    {
        using var self = Process.GetCurrentProcess();
        DateTimeOffset started = new(self.StartTime.ToUniversalTime(), TimeSpan.Zero);
        return new AboutView(
            settings.Version, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}", started, Math.Round((time.GetUtcNow() - started).TotalSeconds), Math.Round(self.WorkingSet64 / Mebibyte),
            settings.DataFolder, FreeGib(), Libraries(), Text(Path.Combine(settings.ContentRoot, "THIRD-PARTY-NOTICES.md")));
    }

    private double? FreeGib()
    {
        try
        {
            return settings.DataFolder.Length == 0 ? null : Math.Round(new DriveInfo(settings.DataFolder).AvailableFreeSpace / Gibibyte, 1);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private IReadOnlyList<AboutLibrary> Libraries()
    {
        try
        {
            return JsonSerializer.Deserialize<IReadOnlyList<AboutLibrary>>(Text(Path.Combine(settings.WwwRoot, "lib", "libraries.json")), DomainJson.Line) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Text(string path) => File.Exists(path) ? File.ReadAllText(path) : "";
}
