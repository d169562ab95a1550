using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Motion;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>A stage behind a line protocol. "Accepted" is not "done" and "idle" is not "arrived": a move ends on its target or in a named fault.</summary>
internal sealed class LineStage(LineInstrument instrument, LineDialogue dialogue, StageRules rules, TimeProvider time) : IStage
{
    /// <summary>Below this a move only wears the mechanics, mm and degrees.</summary>
    private const double Negligible = 1e-6;
    private readonly SupervisedMove _move = new(instrument.StopSignal, instrument.HaltBestEffortAsync);
    private readonly Arrival _arrival = new(dialogue.Settings.ToleranceUm ?? rules.ToleranceUm, dialogue.Settings.ToleranceDeg ?? rules.ToleranceDeg);
    private readonly IReadOnlyList<string> _axes = Present(dialogue, rules);
    private StagePosition? _lastTarget;
    private long _onlyItMovesSince;

    /// <summary>The axes of the installation.</summary>
    internal IReadOnlyList<string> Axes => _axes;

    private LineSettings Settings => dialogue.Settings;

    private RestWatch Watch => new(dialogue.Connection.Name, time)
    {
        StartGrace = Settings.StartGrace ?? rules.StartGrace, Poll = Settings.Poll ?? rules.Poll, IdleReadings = rules.IdleReadings,
        MoveTimeout = Settings.MoveTimeout, PositionLag = Settings.PositionLag ?? rules.PositionLag,
    };

    /// <summary>Asked where the protocol has a question for it; else as configured.</summary>
    public async Task<StageLimits> ReadLimitsAsync(CancellationToken cancellationToken)
    {
        var limits = new Dictionary<string, AxisRange>(StringComparer.Ordinal);
        foreach (string axis in _axes)
        {
            AxisRange configured = StageAxes.Of(Settings.Limits, axis);
            if (rules.LowerLimit.Length == 0 || rules.UpperLimit.Length == 0 || !configured.IsMotorised)
            {
                limits[axis] = configured;
                continue;
            }

            double low = await AskAxisAsync(rules.LowerLimit, axis, cancellationToken).ConfigureAwait(false);
            double high = await AskAxisAsync(rules.UpperLimit, axis, cancellationToken).ConfigureAwait(false);
            limits[axis] = new AxisRange(Math.Min(low, high), Math.Max(low, high));
        }

        return StageAxes.Limits(axis => limits.GetValueOrDefault(axis));
    }

    public async Task<StagePosition> ReadPositionAsync(CancellationToken cancellationToken)
    {
        var axes = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string question in rules.Position.Where(Concerns))
        {
            if (dialogue.Protocol.Commands[question].IsPerAxis)
            {
                foreach (string axis in _axes) axes[axis] = await AskAxisAsync(question, axis, cancellationToken).ConfigureAwait(false);
                continue;
            }

            LineAnswer answer = await dialogue.AskAsync(question, cancellationToken).ConfigureAwait(false);
            foreach (string axis in _axes)
                if (dialogue.Number(answer, axis) is { } value) axes[axis] = value;
        }

        return _axes.All(axes.ContainsKey)
            ? StageAxes.Position(axes)
            : throw new InstrumentFaultException(Fault.MalformedAnswer, $"{dialogue.Connection.Name} does not tell {string.Join(", ", _axes.Where(axis => !axes.ContainsKey(axis)))}");
    }

    public async Task<StageMotion> ReadMotionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await ReadStateAsync(cancellationToken).ConfigureAwait(false)).Motion;
        }
        catch (InstrumentFaultException)
        {
            return StageMotion.Unknown;
        }
    }

    /// <summary>None of the line protocols links z to the focus.</summary>
    public Task<ZLink> ReadZLinkAsync(CancellationToken cancellationToken) => Task.FromResult(ZLink.NotLinked);

    public Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken) => _move.RunAsync(async (sending, token) =>
    {
        // No long command runs beside a move, so that the stop has its turn at once.
        await dialogue.Stillness.WaitAsync(token).ConfigureAwait(false);
        try
        {
            StagePosition start = await ReadPositionAsync(token).ConfigureAwait(false);
            StageMove move = Plan(target, _arrival.Remember(start, _lastTarget), start);
            if (move.Axes.Count == 0) return start;
            await PrepareAsync(move, token).ConfigureAwait(false);
            sending();
            await SendAsync(move, token).ConfigureAwait(false);
            _lastTarget = move.Goal;
            return await Watch.ConfirmAsync(_arrival, target, move.Goal, ReadPositionAsync, token).ConfigureAwait(false);
        }
        finally
        {
            dialogue.Stillness.Release();
        }
    }, cancellationToken);

    public Task HaltAsync(CancellationToken cancellationToken) => instrument.HaltAsync(cancellationToken);

    /// <summary>What the controller says it does, and the word for it.</summary>
    /// <exception cref="InstrumentFaultException">It is in a state that is a fault, or does not answer.</exception>
    internal async Task<(StageMotion Motion, string State)> ReadStateAsync(CancellationToken cancellationToken)
    {
        (StageMotion motion, string state) = (StageMotion.Idle, "");
        foreach (MotionQuestion question in rules.Motion)
        {
            StageMotion told = StageMotion.Idle;
            foreach (string? axis in Each(question.Ask, _axes))
            {
                LineAnswer answer = await dialogue.AskAsync(question.Ask, cancellationToken, axis: axis).ConfigureAwait(false);
                state = answer.Values.TryGetValue(question.Slot, out LineValue value) ? value.Text : "";
                foreach ((var pattern, Fault fault) in question.Faults)
                    if (pattern.IsMatch(state)) throw new InstrumentFaultException(fault, $"{dialogue.Connection.Name} says '{state}'");
                told = Worse(told, question.Idle.IsMatch(state) ? StageMotion.Idle : question.Moving.IsMatch(state) ? StageMotion.Moving : StageMotion.Unknown);
            }

            motion = Worse(motion, question.Patience is { } patience ? Impatient(told, motion, patience) : told);
        }

        return (rules.Motion.Count == 0 ? StageMotion.Unknown : motion, state);
    }

    private static StageMotion Worse(StageMotion one, StageMotion other) => other == StageMotion.Moving || one == StageMotion.Idle ? other : one;

    /// <summary>An answer that alone tells motion is believed for so long and no longer: a stage that was refused or stalled never says that it is on target.</summary>
    private StageMotion Impatient(StageMotion told, StageMotion others, TimeSpan patience)
    {
        if (told != StageMotion.Moving || others != StageMotion.Idle)
        {
            _onlyItMovesSince = 0;
            return told;
        }

        if (_onlyItMovesSince == 0) _onlyItMovesSince = time.GetTimestamp();
        return time.GetElapsedTime(_onlyItMovesSince) < patience ? told : StageMotion.Idle;
    }

    /// <summary>Whether a question tells of an axis that is there, or of none by name.</summary>
    private bool Concerns(string question)
    {
        List<string> told = [.. dialogue.Protocol.Commands[question].Reply.SelectMany(reply => reply.Slots).Intersect(StageAxes.All)];
        return told.Count == 0 || told.Intersect(_axes).Any();
    }

    /// <summary>The axes of the installation: those without travel in the configuration are not asked, unless a move has to name them beside others.</summary>
    private static IReadOnlyList<string> Present(LineDialogue dialogue, StageRules rules)
    {
        List<LinePattern> moves = [.. rules.Move.Select(command => dialogue.Protocol.Commands[command].Request)];
        List<string> present = [.. rules.Axes.Where(axis => StageAxes.Of(dialogue.Settings.Limits, axis).IsMotorised
            || moves.Any(move => move.Requires(axis) && rules.Axes.Count(move.Requires) > 1))];
        return present.Count > 0 ? present : rules.Axes;
    }

    /// <summary>The axes for which a command is sent; one null for a command that names none.</summary>
    private IEnumerable<string?> Each(string command, IReadOnlyList<string> axes) => dialogue.Protocol.Commands[command].IsPerAxis ? axes : Enumerable.Repeat<string?>(null, 1);

    private StageMove Plan(StageTarget target, StagePosition remembered, StagePosition start)
    {
        StagePosition goal = target.From(remembered);
        Dictionary<string, double> wanted = StageAxes.Of(target);
        foreach (string axis in wanted.Keys)
        {
            bool stays = Math.Abs(StageAxes.Of(goal, axis) - StageAxes.Of(start, axis)) <= Negligible;
            if (!_axes.Contains(axis) && !stays) throw new InstrumentFaultException(Fault.NotSupported, $"{dialogue.Connection.Name} has no axis {axis}");
            if (stays) wanted.Remove(axis);
        }

        if ((Settings.ForbiddenRotationDeg ?? rules.ForbiddenRotationDeg) is { } wall && wanted.ContainsKey("rotation") && Crosses(start.RotationDeg, goal.RotationDeg, wall))
            throw new InstrumentFaultException(Fault.InterlockRefused, FormattableString.Invariant($"forbidden rotation: {start.RotationDeg:0.##}° to {goal.RotationDeg:0.##}° crosses {wall:0.##}°"));
        return new StageMove(start, goal, [.. wanted.Keys]);
    }

    private static bool Crosses(double from, double to, double wall)
    {
        for (double turn = wall - 720; turn <= wall + 720; turn += 360)
            if (turn > Math.Min(from, to) && turn < Math.Max(from, to)) return true;
        return false;
    }

    private async Task PrepareAsync(StageMove move, CancellationToken cancellationToken)
    {
        foreach (StageCondition condition in rules.Conditions)
        {
            foreach (string? axis in Each(condition.Ask, move.Axes))
            {
                if (await dialogue.AskIfKnownAsync(condition.Ask, cancellationToken, axis: axis).ConfigureAwait(false) is not { } answer) continue;
                string told = answer.Values.TryGetValue(condition.Slot, out LineValue value) ? value.Text : "";
                if (told != condition.Wanted && LineValue.Of(told).Number is var number && (number is null || number != LineValue.Of(condition.Wanted).Number))
                    throw new InstrumentFaultException(condition.Fault, $"{dialogue.Connection.Name} says '{told}'{(axis is null ? "" : $" of axis {axis}")}, so the move was not sent");
            }
        }

        foreach (string command in rules.BeforeMove) await dialogue.AskIfKnownAsync(command, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(StageMove move, CancellationToken cancellationToken)
    {
        bool isFirst = true;
        foreach (string name in rules.Move)
        {
            LineCommand command = dialogue.Protocol.Commands[name];
            foreach (string? axis in Each(name, move.Axes))
            {
                if (axis is null && !move.Concerns(command)) continue;
                Dictionary<string, double> quantities = move.Quantities(command, axis);
                if (command.WhenPositive.Length > 0 && !IsPositive(command, quantities)) continue;
                // One after the other: what a controller does with a second move while the first one runs is not known of all of them.
                if (!isFirst && !rules.MovesTogether) await WaitForRestAsync(cancellationToken).ConfigureAwait(false);
                await dialogue.AskAsync(name, cancellationToken, quantities, axis).ConfigureAwait(false);
                isFirst = false;
            }
        }

        await WaitForRestAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool IsPositive(LineCommand command, Dictionary<string, double> quantities)
    {
        string axis = command.WhenPositive.TrimStart('-')[1..];
        double way = quantities.GetValueOrDefault("d" + axis) * (Settings.Axes.GetValueOrDefault(axis) is { IsInverted: true } ? -1 : 1);
        return command.WhenPositive.StartsWith('-') ? way < 0 : way > 0;
    }

    private Task WaitForRestAsync(CancellationToken cancellationToken)
        => Watch.WaitForRestAsync(TryReadStateAsync, () => dialogue.Connection.IsAlive, cancellationToken);

    private async Task<(StageMotion Motion, InstrumentFaultException? Missed)> TryReadStateAsync(CancellationToken cancellationToken)
    {
        try
        {
            return ((await ReadStateAsync(cancellationToken).ConfigureAwait(false)).Motion, null);
        }
        catch (InstrumentFaultException fault) when (fault.Fault is Fault.AnswerTimeout or Fault.MalformedAnswer or Fault.LineNotSynchronised or Fault.LinkLost)
        {
            return (StageMotion.Unknown, fault);
        }
    }

    private async Task<double> AskAxisAsync(string question, string axis, CancellationToken cancellationToken)
    {
        bool perAxis = dialogue.Protocol.Commands[question].IsPerAxis;
        LineAnswer answer = await dialogue.AskAsync(question, cancellationToken, axis: perAxis ? axis : null).ConfigureAwait(false);
        return dialogue.Number(answer, perAxis ? "value" : axis, axis)
            ?? throw new InstrumentFaultException(Fault.MalformedAnswer, $"{question} at {dialogue.Connection.Name} tells no number for axis {axis}");
    }
}
