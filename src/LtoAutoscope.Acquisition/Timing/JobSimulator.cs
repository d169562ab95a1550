using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Timing;
using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>Draws likely courses of a job: how many tiles its goal takes, and what each operation takes.</summary>
/// <param name="load">The job.</param>
public sealed class JobSimulator(JobLoad load)
{
    /// <summary>Correlation of the times of one run: a busy computer or a slow wire is slow at everything.</summary>
    private const double SharedLoad = 0.4;

    private const double TileSpread = 0.6;
    private const double CostSpread = 0.25;

    /// <summary>Frames that are begun before the one that reaches the goal is counted.</summary>
    private const int Ahead = Running.AcquisitionEngine.DecisionLag - 1;

    private static readonly TimedOperation[] PerTile = [TimedOperation.Move, TimedOperation.Focus, TimedOperation.Exposure, TimedOperation.Stigmation, TimedOperation.Brightness, TimedOperation.Drift, TimedOperation.Calibration, TimedOperation.TileOverhead];
    private static readonly TimedOperation[] After = [TimedOperation.Park, TimedOperation.Mosaic, TimedOperation.Measuring, TimedOperation.CellModel, TimedOperation.Regression, TimedOperation.Report, TimedOperation.Completion];

    private readonly Recipe _recipe = load.Recipe;
    private readonly JobProgress _done = load.Progress ?? new JobProgress();

    /// <summary>Draws one course of what is left of the job.</summary>
    /// <param name="random">Drawn from; the same state gives the same course.</param>
    public JobDraw Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double shared = Normal.InvCDF(0, 1, Open(random));
        var parts = new Dictionary<TimedOperation, double>();
        bool isAcquired = Array.IndexOf(After, _done.Step) >= 0;
        (int tiles, double particles, bool reaches) = isAcquired ? (_done.Tiles, _done.Particles, _done.Particles >= _recipe.ParticleGoal) : Goal(random);
        if (!isAcquired) reaches &= Acquire(random, shared, parts, ref tiles, ref particles);
        foreach (TimedOperation operation in After)
        {
            int place = Array.IndexOf(After, operation), at = isAcquired ? Array.IndexOf(After, _done.Step) : 0;
            if (place < at) continue;
            double share = isAcquired && place == at ? 1 - Math.Clamp(_done.StepShare, 0, 1) : 1;
            Put(parts, operation, share * Count(operation, random, 0, tiles) * ReferencePace.OfS(operation, _recipe) * Ratio(operation, random, shared));
        }

        if (load.Progress is null) Put(parts, TimedOperation.BetweenJobs, ReferencePace.OfS(TimedOperation.BetweenJobs, _recipe) * Ratio(TimedOperation.BetweenJobs, random, shared));
        double left = isAcquired ? 0 : tiles == 0 ? 1 : (tiles - Math.Min(_done.Tiles, tiles)) / (double)tiles;
        Put(parts, TimedOperation.Incident, left * load.Times.LostS.Quantile(random.NextDouble()));
        return new JobDraw(parts.Values.Sum(), parts, tiles, particles, reaches, Bytes(tiles, random));
    }

    /// <summary>How many tiles the goal takes, what they hold, and whether the recipe's caps let it be reached.</summary>
    private (int Tiles, double Particles, bool Reaches) Goal(Random random)
    {
        double perTile = ParticlesPerTile(random), needed = _recipe.ParticleGoal;
        if (_recipe.Precision == PrecisionPolicy.Required)
        {
            double cost = _done is { HalfWidthPercent: { } percent, Particles: > 1 }
                ? percent * percent * _done.Particles * Math.Exp(CostSpread * Normal.InvCDF(0, 1, Open(random)))
                : load.Times.PrecisionCost.Quantile(random.NextDouble());
            needed = Math.Max(needed, cost / (_recipe.PrecisionPercent * _recipe.PrecisionPercent));
        }

        double missing = Math.Max(0, needed - _done.Particles);
        double more = Math.Ceiling(missing / Math.Max(1e-9, perTile)) + (missing > 0 ? Ahead : 0);
        int possible = Math.Max(0, Math.Min(_recipe.MaximumFrames, load.Route.Tiles) - Math.Max(_done.PlannedTilesDone, _done.Tiles));
        bool reaches = more - (missing > 0 ? Ahead : 0) <= possible;
        int taken = (int)Math.Min(more, possible);
        return (_done.Tiles + taken, _done.Particles + taken * perTile, reaches);
    }

    private double ParticlesPerTile(Random random)
    {
        if (_done is { Tiles: > 1, Particles: > 0 })
            return _done.Particles / (double)_done.Tiles * Math.Exp(TileSpread / Math.Sqrt(_done.Tiles) * Normal.InvCDF(0, 1, Open(random)));
        return RunTimingReader.ParticlesPerTile(load.Times.Coverage.Quantile(random.NextDouble()), _recipe.Exposure, load.ExpectedDiameterNm);
    }

    /// <summary>The acquisition goes at the pace of the instrument or of the analysis, whichever is slower; a cap on its minutes cuts it.</summary>
    private bool Acquire(Random random, double shared, Dictionary<TimedOperation, double> parts, ref int tiles, ref double particles)
    {
        int more = tiles - _done.Tiles, from = Math.Max(_done.PlannedTilesDone, _done.Tiles);
        if (_done.Step == TimedOperation.Startup)
        {
            Put(parts, TimedOperation.Startup, ReferencePace.OfS(TimedOperation.Startup, _recipe) * Ratio(TimedOperation.Startup, random, shared));
            Put(parts, TimedOperation.Approach, ReferencePace.MoveS(load.ApproachMm) * Ratio(TimedOperation.Approach, random, shared));
        }

        double instrument = 0;
        foreach (TimedOperation operation in PerTile)
        {
            double reference = operation == TimedOperation.Move ? load.Route.MoveS(from, from + more) : ReferencePace.OfS(operation, _recipe) * PlannedOf(operation, from, more);
            double seconds = reference * load.Times.CountRatio(operation).Quantile(random.NextDouble()) * Ratio(operation, random, shared);
            Put(parts, operation, seconds);
            instrument += seconds;
        }

        double one = ReferencePace.OfS(TimedOperation.Analysis, _recipe) * Ratio(TimedOperation.Analysis, random, shared);
        double wait = more <= 0 ? 0 : Math.Max(one, more * one - instrument + one);
        Put(parts, TimedOperation.AnalysisWait, wait);
        double limit = _recipe.MaximumMinutes is { } minutes ? Math.Max(0, minutes * 60 - _done.AcquiringS) : double.PositiveInfinity, acquisition = instrument + wait;
        if (acquisition <= limit || more <= 0) return true;
        double share = limit / acquisition;
        foreach (TimedOperation operation in PerTile.Append(TimedOperation.AnalysisWait)) parts[operation] *= share;
        particles -= (1 - share) * (particles - _done.Particles);
        tiles = _done.Tiles + (int)(share * more);
        return false;
    }

    private double PlannedOf(TimedOperation operation, int from, int more)
    {
        if (more <= 0 || operation == TimedOperation.Calibration && !load.CanCalibrate) return 0;
        bool isOnceARun = operation == TimedOperation.Stigmation && _recipe.Focus.Stigmator == AdjustmentPolicy.Start || operation == TimedOperation.Brightness && _recipe.Focus.Brightness == AdjustmentPolicy.Start;
        if (from > 0 && isOnceARun) return 0;
        double planned = ReferencePace.Planned(operation, _recipe, more, load.Route.Visits(from, from + more));
        return operation == TimedOperation.Calibration && from > 0 ? planned / 2 : planned;
    }

    private double Count(TimedOperation operation, Random random, int from, int tiles)
        => ReferencePace.Planned(operation, _recipe, tiles - from, 1) is > 0 and var planned ? planned * load.Times.CountRatio(operation).Quantile(random.NextDouble()) : 0;

    private double Ratio(TimedOperation operation, Random random, double shared)
    {
        double own = Normal.InvCDF(0, 1, Open(random));
        return load.Times.TimeRatio(operation).Quantile(Normal.CDF(0, 1, Math.Sqrt(SharedLoad) * shared + Math.Sqrt(1 - SharedLoad) * own));
    }

    private double Bytes(int tiles, Random random)
    {
        double pixels = _recipe.Exposure.WidthPx * (double)_recipe.Exposure.HeightPx * _recipe.Exposure.BitsPerPixel / 8;
        return tiles * pixels * load.Times.FrameBytesRatio.Quantile(random.NextDouble()) + load.Times.OtherBytes.Quantile(random.NextDouble());
    }

    private static void Put(Dictionary<TimedOperation, double> parts, TimedOperation operation, double seconds)
        => parts[operation] = parts.GetValueOrDefault(operation) + Math.Max(0, seconds);

    private static double Open(Random random) => Math.Clamp(random.NextDouble(), 1e-6, 1 - 1e-6);
}
