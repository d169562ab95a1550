using System.Globalization;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Web.Api;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Syntheses;
using LtoAutoscope.Reports.Plots;
using LtoAutoscope.Storage.Data;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Extensions;

namespace LtoAutoscope.Daemon.Components.Syntheses;

/// <summary>What to make next: what was tried, what is proposed and why, and what became of earlier proposals.</summary>
public sealed partial class NextPage : LiveComponent
{
    private string _shown = "-";
    private bool _busy;
    private WrittenFollower? _follower;

    [Inject]
    private NextSyntheses Syntheses { get; set; } = default!;

    [Inject]
    private SynthesisCommands Commands { get; set; } = default!;

    [Inject]
    private DataFolder Data { get; set; } = default!;

    [Inject]
    private ILab Source { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [SupplyParameterFromQuery(Name = Keys.Objective)]
    private string? Objective { get; set; }

    [SupplyParameterFromQuery(Name = Keys.Value)]
    private string? ValueWord { get; set; }

    [SupplyParameterFromQuery(Name = Keys.Rate)]
    private string? Rate { get; set; }

    [SupplyParameterFromQuery(Name = Keys.Theoretical)]
    private string? Theoretical { get; set; }

    [SupplyParameterFromQuery(Name = Keys.Beta)]
    private string? Beta { get; set; }

    [SupplyParameterFromQuery(Name = Keys.Gamma)]
    private string? Gamma { get; set; }

    [SupplyParameterFromQuery(Name = Keys.Kappa)]
    private string? Kappa { get; set; }

    [SupplyParameterFromQuery(Name = Keys.Material)]
    private string? MaterialName { get; set; }

    [Inject]
    private MaterialLibrary Materials { get; set; } = default!;

    private SynthesisOverview? Found { get; set; }

    private ObjectiveChoice? Choice { get; set; }

    private string Problem { get; set; } = "";

    private string Word => Objective is "capacity" or "hyperscore" ? Objective : "ce1";

    private bool NeedsRate => Word == "capacity" || (Word == "hyperscore" && ValueWord == "ce1_capacity");

    private string Query
    {
        get
        {
            var query = new QueryBuilder();
            void Add(string key, object? value)
            {
                if (Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text) query.Add(key, text);
            }

            Add(Keys.Material, MaterialName);
            Add(Keys.Objective, Objective);
            Add(Keys.Value, ValueWord);
            Add(Keys.Rate, Rate);
            Add(Keys.Theoretical, Theoretical);
            Add(Keys.Beta, Beta);
            Add(Keys.Gamma, Gamma);
            Add(Keys.Kappa, Kappa);
            return query.ToString();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _follower?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _follower = new WrittenFollower(Data, InvokeAsync, RereadAsync, Data.Samples, Data.Cells, Data.Syntheses);
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shown == Query) return;
        _shown = Query;
        await ReadAsync();
    }

    /// <summary>A value of the objective as the page shows it.</summary>
    internal static string Shown(ObjectiveChoice choice, double? value) => Figures.Fixed(value * choice.Scale, Decimals(choice));

    /// <summary>Decimals of the objective.</summary>
    internal static int Decimals(ObjectiveChoice choice) => choice.Objective == SynthesisObjective.Capacity ? 1 : 2;

    /// <summary>The objective with its unit.</summary>
    internal static string Axis(ObjectiveChoice choice) => choice.Unit.Length > 0 ? $"{choice.Title}, {choice.Unit}" : choice.Title;

    private static string Basis(SynthesisOverview found)
    {
        int samples = found.Tried.Count, missing = found.FewestSyntheses - found.Syntheses;
        string measured = $"{Figures.Count(samples)} sample{(samples == 1 ? "" : "s")} with cells that tell the {found.Choice.Title} and a synthesis in the space, {Figures.Count(found.Syntheses)} different one{(found.Syntheses == 1 ? "" : "s")}.";
        return missing > 0
            ? $"{measured} {Figures.Count(missing)} more and the model chooses by expected gain; until then proposals fill the space evenly."
            : $"{measured} The model chooses by expected gain.";
    }

    private static List<(double Value, double Error)> BestPoints(SynthesisOverview found)
        => [.. found.Tried.Select(one => (one.Value * found.Choice.Scale, (one.Error ?? double.NaN) * found.Choice.Scale))];

    private static List<ForecastPoint> Forecasts(SynthesisOverview found)
        => [.. found.Proposals.Where(proposal => proposal is { State: ProposalState.Measured, Predicted: not null } && proposal.Choice == found.Choice).Select(proposal => new ForecastPoint(
            proposal.Id, proposal.Predicted!.Value * found.Choice.Scale, (proposal.Deviation ?? 0) * found.Choice.Scale, proposal.Measured!.Value * found.Choice.Scale, (proposal.MeasuredError ?? double.NaN) * found.Choice.Scale))];

    private async Task ReadAsync()
    {
        (bool isAsked, SynthesisOverview? found, string problem) = await LookAsync();
        if (!isAsked) return;
        // What stood here was for another choice.
        (Found, Problem) = (found, problem);
        if (found is not null) Choice = found.Choice;
        StateHasChanged();
    }

    /// <summary>Shows what others have written. What stands here stays where it cannot be read, and so does what this person was told of a request of their own.</summary>
    private async Task RereadAsync()
    {
        (bool isAsked, SynthesisOverview? found, string problem) = await LookAsync();
        if (!isAsked || (found is null && Found is not null)) return;
        if (Found is null) Problem = problem;
        if (found is not null) (Found, Choice) = (found, found.Choice);
        StateHasChanged();
    }

    /// <summary>What there is for the address; not asked for any more where the address has changed meanwhile.</summary>
    private async Task<(bool IsAsked, SynthesisOverview? Found, string Problem)> LookAsync()
    {
        string asked = Query;
        SynthesisOverview? found = null;
        string problem = await Telling.OfReadingAsync(async () =>
        {
            ObjectiveChoice choice = SynthesisEndpoints.ChoiceOf(
                Objective, Number(Rate, Keys.Rate), ValueWord, Number(Theoretical, Keys.Theoretical), Number(Beta, Keys.Beta), Number(Gamma, Keys.Gamma), Number(Kappa, Keys.Kappa), MaterialName);
            Choice ??= choice;
            found = await Syntheses.ReadAsync(choice, CancellationToken.None);
        });
        return (asked == Query, found, problem);
    }

    private async Task ProposeAsync(int count)
    {
        if (_busy || Choice is not { } choice) return;
        _busy = true;
        StateHasChanged();
        string problem = await Telling.OfAsync(() => Commands.ProposeAsync(choice, count, CancellationToken.None));
        _busy = false;
        await ReadAsync();
        if (problem.Length > 0) Problem = problem;
    }

    private void Go(string key, ChangeEventArgs change)
        => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(key, change.Value as string is { Length: > 0 } value ? value : null), replace: true);

    private static double? Number(string? text, string key)
        => string.IsNullOrWhiteSpace(text) ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value
            : throw new Domain.InputException($"'{text}' is no number", key, "Write a number with a decimal point");

    private static string Css(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    private static class Keys
    {
        public const string Material = "material";
        public const string Objective = "objective", Value = "value", Rate = "rate", Theoretical = "theoretical", Beta = "beta", Gamma = "gamma", Kappa = "kappa";
    }
}
