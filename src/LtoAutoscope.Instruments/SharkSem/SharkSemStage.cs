using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Motion;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>The stage of a SharkSEM microscope.</summary>
internal sealed class SharkSemStage(SharkSemMicroscope microscope) : IStage
{
    /// <summary>Below this a move only wears the anti-backlash loop, mm and degrees.</summary>
    private const double NegligibleMm = 1e-5;
    private const double NegligibleDeg = 1e-3;

    private readonly SupervisedMove _move = new(microscope.StopSignal, microscope.HaltBestEffortAsync);
    private StagePosition? _lastTarget;

    private SharkSemSettings Settings => microscope.Settings;

    private Arrival Arrival => new(Settings.PositionToleranceUm, Settings.AngleToleranceDeg);

    private RestWatch Watch => new($"{Settings.Host}:{Settings.Port}", microscope.Time)
    {
        StartGrace = Settings.StartGrace, Poll = Settings.PollInterval, MoveTimeout = Settings.MoveTimeout, PositionLag = Settings.PositionLag,
    };

    private SharkSemConnection Control => microscope.Session.Control;

    public async Task<StageLimits> ReadLimitsAsync(CancellationToken cancellationToken)
    {
        if (!microscope.Session.Version.HasStageLimitsAndWatchdog)
        {
            return Settings.FallbackLimits ?? throw new InstrumentFaultException(
                Fault.NotSupported, $"protocol {microscope.Session.Version} does not tell the stage's limits, and none are configured");
        }

        StageLimits device = await ReadLimitsAsync(0, cancellationToken).ConfigureAwait(false);
        StageLimits soft = await ReadLimitsAsync(1, cancellationToken).ConfigureAwait(false);
        return new StageLimits(
            device.X.Intersect(soft.X), device.Y.Intersect(soft.Y), device.Z.Intersect(soft.Z),
            device.Rotation.Intersect(soft.Rotation), device.Tilt.Intersect(soft.Tilt));
    }

    public Task<StagePosition> ReadPositionAsync(CancellationToken cancellationToken)
        => Control.CallAsync(
            "StgGetPosition", null,
            reader => new StagePosition(reader.Float(), reader.Float(), reader.Float(), reader.Float(), reader.Float()), cancellationToken);

    public async Task<StageMotion> ReadMotionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadBusyAsync(Control, cancellationToken).ConfigureAwait(false) ? StageMotion.Moving : StageMotion.Idle;
        }
        catch (InstrumentFaultException)
        {
            return StageMotion.Unknown;
        }
    }

    /// <summary>SharkSEM's z is the stage's own coordinate; focusing does not change it.</summary>
    public Task<ZLink> ReadZLinkAsync(CancellationToken cancellationToken) => Task.FromResult(ZLink.NotLinked);

    public Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken) => _move.RunAsync(async (sending, token) =>
    {
        StagePosition start = await ReadPositionAsync(token).ConfigureAwait(false);
        StagePosition goal = target.From(Arrival.Remember(start, _lastTarget));
        if (IsNegligible(target, start)) return start;
        await PrepareAsync(token).ConfigureAwait(false);
        sending();
        await Control.SendAsync("StgMoveTo", Arguments(target, goal), token).ConfigureAwait(false);
        _lastTarget = goal;
        await Watch.WaitForRestAsync(async poll => (await ReadMotionAsync(poll).ConfigureAwait(false), null), () => Control.IsAlive, token).ConfigureAwait(false);
        return await Watch.ConfirmAsync(Arrival, target, goal, ReadPositionAsync, token).ConfigureAwait(false);
    }, cancellationToken);

    public Task HaltAsync(CancellationToken cancellationToken) => microscope.HaltAsync(cancellationToken);

    public static async Task<bool> ReadBusyAsync(SharkSemConnection connection, CancellationToken cancellationToken, TimeSpan? timeout = null)
        => await connection.CallAsync("StgIsBusy", null, reader => reader.Int(), cancellationToken, timeout: timeout).ConfigureAwait(false) != 0;

    private async Task<StageLimits> ReadLimitsAsync(int type, CancellationToken cancellationToken)
        => await Control.CallAsync("StgGetLimits", new SharkSemBodyWriter().Int(type), reader =>
        {
            AxisRange Axis() => new(reader.Float(), reader.Float());
            return new StageLimits(Axis(), Axis(), Axis(), Axis(), Axis());
        }, cancellationToken).ConfigureAwait(false);

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (await Control.CallAsync("StgIsCalibrated", null, reader => reader.Int(), cancellationToken).ConfigureAwait(false) == 0)
            throw new InstrumentFaultException(Fault.StageNotCalibrated, $"{Settings.Host}:{Settings.Port} says so, so the move was not sent");
        if (microscope.Session.Version.HasStageLimitsAndWatchdog && Settings.Watchdog > TimeSpan.Zero)
            await Control.SendAsync("StgWatchdog", new SharkSemBodyWriter().Float(Settings.Watchdog.TotalSeconds), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The axes up to the last one that moves; trailing ones are left out.</summary>
    private static SharkSemBodyWriter Arguments(StageTarget target, StagePosition goal)
    {
        double?[] wanted = [target.XMm, target.YMm, target.ZMm, target.RotationDeg, target.TiltDeg];
        double[] values = [goal.XMm, goal.YMm, goal.ZMm, goal.RotationDeg, goal.TiltDeg];
        var arguments = new SharkSemBodyWriter();
        for (int axis = 0; axis <= Array.FindLastIndex(wanted, value => value is not null); axis++) arguments.Float(values[axis]);
        return arguments;
    }

    private static bool IsNegligible(StageTarget target, StagePosition start)
    {
        StagePosition goal = target.From(start);
        return Math.Abs(goal.XMm - start.XMm) < NegligibleMm && Math.Abs(goal.YMm - start.YMm) < NegligibleMm && Math.Abs(goal.ZMm - start.ZMm) < NegligibleMm
            && Math.Abs(goal.RotationDeg - start.RotationDeg) < NegligibleDeg && Math.Abs(goal.TiltDeg - start.TiltDeg) < NegligibleDeg;
    }
}
