using System.Collections.Concurrent;
using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>The distributions behind one forecast: times as ratios to <see cref="ReferencePace"/>, counts as ratios to what the recipe asks for, yields and losses.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class LearnedTimes
{
    private const double OneRun = 1;
    private const double UsualCoverage = 0.06;
    private const double UsualPrecisionCost = 1e4;
    private readonly (RunTiming Run, double Weight)[] _alike, _cells;
    private readonly ConcurrentDictionary<TimedOperation, LearnedQuantity> _times = new();
    private readonly ConcurrentDictionary<TimedOperation, LearnedShare> _counts = new();

    internal LearnedTimes((RunTiming Run, double Weight)[] alike, (RunTiming Run, double Weight)[] cells, (RunTiming Run, double Weight)[] powders, IEnumerable<(double Seconds, double Weight)> changes)
    {
        (_alike, _cells) = (alike, cells);
        Runs = alike.Sum(entry => entry.Weight);
        _times[TimedOperation.BetweenJobs] = LearnedQuantity.From(changes.Select(change => (change.Seconds / ReferencePace.BetweenJobsS, change.Weight)), 1, GuessFactor(TimedOperation.BetweenJobs));
        Coverage = LearnedQuantity.From(powders.Select(entry => (entry.Run.Coverage, entry.Weight)), UsualCoverage, 4);
        PrecisionCost = LearnedQuantity.From(powders.Select(entry => (entry.Run.PrecisionCost, entry.Weight)), UsualPrecisionCost, 3);
        LostS = LearnedShare.From(alike.Select(entry => (Lost(entry.Run), entry.Weight)), [(0, 0.9), (600, 0.08), (3600, 0.02)], OneRun);
        FrameBytesRatio = LearnedQuantity.From(alike.Select(entry => (entry.Run.FrameBytesRatio, entry.Weight)), 1.4, 1.8);
        OtherBytes = LearnedQuantity.From(cells.Select(entry => ((double)entry.Run.OtherBytes, entry.Weight)), 2e7, 10);
    }

    /// <summary>The past runs of the instrument behind it, weighted by age and recipe; 0 where all is a guess.</summary>
    public double Runs { get; }

    /// <summary>Share of a frame that whole particles of the expected diameter cover.</summary>
    public LearnedQuantity Coverage { get; }

    /// <summary>Square of the half-width (percent) times the particles behind it.</summary>
    public LearnedQuantity PrecisionCost { get; }

    /// <summary>Seconds a run that incidents, suspensions and interruptions take.</summary>
    public LearnedShare LostS { get; }

    /// <summary>Bytes of frames and analyses over the bytes of their pixels.</summary>
    public LearnedQuantity FrameBytesRatio { get; }

    /// <summary>Bytes of everything else that a run leaves.</summary>
    public LearnedQuantity OtherBytes { get; }

    /// <summary>How many times longer than at the reference pace one operation takes.</summary>
    public LearnedQuantity TimeRatio(TimedOperation operation) => _times.GetOrAdd(operation, _ => LearnedQuantity.From(
        (operation == TimedOperation.CellModel ? _cells : _alike)
            .Where(entry => entry.Run.Operations.TryGetValue(operation, out OperationTiming? seen) && seen.Count > 0 && seen.ReferenceS > 0)
            .Select(entry => (entry.Run.Operations[operation].Seconds / entry.Run.Operations[operation].ReferenceS, entry.Weight)),
        1, GuessFactor(operation)));

    /// <summary>How many times as often as the recipe asks for it an operation is done.</summary>
    public LearnedShare CountRatio(TimedOperation operation) => _counts.GetOrAdd(operation, _ => LearnedShare.From(
        _alike.Where(entry => entry.Run.Operations.TryGetValue(operation, out OperationTiming? seen) && seen.Planned > 0)
            // A run on a holder without a grating teaches nothing about holders that have one.
            .Where(entry => operation != TimedOperation.Calibration || entry.Run.Operations[operation].Count > 0)
            .Select(entry => (entry.Run.Operations[operation].Count / entry.Run.Operations[operation].Planned, entry.Weight)),
        GuessCount(operation), OneRun / 2));

    private static double Lost(RunTiming run) => run.Operations
        .Where(entry => entry.Key is TimedOperation.Incident or TimedOperation.Suspension or TimedOperation.Interruption or TimedOperation.Relocalisation)
        .Sum(entry => entry.Value.Seconds);

    /// <summary>How far off the reference pace may be where nothing is known: physics little, other people's computers much.</summary>
    private static double GuessFactor(TimedOperation operation) => operation switch
    {
        TimedOperation.Move or TimedOperation.Approach or TimedOperation.Exposure => 2.5,
        TimedOperation.Focus or TimedOperation.Stigmation or TimedOperation.Drift or TimedOperation.Calibration => 4,
        TimedOperation.CellModel or TimedOperation.Analysis => 6,
        _ => 5,
    };

    private static (double, double)[] GuessCount(TimedOperation operation) => operation switch
    {
        TimedOperation.Exposure or TimedOperation.Move or TimedOperation.Focus => [(1, 0.6), (1.1, 0.25), (1.4, 0.15)],
        _ => [(1, 1)],
    };
}
