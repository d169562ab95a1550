using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Motion;

/// <summary>Waits until a stage rests and stands on its target. "Idle" is believed after the start grace and several readings in a row; a reading that failed is neither rest nor motion.</summary>
/// <param name="Name">Where the stage is, for messages.</param>
/// <param name="Time">The clock.</param>
internal sealed record RestWatch(string Name, TimeProvider Time)
{
    /// <summary>How long a move may not show yet.</summary>
    public required TimeSpan StartGrace { get; init; }

    /// <summary>Time between two polls.</summary>
    public required TimeSpan Poll { get; init; }

    /// <summary>Readings at rest in a row that are believed. Default 2.</summary>
    public int IdleReadings { get; init; } = 2;

    /// <summary>Longest move.</summary>
    public required TimeSpan MoveTimeout { get; init; }

    /// <summary>How long the position may lag after rest.</summary>
    public required TimeSpan PositionLag { get; init; }

    /// <summary>Waits for rest.</summary>
    /// <param name="read">What the stage does, and the fault that left it unknown; throws a fault that is a state of the stage.</param>
    /// <param name="isAlive">Whether the link still stands.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.StageMoveTimeout"/>, <see cref="Fault.LinkLost"/>, or what left the motion unknown to the end.</exception>
    public async Task WaitForRestAsync(
        Func<CancellationToken, Task<(StageMotion Motion, InstrumentFaultException? Missed)>> read, Func<bool> isAlive, CancellationToken cancellationToken)
    {
        long began = Time.GetTimestamp();
        await Task.Delay(StartGrace, Time, cancellationToken).ConfigureAwait(false);
        for (int idle = 0; ;)
        {
            (StageMotion motion, InstrumentFaultException? missed) = await read(cancellationToken).ConfigureAwait(false);
            idle = motion == StageMotion.Idle ? idle + 1 : 0;
            if (idle >= IdleReadings) return;
            if (!isAlive()) throw new InstrumentFaultException(Fault.LinkLost, $"{Name}, while the stage was moving", missed);
            TimeSpan elapsed = Time.GetElapsedTime(began);
            if (elapsed > MoveTimeout)
            {
                throw new InstrumentFaultException(motion == StageMotion.Unknown ? missed?.Fault ?? Fault.AnswerTimeout : Fault.StageMoveTimeout,
                    FormattableString.Invariant($"still {motion} after {elapsed.TotalSeconds:0.#} s, allowed are {MoveTimeout.TotalSeconds:0.#} s"), missed);
            }

            await Task.Delay(Poll, Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the position until it is within tolerance of the target.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.StageDidNotArrive"/>, with figures.</exception>
    public async Task<StagePosition> ConfirmAsync(
        Arrival arrival, StageTarget target, StagePosition goal, Func<CancellationToken, Task<StagePosition>> read, CancellationToken cancellationToken)
    {
        for (long began = Time.GetTimestamp(); ;)
        {
            StagePosition reached = await read(cancellationToken).ConfigureAwait(false);
            if (arrival.Deviation(target, reached) is not { } deviation) return reached;
            if (Time.GetElapsedTime(began) >= PositionLag)
                throw new InstrumentFaultException(Fault.StageDidNotArrive, $"{deviation}; target {goal}; position {reached}");
            await Task.Delay(Poll, Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
