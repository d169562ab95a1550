using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The one place that every motion and every beam change passes. Pure: it reads nothing and does nothing. Every rule stands in <c>docs/interlock.md</c>.</summary>
/// <param name="envelope">What is allowed.</param>
/// <param name="movesAreInterruptible">Whether a stop ends a move that is under way; where it does not, moves are limited to short ones.</param>
public sealed class InterlockRules(SafetyEnvelope envelope, bool movesAreInterruptible = true)
{
    /// <summary>
    /// Reading noise of an axis at rest, mm and degrees: a stage that rests on a limit may read this much beyond it, and a turn is
    /// no turn below it.
    /// </summary>
    public const double ReadingNoise = 1e-3;

    private static readonly AxisRange Percent = new(0, 100), Both = new(-100, 100);

    private readonly MoveRules _moves = new(envelope, movesAreInterruptible);

    /// <summary>What is allowed.</summary>
    public SafetyEnvelope Envelope => envelope;

    /// <summary>Whether a stop ends a move that is under way.</summary>
    public bool MovesAreInterruptible => movesAreInterruptible;

    /// <summary>Longest move of the linear axes in one step, mm, with regard to how well a stop works.</summary>
    public double LongestStepMm => _moves.LongestStepMm;

    /// <summary>Largest turn in one step, degrees, with regard to how well a stop works.</summary>
    public double LargestTurnDeg => _moves.LargestTurnDeg;

    /// <summary>Checks a command against what is known.</summary>
    /// <returns>Null when it may be done; else the rule and the figure.</returns>
    public InterlockRefusal? Check(InterlockCommand command, InterlockState state) => command switch
    {
        InterlockCommand.Move move => _moves.Check(move.Target, state),
        InterlockCommand.BeamOn beam => InterlockRefusal.OutOf("acceleration voltage", beam.EnergyKv, new AxisRange(0, envelope.MaximumEnergyKv), "kV") ?? CheckVacuum("beam on", state),
        InterlockCommand.Unblank => CheckVacuum("unblanking", state),
        InterlockCommand.Scan => CheckVacuum("scanning", state) ?? (state.Motion == StageMotion.Moving ? new InterlockRefusal("no scan while the stage moves", "it is moving") : null),
        InterlockCommand.Automatic automatic => CheckVacuum(automatic.Procedure, state) ?? CheckRest($"{automatic.Procedure} only with the stage at rest", state),
        InterlockCommand.WorkingDistance focus => CheckWorkingDistance(focus.ValueMm),
        InterlockCommand.FieldWidth field => field.ValueUm > 0 && double.IsFinite(field.ValueUm) ? null : InterlockRefusal.Of("field width", $"{field.ValueUm} µm asked, a finite width above 0 is wanted"),
        InterlockCommand.Stigmator stigmator => InterlockRefusal.OutOf("stigmator x", stigmator.XPercent, Both, "%") ?? InterlockRefusal.OutOf("stigmator y", stigmator.YPercent, Both, "%"),
        InterlockCommand.Signal signal => InterlockRefusal.OutOf("brightness", signal.BrightnessPercent, Percent, "%") ?? InterlockRefusal.OutOf("contrast", signal.ContrastPercent, Percent, "%"),
        InterlockCommand.BeamShift shift => double.IsFinite(shift.XUm) && double.IsFinite(shift.YUm) ? null : InterlockRefusal.Of("beam shift", $"{shift.XUm}, {shift.YUm} µm asked, finite figures are wanted"),
        InterlockCommand.SpecimenCurrent { On: true } => CheckRest("specimen current monitor on only with the stage at rest", state),
        InterlockCommand.SpecimenCurrent or InterlockCommand.DetectorChoice or InterlockCommand.BeamOff or InterlockCommand.Blank => null,
        _ => new InterlockRefusal("known commands only", command.GetType().Name),
    };

    /// <summary>Checks a working distance that is asked for, or that the instrument found by itself.</summary>
    /// <param name="valueMm">Working distance, mm.</param>
    public InterlockRefusal? CheckWorkingDistance(double valueMm) => InterlockRefusal.OutOf(
        "working distance", valueMm, new AxisRange(envelope.MinimumWorkingDistanceMm, envelope.MaximumWorkingDistanceMm), "mm");

    /// <summary>Checks the mean speed of a move that is over, from the sending to the arrival.</summary>
    /// <param name="start">Where it began.</param>
    /// <param name="end">Where it ended.</param>
    /// <param name="took">How long it took.</param>
    public InterlockRefusal? CheckSpeed(StagePosition start, StagePosition end, TimeSpan took) => _moves.CheckSpeed(start, end, took);

    private static InterlockRefusal? CheckVacuum(string what, InterlockState state)
        => state.Vacuum == VacuumState.Ready ? null : new InterlockRefusal($"{what} only with vacuum", $"the vacuum is {state.Vacuum}");

    private static InterlockRefusal? CheckRest(string rule, InterlockState state)
        => state.Motion == StageMotion.Idle ? null : new InterlockRefusal(rule, $"it is {state.Motion}");
}
