using System.Collections.Immutable;
using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>What past runs of a laboratory teach about the time of the next ones.</summary>
/// <remarks>Immutable.</remarks>
public sealed class TimingModel
{
    /// <summary>After so many later runs of its instrument a run counts half.</summary>
    public const double HalfLifeRuns = 10;

    private const double OtherRecipe = 0.3;
    private const double OtherCellModel = 0.1;
    private const double OtherPowder = 0.2;

    /// <summary>A longer pause between two runs is no change of jobs but an empty queue, or a night's end, s.</summary>
    private const double LongestChangeS = 60;

    private readonly ImmutableArray<(RunTiming Run, double Age)> _runs;

    /// <param name="runs">Past runs in any order; of two with one id the later counts.</param>
    public TimingModel(IEnumerable<RunTiming> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Runs = [.. runs.GroupBy(run => run.RunId, StringComparer.Ordinal).Select(same => same.MaxBy(run => run.EndedAt)!).OrderBy(run => run.EndedAt).ThenBy(run => run.RunId, StringComparer.Ordinal)];
        _runs = [.. Runs.GroupBy(run => run.Instrument, StringComparer.Ordinal)
            .SelectMany(own => own.Reverse().Select((run, place) => (run, Math.Pow(0.5, place / HalfLifeRuns))))];
    }

    /// <summary>Nothing is known.</summary>
    public static TimingModel Empty { get; } = new([]);

    /// <summary>The runs, oldest first.</summary>
    public ImmutableArray<RunTiming> Runs { get; }

    /// <summary>What is known for an instrument, a recipe and a material.</summary>
    public LearnedTimes For(TimingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string cell = ReferencePace.CellModelKey(context.Recipe.CellModel), fidelity = cell.Split(' ')[0];
        (RunTiming Run, double Weight)[] alike = [.. _runs.Where(entry => entry.Run.Instrument == context.Instrument)
            .Select(entry => (entry.Run, entry.Age * (entry.Run.Recipe == context.Recipe.Name ? 1 : OtherRecipe)))];
        (RunTiming Run, double Weight)[] cells = [.. _runs.Where(entry => entry.Run.CellModel.Split(' ')[0] == fidelity)
            .Select(entry => (entry.Run, entry.Age * (entry.Run.CellModel == cell ? 1 : OtherCellModel)))];
        (RunTiming Run, double Weight)[] powders = [.. _runs
            .Select(entry => (entry.Run, entry.Age * (entry.Run.Material == context.Material ? 1 : OtherPowder) * (entry.Run.Recipe == context.Recipe.Name ? 1 : OtherRecipe)))];
        return new LearnedTimes(alike, cells, powders, Changes([.. alike.OrderBy(entry => entry.Run.EndedAt)]));
    }

    /// <summary>What lay between the end of a run and the first line of the next one, s.</summary>
    private static IEnumerable<(double Seconds, double Weight)> Changes((RunTiming Run, double Weight)[] inOrder)
        => inOrder.Zip(inOrder.Skip(1), (one, next) => ((next.Run.EndedAt - one.Run.EndedAt).TotalSeconds - next.Run.WallS, next.Weight)).Where(change => change.Item1 is > 0 and < LongestChangeS);
}
