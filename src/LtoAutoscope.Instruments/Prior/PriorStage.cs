using System.Globalization;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Motion;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Prior;

/// <summary>
/// A Prior ProScan II/III or OptiScan stage in standard mode: x, y and z. <c>R</c> means that a move was queued, never that it is done;
/// its end is seen by polling <c>$</c>. Source: firmware-protocols/prior.
/// </summary>
public sealed class PriorStage : IStage, IAsyncDisposable
{
    private const double DefaultStepUm = 0.1;
    private readonly PriorLine _line;
    private readonly PriorSettings _settings;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _oneMove = new(1, 1);
    private readonly StopSignal _stop = new();
    private readonly double _planarStepUm;
    private readonly double _heightStepUm;

    private PriorStage(PriorLine line, PriorSettings settings, TimeProvider time, double planarStepUm, double heightStepUm)
        => (_line, _settings, _time, _planarStepUm, _heightStepUm) = (line, settings, time, planarStepUm, heightStepUm);

    /// <summary>Opens the port, switches to standard mode and asks for the size of a step.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/>, <see cref="Fault.AnswerTimeout"/>, <see cref="Fault.MalformedAnswer"/>.</exception>
    public static async Task<PriorStage> ConnectAsync(PriorSettings settings, TimeProvider timeProvider, CancellationToken cancellationToken, IWireTap? tap = null)
    {
        var line = new PriorLine((tap ?? IWireTap.None).Listen(SerialLink.Open(settings.Port, settings.BaudRate), "stage"), settings, timeProvider);
        try
        {
            string mode = await line.AskAsync("COMP 0", cancellationToken).ConfigureAwait(false);
            if (mode != "0") throw new InstrumentFaultException(Fault.MalformedAnswer, $"COMP 0 at {settings.Port} gave '{mode}'; it is no ProScan in standard mode");
            double planar = await StepAsync(line, "RES,s", cancellationToken).ConfigureAwait(false);
            double height = await StepAsync(line, "RES,Z", cancellationToken).ConfigureAwait(false);
            return new PriorStage(line, settings, timeProvider, planar, height);
        }
        catch
        {
            await line.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>As configured: the controller cannot tell them.</summary>
    public Task<StageLimits> ReadLimitsAsync(CancellationToken cancellationToken) => Task.FromResult(_settings.Limits);

    /// <inheritdoc/>
    public async Task<StagePosition> ReadPositionAsync(CancellationToken cancellationToken)
    {
        double x = await AskNumberAsync("PX", cancellationToken).ConfigureAwait(false);
        double y = await AskNumberAsync("PY", cancellationToken).ConfigureAwait(false);
        double z = await AskNumberAsync("PZ", cancellationToken).ConfigureAwait(false);
        return new StagePosition(x * _planarStepUm / 1000, y * _planarStepUm / 1000, z * _heightStepUm / 1000, 0, 0);
    }

    /// <inheritdoc/>
    public async Task<StageMotion> ReadMotionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await AskNumberAsync("$", cancellationToken).ConfigureAwait(false) == 0 ? StageMotion.Idle : StageMotion.Moving;
        }
        catch (InstrumentFaultException)
        {
            return StageMotion.Unknown;
        }
    }

    /// <summary>A stage of its own has a z of its own.</summary>
    public Task<ZLink> ReadZLinkAsync(CancellationToken cancellationToken) => Task.FromResult(ZLink.NotLinked);

    /// <inheritdoc/>
    public async Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken)
    {
        if (target.RotationDeg is not null && target.RotationDeg != 0 || target.TiltDeg is not null && target.TiltDeg != 0)
            throw new InstrumentFaultException(Fault.NotSupported, "this stage neither turns nor tilts");
        CancellationToken stopped = _stop.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
        bool isSent = false;
        try
        {
            await _oneMove.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                StagePosition start = await ReadPositionAsync(either.Token).ConfigureAwait(false);
                isSent = true;
                await SendAsync(target, start, either.Token).ConfigureAwait(false);
                await WaitForRestAsync(either.Token).ConfigureAwait(false);
                return await ConfirmAsync(target, either.Token).ConfigureAwait(false);
            }
            finally
            {
                _oneMove.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // Also after a stop: the move may have gone out behind it.
            await HaltBestEffortAsync().ConfigureAwait(false);
            if (stopped.IsCancellationRequested) throw new InstrumentFaultException(Fault.StoppedByOperator, "the move was halted on its way");
            throw;
        }
        catch (InstrumentFaultException fault) when (isSent && fault.Fault != Fault.StageDidNotArrive)
        {
            // A command whose answer did not come may have been taken all the same.
            await HaltBestEffortAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task HaltAsync(CancellationToken cancellationToken)
    {
        _stop.Raise();
        return _line.HaltAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _line.DisposeAsync();

    private async Task HaltBestEffortAsync()
    {
        try
        {
            await _line.HaltAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (InstrumentFaultException)
        {
            // The line is gone; the fault or the stop that led here is the one to tell.
        }
    }

    private static async Task<double> StepAsync(PriorLine line, string question, CancellationToken cancellationToken)
    {
        string answer = await line.AskAsync(question, cancellationToken).ConfigureAwait(false);
        if (!double.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out double step) || step < 0)
            throw new InstrumentFaultException(Fault.MalformedAnswer, $"{question} gave '{answer}'");
        return step == 0 ? DefaultStepUm : step;
    }

    private async Task SendAsync(StageTarget target, StagePosition start, CancellationToken cancellationToken)
    {
        if (target.XMm is not null || target.YMm is not null)
        {
            StagePosition goal = target.From(start);
            await QueueAsync($"G,{Steps(goal.XMm, _planarStepUm)},{Steps(goal.YMm, _planarStepUm)}", cancellationToken).ConfigureAwait(false);
        }

        if (target.ZMm is { } z)
        {
            long up = Steps(z, _heightStepUm) - Steps(start.ZMm, _heightStepUm);
            if (up == 0) return;

            // One after the other: what a controller does with a second move while the first one runs is not known of all of them.
            if (target.XMm is not null || target.YMm is not null) await WaitForRestAsync(cancellationToken).ConfigureAwait(false);
            await QueueAsync(up > 0 ? $"U,{up}" : $"D,{-up}", cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task QueueAsync(string command, CancellationToken cancellationToken)
    {
        string answer = await _line.AskAsync(command, cancellationToken).ConfigureAwait(false);
        if (answer != "R") throw new InstrumentFaultException(Fault.MalformedAnswer, $"{command} gave '{answer}' instead of R");
    }

    private async Task WaitForRestAsync(CancellationToken cancellationToken)
    {
        long began = _time.GetTimestamp();
        for (int idle = 0; idle < 2;)
        {
            await Task.Delay(_settings.PollInterval, _time, cancellationToken).ConfigureAwait(false);
            StageMotion motion = await ReadMotionAsync(cancellationToken).ConfigureAwait(false);
            idle = motion == StageMotion.Idle ? idle + 1 : 0;
            if (idle < 2 && _time.GetElapsedTime(began) > _settings.MoveTimeout)
            {
                throw new InstrumentFaultException(motion == StageMotion.Unknown ? Fault.AnswerTimeout : Fault.StageMoveTimeout,
                    FormattableString.Invariant($"still {motion} after {_settings.MoveTimeout.TotalSeconds:0.#} s"));
            }
        }
    }

    private async Task<StagePosition> ConfirmAsync(StageTarget target, CancellationToken cancellationToken)
    {
        StagePosition reached = await ReadPositionAsync(cancellationToken).ConfigureAwait(false);
        StagePosition goal = target.From(reached);
        double off = 1000 * Math.Max(Math.Max(Math.Abs(goal.XMm - reached.XMm), Math.Abs(goal.YMm - reached.YMm)), Math.Abs(goal.ZMm - reached.ZMm));
        return off <= _settings.PositionToleranceUm
            ? reached
            : throw new InstrumentFaultException(Fault.StageDidNotArrive, FormattableString.Invariant(
                $"{off:0.###} µm off, allowed are {_settings.PositionToleranceUm:0.###} µm; target {goal}; position {reached}"));
    }

    private async Task<double> AskNumberAsync(string question, CancellationToken cancellationToken)
    {
        string answer = await _line.AskAsync(question, cancellationToken).ConfigureAwait(false);
        return double.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new InstrumentFaultException(Fault.MalformedAnswer, $"{question} gave '{answer}'");
    }

    private static long Steps(double mm, double stepUm) => (long)Math.Round(mm * 1000 / stepUm, MidpointRounding.AwayFromZero);
}
