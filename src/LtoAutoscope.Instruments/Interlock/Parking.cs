using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>
/// What follows the stop when an instrument is parked: blank, high voltage by policy, stage to its safe position. A step that fails skips no other that is still safe;
/// only a lost connection ends it, and the stage is moved only when the stop was sent.
/// </summary>
internal sealed class Parking(InterlockGate gate, ParkSettings settings, CancellationToken nextStop)
{
    private readonly List<ParkStep> _steps = [];
    private bool _isLost;

    public async Task<StopReport> AfterAsync(StopReport stop, CancellationToken cancellationToken)
    {
        _steps.Add(new ParkStep("stop", stop.Sent, stop.Detail));
        StopReport report = stop;
        if (stop.BlankConfirmed == true) _steps.Add(new ParkStep("blank", true));
        else report = report with { BlankConfirmed = await BlankAsync(cancellationToken).ConfigureAwait(false) ?? stop.BlankConfirmed };
        if (settings.SwitchBeamOff)
        {
            await TryAsync("high voltage off", async () =>
            {
                await gate.PassAsync(null, new InterlockCommand.BeamOff(), token => gate.Inner.Column.SetBeamAsync(false, 0, token), cancellationToken, nextStop).ConfigureAwait(false);
                return "";
            }).ConfigureAwait(false);
        }

        if (settings.SafePosition is { } safe)
        {
            if (stop.Sent) await TryAsync("stage to its safe position", () => new ParkMove(gate, nextStop).ToAsync(safe, cancellationToken)).ConfigureAwait(false);
            else _steps.Add(new ParkStep("stage to its safe position", false, "not tried, because the stop could not be sent"));
        }

        if (report.HaltConfirmed != true && !_isLost) report = report with { HaltConfirmed = await RestAsync(cancellationToken).ConfigureAwait(false) ?? report.HaltConfirmed };
        return report with
        {
            Steps = _steps,
            Detail = string.Join("; ", _steps.Where(step => !step.Done && step.Detail.Length > 0).Select(step => step.Name == "stop" ? step.Detail : $"{step.Name}: {step.Detail}")),
        };
    }

    /// <summary>The stop's own blank was not read back: it is closed once more, past the gate, because closing is always allowed and waits for nobody.</summary>
    private async Task<bool?> BlankAsync(CancellationToken cancellationToken)
    {
        bool? read = null;
        await TryAsync("blank", async () =>
        {
            await gate.Inner.Column.SetBlankAsync(true, cancellationToken).ConfigureAwait(false);
            read = await gate.Inner.Column.ReadBlankAsync(cancellationToken).ConfigureAwait(false);
            return read == false ? "it reads back as open" : "";
        }).ConfigureAwait(false);
        return read;
    }

    /// <summary>Two readings in a row; null when the stage does not tell.</summary>
    private async Task<bool?> RestAsync(CancellationToken cancellationToken)
    {
        for (int reading = 0; reading < 2; reading++)
        {
            StageMotion motion = await gate.Inner.Stage.ReadMotionAsync(cancellationToken).ConfigureAwait(false);
            if (motion != StageMotion.Idle) return motion == StageMotion.Moving ? false : null;
        }

        return true;
    }

    private async Task TryAsync(string name, Func<Task<string>> step)
    {
        if (_isLost)
        {
            _steps.Add(new ParkStep(name, false, "not tried, because the connection is lost"));
            return;
        }

        try
        {
            string problem = await step().ConfigureAwait(false);
            _steps.Add(new ParkStep(name, problem.Length == 0, problem));
        }
        catch (InstrumentFaultException fault)
        {
            _isLost = fault.Fault is Fault.LinkLost or Fault.Unreachable;
            _steps.Add(new ParkStep(name, false, fault.Message));
        }
    }
}
