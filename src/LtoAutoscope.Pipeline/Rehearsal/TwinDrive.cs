using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Column;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Time;

namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>
/// Drives the twin's stage and column along the planned ways, on a clock that is set on by hand. Every move passes the rules of the interlock first, as on the real instrument, and
/// once more with the tallest part of the holder on the stage; the twin writes down end switches and touches of the lens.
/// </summary>
internal sealed class TwinDrive
{
    private const double TickS = 0.01;
    private const double LongestMoveS = 600;
    private const int FineLooks = 6;
    private readonly RehearsalTime _time = new();
    private readonly StageModel _stage;
    private readonly ColumnModel _column;
    private readonly InterlockRules _rules, _withHolder;
    private readonly StageLimits _limits;
    private readonly bool _isInterruptible;

    /// <param name="envelope">What the interlock allows.</param>
    /// <param name="holder">The holder on the stage.</param>
    /// <param name="options">The twin.</param>
    /// <param name="start">Where the stage stands.</param>
    /// <param name="isInterruptible">Whether a stop ends a move under way; where it does not, moves are made in short steps.</param>
    public TwinDrive(SafetyEnvelope envelope, HolderMap holder, TwinOptions options, StagePosition start, bool isInterruptible)
    {
        _limits = envelope.Limits;
        _isInterruptible = isInterruptible;
        TallestMm = Math.Max(envelope.HolderHeightMm, holder.Stubs.Select(stub => stub.HeightMm).Concat(holder.KeepOuts.Select(keepOut => keepOut.HeightMm)).DefaultIfEmpty(0).Max());
        _rules = new InterlockRules(envelope, isInterruptible);
        _withHolder = new InterlockRules(envelope with { HolderHeightMm = TallestMm }, isInterruptible);
        var clock = new TwinClock(_time, 1);
        StageOptions stage = options.Stage with
        {
            X = Axis(options.Stage.X, _limits.X, start.XMm), Y = Axis(options.Stage.Y, _limits.Y, start.YMm), Z = Axis(options.Stage.Z, _limits.Z, start.ZMm),
            Rotation = options.Stage.Rotation with { Start = start.RotationDeg }, Tilt = options.Stage.Tilt with { Start = start.TiltDeg },
        };
        double reach = holder.Stubs.Select(stub => Math.Sqrt(stub.XMm * stub.XMm + stub.YMm * stub.YMm) + stub.RadiusMm).DefaultIfEmpty(0).Max();
        var lens = new LensGeometry(options.Stage.Lens with { HolderHeightMm = TallestMm, HolderRadiusMm = Math.Max(options.Stage.Lens.HolderRadiusMm, reach) }, options.ReferenceZMm, envelope.ZTowardsLens);
        _stage = new StageModel(stage, clock, options.Seed, geometry: lens, zTowardsLens: envelope.ZTowardsLens);
        _column = new ColumnModel(options.Column, clock);
    }

    /// <summary>Height of the tallest part of the holder, mm.</summary>
    public double TallestMm { get; }

    /// <summary>Physical time since the beginning, s.</summary>
    public double Seconds => _time.Seconds;

    /// <summary>The way of the stage so far, mm.</summary>
    public double TravelledMm { get; private set; }

    /// <summary>Time that moves took so far, s.</summary>
    public double MovingS { get; private set; }

    /// <summary>Moves so far.</summary>
    public int Moves { get; private set; }

    /// <summary>Touches of holder and lens so far.</summary>
    public int Collisions => _stage.Collisions.Count;

    /// <summary>Runs into end switches so far.</summary>
    public int LimitHits => _stage.LimitHits.Count;

    /// <summary>The least distance that was left between holder and lens, mm.</summary>
    public double SmallestGapMm { get; private set; } = double.PositiveInfinity;

    /// <summary>Where the stage is.</summary>
    public StagePosition Position => _stage.True;

    /// <summary>Checks the voltage and the field width that the recipe asks of the column.</summary>
    public IEnumerable<InterlockRefusal> CheckColumn(Recipe recipe)
    {
        var ready = new InterlockState(Position, StageMotion.Idle, _limits, VacuumState.Ready);
        return new[] { _rules.Check(new InterlockCommand.BeamOn(recipe.Exposure.BeamEnergyKv), ready), _rules.Check(new InterlockCommand.FieldWidth(recipe.Exposure.FieldWidthUm), ready) }.OfType<InterlockRefusal>();
    }

    /// <summary>Checks every working distance that the focus searches may reach: they go to twice their range where the first one finds nothing.</summary>
    public IEnumerable<InterlockRefusal> CheckFocus(Recipe recipe, double startMm)
        => new[] { _rules.CheckWorkingDistance(startMm - 2 * recipe.Focus.RangeMm), _rules.CheckWorkingDistance(startMm + 2 * recipe.Focus.RangeMm) }.OfType<InterlockRefusal>();

    /// <summary>Moves where the interlock lets it; a refused move is not made.</summary>
    /// <returns>The refusal, and whether it is only the holder's height that leads to it; null when the stage arrived.</returns>
    public (InterlockRefusal Refusal, bool IsForHolder)? Move(StageTarget target)
    {
        StagePosition start = Position, goal = target.From(start);
        double length = Math.Sqrt(Math.Pow(start.PlanarDistanceMm(goal), 2) + Math.Pow(goal.ZMm - start.ZMm, 2));
        int steps = _isInterruptible ? 1 : (int)Math.Max(1, Math.Ceiling(length / (_rules.LongestStepMm * 0.999)));
        for (int step = 1; step <= steps; step++)
        {
            double share = (double)step / steps;
            StageTarget part = new(Part(target.XMm, start.XMm), Part(target.YMm, start.YMm), Part(target.ZMm, start.ZMm), Part(target.RotationDeg, start.RotationDeg), Part(target.TiltDeg, start.TiltDeg));
            if (Step(part) is { } refused) return refused;

            double? Part(double? end, double begin) => end is { } value && share < 1 ? begin + share * (value - begin) : end;
        }

        return null;
    }

    /// <summary>A park: to the safe position in steps, as the real one goes.</summary>
    public void Park(StageTarget safe)
    {
        StagePosition start = Position, goal = safe.From(start);
        double length = start.PlanarDistanceMm(goal);
        int steps = (int)Math.Max(1, Math.Ceiling(length / (_rules.LongestStepMm * 0.999)));
        for (int step = 1; step <= steps; step++)
        {
            double share = (double)step / steps;
            if (Step(StageTarget.Planar(start.XMm + share * (goal.XMm - start.XMm), start.YMm + share * (goal.YMm - start.YMm))) is not null) return;
        }
    }

    /// <summary>Beam on at the recipe's voltage, and the field set.</summary>
    public void Prepare(ExposureSettings exposure)
    {
        _column.SwitchOn();
        _column.SetVoltage(exposure.BeamEnergyKv * 1000);
        _column.FieldWidthUm = exposure.FieldWidthUm;
        Wait(() => _column.BeamState != 1 || _column.IsRamping);
    }

    /// <summary>A focus search: a coarse and a fine sweep of a quarter of the pixels, and a look at the end.</summary>
    public void Focus(Recipe recipe, double aroundMm)
    {
        for (int i = 0; i < recipe.Focus.Steps + FineLooks; i++)
        {
            _column.WorkingDistanceMm = aroundMm + recipe.Focus.RangeMm * (2.0 * i / (recipe.Focus.Steps + FineLooks - 1) - 1);
            Wait(() => _column.IsSettling);
            Scan(recipe.Exposure, 0.25);
        }
    }

    /// <summary>A scan.</summary>
    public void Scan(ExposureSettings exposure, double share = 1) => _time.Advance(share * exposure.WidthPx * exposure.HeightPx * exposure.DwellUs * 1e-6);

    private (InterlockRefusal Refusal, bool IsForHolder)? Step(StageTarget target)
    {
        StagePosition start = Position;
        var state = new InterlockState(start, StageMotion.Idle, _limits, VacuumState.Ready) { ZLink = ZLink.NotLinked, SpecimenCurrentOn = false, WorkingDistanceMm = _column.WorkingDistanceMm };
        var command = new InterlockCommand.Move(target);
        if (_rules.Check(command, state) is { } refusal) return (refusal, false);
        if (_withHolder.Check(command, state) is { } tooHigh) return (tooHigh, true);
        double began = _time.Seconds;
        _stage.MoveTo([target.XMm, target.YMm, target.ZMm, target.RotationDeg, target.TiltDeg]);
        Wait(() => _stage.IsBusy);
        MovingS += _time.Seconds - began;
        Moves++;
        TravelledMm += start.PlanarDistanceMm(Position);
        SmallestGapMm = Math.Min(SmallestGapMm, _stage.LensGapMm);
        return null;
    }

    private void Wait(Func<bool> isBusy)
    {
        for (double waited = 0; isBusy() && waited < LongestMoveS; waited += TickS) _time.Advance(TickS);
    }

    private static AxisOptions Axis(AxisOptions axis, AxisRange limits, double start) => axis with { Low = limits.Low, High = limits.High, Start = Math.Clamp(start, limits.Low, limits.High) };
}
