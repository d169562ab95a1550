using System.Globalization;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Storage.Data;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.MeasuredCells;

/// <summary>The measured cells of a sample: imports, replicates, cycles, curves, and what is known of the powder.</summary>
public sealed partial class SampleCellsPage : IDisposable
{
    private const int MostDrawn = 6;
    private string _shown = "";
    private bool _loaded;
    private WrittenFollower? _follower;

    [Inject]
    private SampleCellArchive Archive { get; set; } = default!;

    [Inject]
    private DataFolder Data { get; set; } = default!;

    [Inject]
    private SampleCellCommands Commands { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>The sample's name.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    [SupplyParameterFromQuery(Name = "cell")]
    private string? Cell { get; set; }

    [SupplyParameterFromQuery(Name = "cycles")]
    private string? CyclesQuery { get; set; }

    private SampleCells? Shown { get; set; }

    private CellTest? Chosen { get; set; }

    private IReadOnlyList<CellHalfCycle> Halves { get; set; } = [];

    private string Problem { get; set; } = "";

    private bool HasCycles => Shown?.Cells.Any(cell => cell.Cycles.Count > 0) == true;

    /// <summary>The cycles whose curves are drawn: those of the address, else the first two and the last.</summary>
    private IReadOnlyList<int> Cycles
    {
        get
        {
            int[] there = There;
            int[] asked = [.. Asked.Select(Number).Where(there.Contains).Distinct().Take(MostDrawn)];
            return asked.Length > 0 || there.Length == 0 ? asked : [.. there.Take(2).Append(there[^1]).Distinct()];
        }
    }

    /// <summary>Which of the cycles that were asked for are not drawn, in a sentence.</summary>
    private string CyclesNote
    {
        get
        {
            string[] missing = [.. Asked.Where(word => !There.Contains(Number(word)))];
            int left = Asked.Select(Number).Where(There.Contains).Distinct().Count() - MostDrawn;
            return missing.Length > 0 ? $"There is no cycle {string.Join(", ", missing.Take(MostDrawn))} in this test."
                : left > 0 ? $"Six cycles are drawn at most; {left} further {(left == 1 ? "one is" : "ones are")} not." : "";
        }
    }

    private string Wanted => $"{Name}|{Cell}";

    private int[] There => [.. Halves.Select(half => half.Cycle).Where(cycle => cycle > 0).Distinct()];

    private string[] Asked => (CyclesQuery ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public void Dispose() => _follower?.Dispose();

    /// <inheritdoc/>
    protected override void OnInitialized() => _follower = new WrittenFollower(Data, InvokeAsync, RereadAsync, Data.Samples, Data.Cells);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shown == Wanted) return;
        _shown = Wanted;
        await LoadAsync();
    }

    private static int Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static string Subtitle(SampleCells shown)
    {
        int counting = shown.Cells.Count(cell => cell.Counts);
        string cells = shown.Cells.Count == 0 ? "no cell yet" : $"{Figures.Count(shown.Cells.Count)} {(shown.Cells.Count == 1 ? "cell" : "cells")}, {Figures.Count(counting)} {(counting == 1 ? "counts" : "count")}";
        return $"{shown.Sample.Material}{(shown.Sample.Batch.Length > 0 ? $" · batch {shown.Sample.Batch}" : "")} · {cells} · efficiency = {SampleCellText.Formula(shown.Convention)}";
    }

    private async Task LoadAsync()
    {
        Problem = await LookAsync();
        _loaded = true;
    }

    /// <summary>Reads what the address asks for; says why it cannot be. What comes when the address has changed meanwhile is dropped.</summary>
    private async Task<string> LookAsync()
    {
        string wanted = Wanted;
        return await Telling.OfAsync(async () =>
        {
            SampleCells? shown = await Archive.ReadAsync(Name, CancellationToken.None);
            CellTest? chosen = shown?.Cells.FirstOrDefault(cell => cell.CellName == Cell) ?? shown?.Cells.FirstOrDefault(cell => cell.Counts && cell.Version > 0) ?? shown?.Cells.FirstOrDefault(cell => cell.Version > 0);
            IReadOnlyList<CellHalfCycle> halves = chosen is null ? [] : await Archive.ReadCurvesAsync(chosen, CancellationToken.None);
            if (wanted == Wanted) (Shown, Chosen, Halves) = (shown, chosen, halves);
        });
    }

    private async Task RereadAsync()
    {
        // What this person was told of a request of their own stays.
        string problem = await LookAsync();
        if (Shown is null) Problem = problem;
        StateHasChanged();
    }

    private async Task ImportedAsync(CellTest cell)
    {
        await LoadAsync();
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["cell"] = cell.CellName, ["cycles"] = null }), replace: true);
    }

    private Task ExcludeAsync((string Cell, string Reason) asked) => DoAsync(() => Commands.ExcludeAsync(asked.Cell, asked.Reason, CancellationToken.None));

    private Task IncludeAsync(string cell) => DoAsync(() => Commands.IncludeAsync(cell, CancellationToken.None));

    private async Task DoAsync(Func<Task> command)
    {
        string problem = await Telling.OfAsync(command);
        if (problem.Length == 0) await LoadAsync();
        else Problem = problem;
    }

    private void Go(string cycles) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("cycles", cycles.Length > 0 ? cycles : null), replace: true);
}
