using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Motion;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>The stage of an XL microscope. Every move blocks the line until it is done, and nothing ends it early.</summary>
internal sealed class Xl30Stage(Xl30Microscope microscope) : IStage
{
    private readonly SemaphoreSlim _oneMove = new(1, 1);
    private readonly StopSignal _halt = new();
    private readonly Lock _state = new();
    private StagePosition? _lastRead;

    private Xl30Settings Settings => microscope.Settings;

    /// <summary>As configured: the instrument cannot tell them.</summary>
    public Task<StageLimits> ReadLimitsAsync(CancellationToken cancellationToken) => Task.FromResult(Settings.Limits);

    /// <summary>Where the stage is; while a piece of a move runs, where that piece began, because the line is taken by it.</summary>
    public Task<StagePosition> ReadPositionAsync(CancellationToken cancellationToken)
    {
        lock (_state)
        {
            if (microscope.Line.Motion == Xl30Motion.UnderWay && _lastRead is { } known) return Task.FromResult(known);
        }

        return AskPositionAsync(Settings.AnswerTimeout, CancellationToken.None, cancellationToken);
    }

    /// <summary>From knowledge while a move is under way; otherwise an answer shows that none is.</summary>
    public async Task<StageMotion> ReadMotionAsync(CancellationToken cancellationToken)
    {
        if (microscope.Line.Motion == Xl30Motion.UnderWay) return StageMotion.Moving;

        // After an overdue answer the line may take its time to come into step; a poll does not wait for that.
        using var patience = new CancellationTokenSource(Settings.AnswerTimeout, microscope.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await AskPositionAsync(Settings.AnswerTimeout, CancellationToken.None, either.Token).ConfigureAwait(false);
            return microscope.Line.Motion == Xl30Motion.None ? StageMotion.Idle : StageMotion.Moving;
        }
        catch (Exception failure) when (failure is InstrumentFaultException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return microscope.Line.Motion == Xl30Motion.UnderWay ? StageMotion.Moving : StageMotion.Unknown;
        }
    }

    /// <summary>As configured: the instrument cannot tell it.</summary>
    public Task<ZLink> ReadZLinkAsync(CancellationToken cancellationToken) => Task.FromResult(Settings.ZLink);

    public async Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken)
    {
        CancellationToken stopped = _halt.Token;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
            await _oneMove.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                StagePosition place = await AskPositionAsync(Settings.AnswerTimeout, stopped, either.Token).ConfigureAwait(false);
                CheckTravel(target, place);
                foreach (Xl30Leg leg in Xl30Leg.Plan(target, place, Settings))
                {
                    stopped.ThrowIfCancellationRequested();
                    await microscope.DoAsync(leg.Message, stopped, either.Token, Settings.StepTimeout).ConfigureAwait(false);
                    place = await AskPositionAsync(Settings.AnswerTimeout, stopped, either.Token).ConfigureAwait(false);
                    if (leg.Deviation(place, Settings) is { } deviation)
                        throw new InstrumentFaultException(Fault.StageDidNotArrive, $"{deviation}; position {place}");
                }

                if (Xl30Leg.Deviation(target, place, Settings) is { } off)
                    throw new InstrumentFaultException(Fault.StageDidNotArrive, $"{off}; target {target.From(place)}; position {place}");
                return place;
            }
            finally
            {
                _oneMove.Release();
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            throw new InstrumentFaultException(Fault.StoppedByOperator, "the rest of the move is not sent; the piece under way cannot be interrupted");
        }
    }

    /// <summary>Sends no further piece of a move and waits until the one under way has ended.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.HaltNotConfirmed"/>: it did not end within <see cref="Xl30Settings.StopPatience"/>.</exception>
    public async Task HaltAsync(CancellationToken cancellationToken)
    {
        Withhold();
        long began = microscope.Time.GetTimestamp();
        if (await ConfirmRestAsync(cancellationToken).ConfigureAwait(false) is not true and var moves)
        {
            throw new InstrumentFaultException(Fault.HaltNotConfirmed, moves is null ? $"the position cannot be read at {microscope.Name}" : FormattableString.Invariant(
                $"no command ends a move, and the piece under way was not answered for {microscope.Time.GetElapsedTime(began).TotalSeconds:0.#} s"));
        }
    }

    /// <summary>Lets no further piece of a move go out.</summary>
    internal void Withhold() => _halt.Raise();

    /// <summary>True when the last piece was answered and two readings of the position agree; false when it may still move; null when nothing can be read.</summary>
    internal async Task<bool?> ConfirmRestAsync(CancellationToken cancellationToken)
    {
        Xl30Line line = microscope.Line;
        for (long began = microscope.Time.GetTimestamp(); line.Motion == Xl30Motion.UnderWay && microscope.Time.GetElapsedTime(began) < Settings.StopPatience;)
            await Task.Delay(TimeSpan.FromMilliseconds(20), microscope.Time, cancellationToken).ConfigureAwait(false);
        if (line.Motion != Xl30Motion.None) return false;
        try
        {
            StagePosition first = await UrgentPositionAsync(line, cancellationToken).ConfigureAwait(false);
            StagePosition second = await UrgentPositionAsync(line, cancellationToken).ConfigureAwait(false);
            return Xl30Leg.Deviation(StageTarget.Full(first), second, Settings) is null;
        }
        catch (InstrumentFaultException)
        {
            return null;
        }
    }

    private static StagePosition Position(Xl30Message answer)
        => new(answer.Float(0), answer.Float(1), answer.Float(2), RotationDeg: answer.Float(4), TiltDeg: answer.Float(3));

    /// <summary>The instrument is not known to check bounds of its own.</summary>
    private void CheckTravel(StageTarget target, StagePosition place)
    {
        double mm = Settings.PositionToleranceUm / 1000, degrees = Settings.AngleToleranceDeg;
        Check("x", target.XMm, Settings.Limits.X, place.XMm, mm);
        Check("y", target.YMm, Settings.Limits.Y, place.YMm, mm);
        Check("z", target.ZMm, Settings.Limits.Z, place.ZMm, mm);
        Check("rotation", target.RotationDeg, Settings.Limits.Rotation, place.RotationDeg, degrees);
        Check("tilt", target.TiltDeg, Settings.Limits.Tilt, place.TiltDeg, degrees);

        static void Check(string axis, double? target, AxisRange range, double now, double tolerance)
        {
            if (target is not { } wanted || (range.IsMotorised ? range.Contains(wanted) : Math.Abs(wanted - now) <= tolerance)) return;
            throw new InstrumentFaultException(Fault.StageLimit, FormattableString.Invariant(
                $"{axis} {wanted:0.####} is beyond the travel {range.Low:0.####}…{range.High:0.####}; nothing was sent"));
        }
    }

    private async Task<StagePosition> UrgentPositionAsync(Xl30Line line, CancellationToken cancellationToken)
    {
        Xl30Request request = line.SendUrgent(Xl30Message.Ask(Xl30Opcode.GetStagePosition, 20), Settings.StopReadBackTimeout);
        return line.Read(request.Message, Position, await request.Answer.WaitAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task<StagePosition> AskPositionAsync(TimeSpan timeout, CancellationToken stopped, CancellationToken cancellationToken)
    {
        StagePosition place = await microscope.Line.AskAsync(
            Xl30Message.Ask(Xl30Opcode.GetStagePosition, 20), Position, timeout, stopped, cancellationToken).ConfigureAwait(false);
        lock (_state) _lastRead = place;
        return place;
    }
}
