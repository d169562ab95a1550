using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Recipes;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Recipes;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Recipes;

/// <summary>All recipes, with their versions and where they are used.</summary>
public sealed partial class RecipesPage : LiveComponent
{
    private IReadOnlyList<RecipeView>? _recipes;
    private string? _copying;
    private string _to = "";

    [Inject]
    internal RecipeCommands Commands { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string Problem { get; set; } = "";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => Problem = await Telling.OfAsync(async () => _recipes = await Commands.ListAsync(CancellationToken.None));

    private static string Goal(RecipeView view)
        => RecipeYaml.Read(view.Yaml, null).Recipe is not { } recipe ? Figures.Unknown
            : $"{Figures.Count(recipe.ParticleGoal)} particles{(recipe.Precision == PrecisionPolicy.Required ? $", ±{Figures.Significant(recipe.PrecisionPercent, 2)} %" : "")}, {Figures.Significant(recipe.Exposure.FieldWidthUm)} µm field, {Figures.Significant(recipe.Exposure.BeamEnergyKv, 2)} kV";

    private static string Used(RecipeView recipe)
    {
        int open = recipe.Uses.Count(use => use.State is RunState.Queued or RunState.Running or RunState.Stopped), ended = recipe.Uses.Count - open;
        return (open, ended) switch
        {
            (0, 0) => "no job in the list",
            (0, _) => $"{Figures.Count(ended)} ended",
            (_, 0) => $"{Figures.Count(open)} to do",
            _ => $"{Figures.Count(open)} to do, {Figures.Count(ended)} ended",
        };
    }

    private async Task DuplicateAsync()
    {
        if (_copying is not { } name || _to.Trim().Length == 0) return;
        RecipeView? made = null;
        Problem = await Telling.OfAsync(async () => made = await Commands.DuplicateAsync(name, _to.Trim(), CancellationToken.None));
        if (made is not null) Navigation.NavigateTo($"/recipes/{Uri.EscapeDataString(made.Name)}");
    }
}
