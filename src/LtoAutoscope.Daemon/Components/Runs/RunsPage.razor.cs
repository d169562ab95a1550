using System.Globalization;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Web.Live;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Runs;

/// <summary>The runs of the data folder by the page, newest first, filtered by text, state and day.</summary>
public sealed partial class RunsPage
{
    private RunList? _list;
    private string _seen = "";

    [Inject]
    private ILab Lab { get; set; } = default!;

    [Inject]
    private LabFeed Feed { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Q { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? Page { get; set; }

    private TimeProvider Time => Feed.Time;

    private RunState? Wanted => Enum.TryParse(State, ignoreCase: true, out RunState state) && Enum.IsDefined(state) ? state : null;

    private bool IsFiltered => !string.IsNullOrWhiteSpace(Q) || Wanted is not null || Day(From) is not null || Day(To) is not null;

    private int Current => Math.Max(1, Page ?? 1);

    private int Pages => Math.Max(1, ((_list?.Total ?? 0) + RunQuery.DefaultPageSize - 1) / RunQuery.DefaultPageSize);

    private string Words => _list is null ? "" : IsFiltered ? $"{Figures.Count(_list.Total)} fit, newest first" : $"{Figures.Count(_list.Total)}, newest first";

    /// <inheritdoc/>
    public void Dispose() => Feed.Updated -= Follow;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _seen = Stamp();
        Feed.Updated += Follow;
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync() => _list = await Lab.FindRunsAsync(
        new RunQuery { Page = Current, Text = Q ?? "", State = Wanted, From = Day(From), Before = Day(To)?.AddDays(1) }, CancellationToken.None);

    private string PageAddress(int page) => Navigation.GetUriWithQueryParameter("page", page == 1 ? null : page);

    /// <summary>The beginning of a day at the microscope; null where it is none.</summary>
    private DateTimeOffset? Day(string? text)
        => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Time.LocalTimeZone.GetUtcOffset(day.ToDateTime(TimeOnly.MinValue))) : null;

    /// <summary>The list changes when a job begins, ends or counts a frame more.</summary>
    private string Stamp() => string.Join(' ', Feed.Snapshot.Queue.Select(j => $"{j.JobId}{j.State}{j.Particles}"));

    private void Follow()
    {
        if (Stamp() == _seen) return;
        _seen = Stamp();
        _ = InvokeAsync(async () =>
        {
            await LoadAsync();
            StateHasChanged();
        });
    }
}
