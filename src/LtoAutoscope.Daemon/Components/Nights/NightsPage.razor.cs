using System.Globalization;
using System.Text.Json;
using LtoAutoscope.Pipeline.Nights;
using LtoAutoscope.Storage.Data;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Nights;

/// <summary>The nights that have a morning page.</summary>
public sealed partial class NightsPage
{
    private const int Shown = 60;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    private IReadOnlyList<Night> Nights { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Services.GetService<DataFolder>() is not { } data) return;
        List<Night> nights = [];
        foreach (DateOnly date in NightReport.List(data).Take(Shown))
        {
            string iso = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            nights.Add(new Night(iso, date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture), await HeadlineAsync(Path.Combine(NightReport.FolderOf(data, date), NightReport.JsonName))));
        }

        Nights = nights;
    }

    private static async Task<string> HeadlineAsync(string path)
    {
        try
        {
            await using FileStream file = File.OpenRead(path);
            using JsonDocument document = await JsonDocument.ParseAsync(file);
            return document.RootElement.TryGetProperty("headline", out JsonElement headline) ? headline.GetString() ?? "" : "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return "Its figures cannot be read.";
        }
    }

    private sealed record Night(string Date, string Title, string Headline);
}
