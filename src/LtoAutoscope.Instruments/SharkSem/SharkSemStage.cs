using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>The stage of a SharkSEM microscope.</summary>
internal sealed class SharkSemStage(SharkSemMicroscope microscope) : IStage
{
    /// <summary>Below this a move only wears the anti-backlash loop, mm and degrees.</summary>
    private const double NegligibleMm = 1e-5;
    private const double NegligibleDeg = 1e-3;

    private readonly SemaphoreSlim _oneMove = new(1, 1);
    private StagePosition? _lastTarget;

    private SharkSemSettings Settings => microscope.Settings;

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

    public async Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken)
    {
        CancellationToken stopped = microscope.StopSignal.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
        bool sent = false;
        try
        {
            await _oneMove.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                StagePosition start = await ReadPositionAsync(either.Token).ConfigureAwait(false);
                StagePosition goal = target.From(Remembered(start));
                if (IsNegligible(target, start)) return start;
                await PrepareAsync(either.Token).ConfigureAwait(false);
                sent = true;
                await Control.SendAsync("StgMoveTo", Arguments(target, goal), either.Token).ConfigureAwait(false);
                _lastTarget = goal;
                await WaitForRestAsync(either.Token).ConfigureAwait(false);
                return await ConfirmAsync(target, goal, either.Token).ConfigureAwait(false);
            }
            finally
            {
                _oneMove.Release();
            }
        }
        catch (OperationCanceledException)
        {
            if (sent) await microscope.HaltBestEffortAsync().ConfigureAwait(false);
            if (stopped.IsCancellationRequested)
                throw new InstrumentFaultException(Fault.StoppedByOperator, "the move was halted on its way");
            throw;
        }
        catch (InstrumentFaultException fault) when (sent && fault.Fault != Fault.StageDidNotArrive)
        {
            await microscope.HaltBestEffortAsync().ConfigureAwait(false);
            throw;
        }
    }

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

    /// <summary>Axes that a move leaves alone keep their last target where they rest on it, so that reading noise does not walk.</summary>
    private StagePosition Remembered(StagePosition read)
    {
        if (_lastTarget is not { } last) return read;
        double linear = Settings.PositionToleranceUm / 1000, angular = Settings.AngleToleranceDeg;
        return new StagePosition(
            Near(read.XMm, last.XMm, linear), Near(read.YMm, last.YMm, linear), Near(read.ZMm, last.ZMm, linear),
            Near(read.RotationDeg, last.RotationDeg, angular), Near(read.TiltDeg, last.TiltDeg, angular));

        static double Near(double value, double remembered, double tolerance) => Math.Abs(value - remembered) <= tolerance ? remembered : value;
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

    /// <summary>Idle is believed after the start grace and two readings in a row; a reading that failed is neither.</summary>
    private async Task WaitForRestAsync(CancellationToken cancellationToken)
    {
        long began = microscope.Time.GetTimestamp();
        await Task.Delay(Settings.StartGrace, microscope.Time, cancellationToken).ConfigureAwait(false);
        for (int idle = 0; ;)
        {
            StageMotion motion = await ReadMotionAsync(cancellationToken).ConfigureAwait(false);
            idle = motion == StageMotion.Idle ? idle + 1 : 0;
            if (idle == 2) return;
            if (!Control.IsAlive) throw new InstrumentFaultException(Fault.LinkLost, $"{Settings.Host}:{Settings.Port}, while the stage was moving");
            TimeSpan elapsed = microscope.Time.GetElapsedTime(began);
            if (elapsed > Settings.MoveTimeout)
            {
                throw new InstrumentFaultException(motion == StageMotion.Unknown ? Fault.AnswerTimeout : Fault.StageMoveTimeout,
                    FormattableString.Invariant($"still {motion} after {elapsed.TotalSeconds:0.#} s, allowed are {Settings.MoveTimeout.TotalSeconds:0.#} s"));
            }

            await Task.Delay(Settings.PollInterval, microscope.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<StagePosition> ConfirmAsync(StageTarget target, StagePosition goal, CancellationToken cancellationToken)
    {
        for (long began = microscope.Time.GetTimestamp(); ;)
        {
            StagePosition reached = await ReadPositionAsync(cancellationToken).ConfigureAwait(false);
            if (Deviation(target, reached) is not { } deviation) return reached;
            if (microscope.Time.GetElapsedTime(began) > Settings.PositionLag)
                throw new InstrumentFaultException(Fault.StageDidNotArrive, $"{deviation}; target {goal}; position {reached}");
            await Task.Delay(Settings.PollInterval, microscope.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private string? Deviation(StageTarget target, StagePosition reached)
        => Off("x", target.XMm, reached.XMm) ?? Off("y", target.YMm, reached.YMm) ?? Off("z", target.ZMm, reached.ZMm)
            ?? Turned("rotation", target.RotationDeg, reached.RotationDeg) ?? Turned("tilt", target.TiltDeg, reached.TiltDeg);

    private string? Off(string axis, double? wanted, double reached)
        => wanted is { } value && Math.Abs(value - reached) * 1000 > Settings.PositionToleranceUm
            ? FormattableString.Invariant($"{axis} is {Math.Abs(value - reached) * 1000:0.###} µm off, allowed are {Settings.PositionToleranceUm:0.###} µm")
            : null;

    private string? Turned(string axis, double? wanted, double reached)
        => wanted is { } value && Math.Abs(Math.IEEERemainder(value - reached, 360)) is var off && off > Settings.AngleToleranceDeg
            ? FormattableString.Invariant($"{axis} is {off:0.###}° off, allowed are {Settings.AngleToleranceDeg:0.###}°")
            : null;

    private static bool IsNegligible(StageTarget target, StagePosition start)
    {
        StagePosition goal = target.From(start);
        return Math.Abs(goal.XMm - start.XMm) < NegligibleMm && Math.Abs(goal.YMm - start.YMm) < NegligibleMm && Math.Abs(goal.ZMm - start.ZMm) < NegligibleMm
            && Math.Abs(goal.RotationDeg - start.RotationDeg) < NegligibleDeg && Math.Abs(goal.TiltDeg - start.TiltDeg) < NegligibleDeg;
    }
}
