using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Learning;
using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Storage.Models;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Regressions;

/// <summary>The laboratory's own regressions: fit, look at what is said of each version, see what would change, take one into use.</summary>
public sealed partial class RegressionPage : IDisposable
{
    private string _name = "", _note = "", _shown = "", _named = "";
    private bool _wasRunning;

    [Inject]
    private RegressionLibrary Library { get; set; } = default!;

    [Inject]
    private RegressionRuns Runs { get; set; } = default!;

    [Inject]
    private RegressionCommands Commands { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "model")]
    private string? Asked { get; set; }

    [SupplyParameterFromQuery(Name = "target")]
    private string? AskedTarget { get; set; }

    /// <summary>What is predicted, by the address.</summary>
    private RegressionTarget Target { get; set; } = RegressionTarget.Ce1;

    private bool IsCapacity => Target.Quantity == RegressionQuantity.Capacity;

    /// <summary>What is in use until somebody chooses.</summary>
    private string Default => RegressionModels.DefaultOf(Target.Quantity);

    /// <summary>The rates at which cells tell a capacity, and the one of the address.</summary>
    private IReadOnlyList<RegressionTarget> Capacities => View is not { } view ? [] : [.. view.Rates.Select(RegressionTarget.CapacityAt).Concat(IsCapacity ? [Target] : []).Distinct().OrderBy(static target => target.RatePerHour)];

    /// <summary>What the version that is shown predicts.</summary>
    private RegressionTarget ShownTarget => Card is { } card ? RegressionTarget.Parse(card.Target) : Target;

    private RegressionView? View { get; set; }

    private RegressionCard? Card { get; set; }

    private RegressionEvaluation? Evaluation { get; set; }

    private RegressionDifference? Difference { get; set; }

    private string Problem { get; set; } = "";

    /// <summary>The version that is shown: the one asked for, else the one in use, else the newest.</summary>
    private string Chosen
    {
        get
        {
            if (View is not { } view) return "";
            ModelRecord[] same = [.. view.Models.Where(model => RegressionModels.TargetOf(model) == Target)];
            return (same.FirstOrDefault(model => model.Reference == Asked) ?? same.FirstOrDefault(model => model.Reference == view.InUse) ?? same.FirstOrDefault())?.Reference ?? "";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Runs.Changed -= OnFit;

    /// <inheritdoc/>
    protected override void OnInitialized() => Runs.Changed += OnFit;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => ReadAsync();

    private void OnFit() => _ = InvokeAsync(async () =>
    {
        bool runs = Runs.Current is { IsRunning: true };
        if (View is { } view && runs) View = view with { Fit = Runs.Current };
        else if (_wasRunning) await ReadAsync();
        _wasRunning = runs;
        StateHasChanged();
    });

    private async Task ReadAsync() => Problem = await Telling.OfReadingAsync(async () =>
    {
        Target = RegressionTarget.Parse(AskedTarget);
        if (_named != Target.Key) (_named, _name) = (Target.Key, new RegressionOrder { Target = Target }.ModelName);
        View = await Library.ReadAsync(Target, CancellationToken.None);
        string key = $"{Target.Key}|{Chosen}|{View.InUse}";
        if (_shown == key) return;
        _shown = key;
        (Card, Evaluation, Difference) = (null, null, null);
        if (Chosen.Length == 0) return;
        Card = await Library.CardAsync(Target.Quantity, Chosen, CancellationToken.None);
        Evaluation = await Library.EvaluationAsync(Target.Quantity, Chosen, CancellationToken.None);
        string? other = Other(View);
        if (other is not null) Difference = await Library.DifferenceAsync(Target.Quantity, other, Chosen, CancellationToken.None);
    });

    /// <summary>What the version that is shown is held against: the one in use, or where that is shown another one of the same target; null without.</summary>
    private string? Other(RegressionView view)
    {
        if (view.InUse != Chosen) return IsInUseOf(view) || !IsCapacity ? view.InUse : null;
        return view.Models.FirstOrDefault(model => model.Reference != Chosen && RegressionModels.TargetOf(model) == Target)?.Reference ?? (IsCapacity ? null : ModelRegistry.Shipped);
    }

    /// <summary>Whether a registered model of this target is in use.</summary>
    private bool IsInUseOf(RegressionView view) => view.Models.Any(model => model.Reference == view.InUse && RegressionModels.TargetOf(model) == Target);

    private static string Link(ModelRecord model)
    {
        RegressionTarget target = RegressionModels.TargetOf(model);
        return $"/regression?{(target == RegressionTarget.Ce1 ? "" : $"target={target.Key}&")}model={Uri.EscapeDataString(model.Reference)}";
    }

    private Task FitAsync() => TellAsync(async () =>
    {
        await Commands.FitAsync(new RegressionOrder { Target = Target, Name = _name.Trim(), Note = _note.Trim() }, CancellationToken.None);
        _wasRunning = true;
        View = View! with { Fit = Runs.Current };
    });

    private Task CancelAsync() => TellAsync(() => Commands.CancelAsync(CancellationToken.None));

    private Task UseAsync(string reference) => TellAsync(async () =>
    {
        if (reference != Chosen && reference != Default)
        {
            // What would change is looked at before it is taken into use.
            Navigation.NavigateTo(Link(View!.Models.First(model => model.Reference == reference)));
            return;
        }

        // Of capacity there may be none in use yet, or one at another rate: nothing to compare with.
        if (!IsCapacity || (reference != ModelRegistry.None && IsInUseOf(View!)))
            await Commands.CompareAsync(Target, "in-use", reference, CancellationToken.None);
        await Commands.UseAsync(Target, reference, null, CancellationToken.None);
    }, readAfter: true);

    private async Task TellAsync(Func<Task> act, bool readAfter = false)
    {
        Problem = await Telling.OfAsync(act);
        if (readAfter && Problem.Length == 0) await ReadAsync();
    }
}
