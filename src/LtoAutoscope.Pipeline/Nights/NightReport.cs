using System.Globalization;
using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Reports.Nights;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Pipeline.Nights;

/// <summary>Writes the morning page of a night and the same figures as JSON.</summary>
public static class NightReport
{
    /// <summary>The page.</summary>
    public const string PageName = "morning.html";

    /// <summary>The figures.</summary>
    public const string JsonName = "morning.json";

    /// <summary>The folder of a night, <c>nights/YYYY-MM-DD</c>.</summary>
    public static string FolderOf(DataFolder data, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Path.Combine(data.Nights, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>Reads a night from the journals and writes <c>nights/YYYY-MM-DD/morning.html</c> and <c>morning.json</c>; calling it again replaces both.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="night">Which hours.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels before the files are written.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="IOException">The disk is full or gone; an older page is still there.</exception>
    public static Task<NightSummary> WriteAsync(DataFolder data, NightWindow night, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(night);
        return WriteAsync(data, night, FolderOf(data, night.Date), time, cancellationToken);
    }

    /// <summary>The same into any folder.</summary>
    /// <inheritdoc cref="WriteAsync(DataFolder, NightWindow, TimeProvider, CancellationToken)" path="/exception"/>
    public static async Task<NightSummary> WriteAsync(DataFolder data, NightWindow night, string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        NightSummary summary = await NightReader.ReadAsync(data, night, time, cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(folder);
        // The figures first: a page without them would be the half that nobody can check.
        await AtomicFile.WriteAsync(Path.Combine(folder, JsonName), JsonSerializer.SerializeToUtf8Bytes(summary, DomainJson.File), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, PageName), NightPage.Render(summary), cancellationToken).ConfigureAwait(false);
        return summary;
    }

    /// <summary>The nights that have a page, newest first.</summary>
    public static IReadOnlyList<DateOnly> List(DataFolder data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!Directory.Exists(data.Nights)) return [];
        return [.. Directory.EnumerateDirectories(data.Nights)
            .Where(folder => File.Exists(Path.Combine(folder, PageName)))
            .Select(folder => DateOnly.TryParseExact(Path.GetFileName(folder), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : (DateOnly?)null)
            .OfType<DateOnly>().OrderDescending()];
    }
}
