using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>Which rung comes next for a trouble, within the recipe's budgets. What was spent is counted from the journal, so a restart gives no budget back.</summary>
internal sealed class RecoveryLadder(Recipe recipe, RunHistory history)
{
    /// <summary>Tiles of one area given up in a row, after which the area is.</summary>
    public const int TilesInARow = 3;

    /// <summary>The next rung: the first of the trouble's way that is possible, has budget left and was not tried too often at this tile.</summary>
    /// <param name="trouble">What is wrong.</param>
    /// <param name="tried">The rungs that were tried at this visit of the tile.</param>
    /// <param name="isPossible">Whether the instrument can do a rung at all.</param>
    /// <returns><see cref="Rung.Park"/> when nothing is left.</returns>
    public Rung Next(Trouble trouble, IReadOnlyList<Rung> tried, Func<Rung, bool> isPossible)
    {
        foreach (Rung rung in trouble.Way)
        {
            int here = tried.Count(other => other == rung);
            if (here >= MostHere(rung) || Left(rung) <= 0 || !isPossible(rung)) continue;
            return rung;
        }

        // A picture is never worth a parked night: without budget its tile, area or sample is given up.
        return trouble.Verdict is null ? Rung.Park : Left(Rung.SkipArea) > 0 ? Rung.SkipArea : Rung.SkipSample;
    }

    /// <summary>How often a rung may still be tried in this run.</summary>
    public int Left(Rung rung) => rung switch
    {
        Rung.Refocus or Rung.Stigmate or Rung.Brighten => recipe.Errors.Refocus - Tried(Rung.Refocus) - Tried(Rung.Stigmate) - Tried(Rung.Brighten),
        Rung.Relocalise => recipe.Errors.Relocalise - Tried(rung),
        Rung.Reconnect => recipe.Errors.Reconnect - history.ReconnectsInARow,
        Rung.Redo => RedoBudget - Tried(rung),
        Rung.SkipTile => recipe.Errors.SkipTiles - Tried(rung),
        Rung.SkipArea => recipe.Errors.SkipAreas - Tried(rung),
        _ => int.MaxValue,
    };

    /// <summary>How often it may be tried once more after this time; the same for a rung without a budget.</summary>
    public int LeftAfter(Rung rung) => Left(rung) is var left && left == int.MaxValue ? left : Math.Max(left - 1, 0);

    /// <summary>Quarantined tiles that may be taken again.</summary>
    public int RedoBudget => (int)Math.Ceiling(recipe.MaximumFrames * recipe.Errors.RedoPercent / 100);

    private int Tried(Rung rung) => history.RungsTried(rung.Word());

    private int MostHere(Rung rung) => rung switch
    {
        Rung.Retry => recipe.Errors.Retries,
        Rung.Reconnect => 3,
        Rung.Wait => 3,
        Rung.Redo or Rung.SkipTile or Rung.SkipArea or Rung.SkipSample or Rung.Park => int.MaxValue,
        _ => 1,
    };
}
