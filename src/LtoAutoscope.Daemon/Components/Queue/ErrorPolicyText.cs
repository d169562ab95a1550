using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Daemon.Components.Queue;

/// <summary>What a job does about trouble, in one sentence.</summary>
internal static class ErrorPolicyText
{
    /// <summary>Of a recipe.</summary>
    public static string Of(Recipe recipe)
    {
        ErrorSettings errors = recipe.Errors;
        return $"A bad tile is taken again up to {Times(errors.Retries)}, after refocusing (at most {Figures.Count(errors.Refocus)} in the run) and finding the place anew (at most {Figures.Count(errors.Relocalise)}); "
            + $"then it is left out, up to {Figures.Count(errors.SkipTiles)} tiles and {Figures.Count(errors.SkipAreas)} areas or {Figures.Fixed(errors.RedoPercent, 0)} % taken again. A lost link is tried {Times(errors.Reconnect)}; "
            + $"a condition that trips is waited out for {Figures.Fixed(errors.WaitMinutes, 0)} min. What is worse parks the instrument, ends the sample with its reason and leaves the rest of the queue.";
    }

    private static string Times(int count) => count == 1 ? "once" : $"{Figures.Count(count)} times";
}
