using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Instruments.Conformance;

/// <summary>Moves the stage there and back by tiny steps, and stops it on its way. Everything passes the interlock; the first fault ends it with the stage halted.</summary>
internal sealed class MotionChecks(InterlockedMicroscope microscope, ConformanceSettings settings, TimeProvider time)
{
    public async Task RunAsync(Findings findings, CancellationToken cancellationToken)
    {
        using InstrumentLease lease = microscope.Acquire("conformance run");
        try
        {
            StageLimits limits = await microscope.Stage.ReadLimitsAsync(cancellationToken).ConfigureAwait(false);
            StagePosition start = await microscope.Stage.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
            foreach (StageAxis axis in settings.Axes.Select(name => new StageAxis(name)))
                if (!await ThereAndBackAsync(findings, lease.Microscope.Stage, axis, start, axis.Of(limits), cancellationToken).ConfigureAwait(false)) return;
            await StopAsync(findings, lease.Microscope.Stage, start, limits.X, cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault)
        {
            findings.Add("motion", "stage", fault);
        }
    }

    private async Task<bool> ThereAndBackAsync(Findings findings, IStage stage, StageAxis axis, StagePosition start, AxisRange range, CancellationToken cancellationToken)
    {
        double length = axis.IsAngular ? settings.StepDeg : settings.StepMm, home = axis.Of(start);
        if (!range.IsMotorised)
        {
            findings.Add("motion", axis.Name, ConformanceOutcome.Skipped, "it has no motor");
            return true;
        }

        if (Away(home, length, range) is not { } away)
        {
            findings.Add("motion", axis.Name, ConformanceOutcome.Skipped, FormattableString.Invariant($"there is no room for {length} {axis.Unit} inside the limits"));
            return true;
        }

        var there = new List<double>();
        var back = new List<double>();
        var times = new List<TimeSpan>();
        try
        {
            for (int i = 0; i < settings.Returns; i++)
            {
                there.Add(await GoAsync(away).ConfigureAwait(false));
                back.Add(await GoAsync(home).ConfigureAwait(false));
            }
        }
        catch (InstrumentFaultException fault)
        {
            findings.Add("motion", axis.Name, fault);
            await HaltAsync(stage).ConfigureAwait(false);
            return false;
        }

        (double scale, string unit) = axis.IsAngular ? (1, "°") : (1000, "µm");
        double off = there.Select(value => Math.Abs(value - away)).Concat(back.Select(value => Math.Abs(value - home))).Max() * scale;
        double spread = Math.Max(there.Max() - there.Min(), back.Max() - back.Min()) * scale;
        QuestionTiming timing = QuestionTiming.Of(axis.Name, times);
        findings.Add("motion", axis.Name, ConformanceOutcome.Passed, FormattableString.Invariant(
            $"{settings.Returns} times {length} {axis.Unit} there and back: at most {off:0.###} {unit} off, repeats within {spread:0.###} {unit}, {timing.P50Ms:0} ms a move"));
        return true;

        async Task<double> GoAsync(double value)
        {
            long began = time.GetTimestamp();
            double reached = axis.Of(await stage.MoveAsync(axis.Target(value), cancellationToken).ConfigureAwait(false));
            times.Add(time.GetElapsedTime(began));
            return reached;
        }
    }

    /// <summary>A stop during a move along x. It blanks the beam, which stays blanked.</summary>
    private async Task StopAsync(Findings findings, IStage stage, StagePosition start, AxisRange range, CancellationToken cancellationToken)
    {
        const string Group = "stop";
        if (settings.StopMoveMm <= 0 || !range.IsMotorised || Away(start.XMm, settings.StopMoveMm, range) is not { } away)
        {
            findings.Add(Group, "during a move", ConformanceOutcome.Skipped, FormattableString.Invariant($"there is no room for {settings.StopMoveMm} mm along x, or it was not asked for"));
            return;
        }

        Task<StagePosition> move = stage.MoveAsync(StageTarget.Planar(away, start.YMm), cancellationToken);
        await Task.WhenAny(move, Task.Delay(settings.StopAfter, time, cancellationToken)).ConfigureAwait(false);
        bool wasOver = move.IsCompleted;
        StopReport report = await microscope.StopAsync(cancellationToken).ConfigureAwait(false);
        string how = await EndOfAsync(move).ConfigureAwait(false);
        findings.Add(Group, "sent", report.Sent, report.Sent ? FormattableString.Invariant($"{report.SentAfter.TotalMilliseconds:0.##} ms after the call") : report.Detail);
        findings.Add(Group, "beam blanked", Tell(report.BlankConfirmed), report.BlankConfirmed is null ? "it cannot be read back" : "read back; the beam stays blanked");
        findings.Add(Group, "stage halted", Tell(report.HaltConfirmed), report.HaltConfirmed is null ? "it cannot be read back" : how);
        microscope.ClearStop();
        StagePosition rest = await microscope.Stage.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
        double left = Math.Abs(away - rest.XMm);
        findings.Add(Group, "on its way", wasOver || left < settings.StepMm / 10 ? ConformanceOutcome.Remark : ConformanceOutcome.Passed, FormattableString.Invariant(
            $"it came to rest {left:0.####} mm before its target{(wasOver ? "; the move was over before the stop, so a longer one (--stop-move-mm) would show more" : "")}"));
        StagePosition home = await stage.MoveAsync(new StageTarget(XMm: start.XMm, YMm: start.YMm), cancellationToken).ConfigureAwait(false);
        findings.Add(Group, "usable afterwards", ConformanceOutcome.Passed, $"back at {home}");
    }

    private static async Task<string> EndOfAsync(Task<StagePosition> move)
    {
        try
        {
            await move.ConfigureAwait(false);
            return "the move had ended";
        }
        catch (InstrumentFaultException fault)
        {
            return $"the move ended in {fault.Fault}";
        }
    }

    private static async Task HaltAsync(IStage stage)
    {
        try
        {
            await stage.HaltAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (InstrumentFaultException)
        {
            // The fault that led here is the one to tell.
        }
    }

    private static ConformanceOutcome Tell(bool? confirmed) => confirmed switch
    {
        true => ConformanceOutcome.Passed,
        false => ConformanceOutcome.Failed,
        _ => ConformanceOutcome.Remark,
    };

    /// <summary>The end of a move of some length that stays inside a range, towards its middle; null when there is no room.</summary>
    private static double? Away(double home, double length, AxisRange range)
    {
        double towards = home <= (range.Low + range.High) / 2 ? home + length : home - length;
        return range.Contains(home) && range.Contains(towards) ? towards : null;
    }
}
