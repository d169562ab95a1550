using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Storage.Models;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Regressions;

/// <summary>The laboratory's own regressions: fit, look at what is said of each version, see what would change, take one into use.</summary>
public sealed partial class RegressionPage : IDisposable
{
    private string _name = RegressionFits.DefaultName, _note = "", _shown = "";
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

    private RegressionView? View { get; set; }

    private RegressionCard? Card { get; set; }

    private RegressionEvaluation? Evaluation { get; set; }

    private RegressionDifference? Difference { get; set; }

    private string Problem { get; set; } = "";

    /// <summary>The version that is shown: the one asked for, else the one in use, else the newest.</summary>
    private string Chosen => View is not { } view ? "" : view.Models.FirstOrDefault(model => model.Reference == Asked)?.Reference ?? view.Models.FirstOrDefault(model => model.Reference == view.InUse)?.Reference ?? view.Models.FirstOrDefault()?.Reference ?? "";

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

    private Task ReadAsync() => TellAsync(async () =>
    {
        View = await Library.ReadAsync(CancellationToken.None);
        string key = $"{Chosen}|{View.InUse}";
        if (_shown == key) return;
        _shown = key;
        (Card, Evaluation, Difference) = (null, null, null);
        if (Chosen.Length == 0) return;
        Card = await Library.CardAsync(Chosen, CancellationToken.None);
        Evaluation = await Library.EvaluationAsync(Chosen, CancellationToken.None);
        string other = Chosen == View.InUse ? View.Models.FirstOrDefault(model => model.Reference != Chosen)?.Reference ?? ModelRegistry.Shipped : View.InUse;
        Difference = Chosen == View.InUse ? await Library.DifferenceAsync(other, Chosen, CancellationToken.None) : await Library.DifferenceAsync(View.InUse, Chosen, CancellationToken.None);
    });

    private Task FitAsync() => TellAsync(async () =>
    {
        await Commands.FitAsync(_name.Trim(), null, null, _note.Trim(), CancellationToken.None);
        _wasRunning = true;
        View = View! with { Fit = Runs.Current };
    });

    private Task CancelAsync() => TellAsync(() => Commands.CancelAsync(CancellationToken.None));

    private Task UseAsync(string reference) => TellAsync(async () =>
    {
        if (reference != Chosen && reference != ModelRegistry.Shipped)
        {
            // What would change is looked at before it is taken into use.
            Navigation.NavigateTo($"/regression?model={Uri.EscapeDataString(reference)}");
            return;
        }

        await Commands.CompareAsync("in-use", reference, CancellationToken.None);
        await Commands.UseAsync(reference, null, CancellationToken.None);
        await ReadAsync();
    });

    private async Task TellAsync(Func<Task> act)
    {
        try
        {
            Problem = "";
            await act();
        }
        catch (InputException error)
        {
            Problem = $"{char.ToUpperInvariant(error.What[0])}{error.What[1..]} ({error.Where}). {error.Remedy}.";
        }
        catch (NotPermittedException error)
        {
            Problem = error.Message;
        }
    }
}
