using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Domain.Instruments;

/// <summary>A specimen stage.</summary>
public interface IStage
{
    /// <summary>Travel as the device reports it, or as configured where it reports none.</summary>
    Task<StageLimits> ReadLimitsAsync(CancellationToken cancellationToken);

    /// <summary>Where the stage is.</summary>
    /// <exception cref="InstrumentFaultException">No answer, or one that makes no sense.</exception>
    Task<StagePosition> ReadPositionAsync(CancellationToken cancellationToken);

    /// <summary>Whether it moves; never throws for a missing answer but says <see cref="StageMotion.Unknown"/>.</summary>
    Task<StageMotion> ReadMotionAsync(CancellationToken cancellationToken);

    /// <summary>What z counts from; never throws for a missing answer but says <see cref="ZLink.Unknown"/>.</summary>
    Task<ZLink> ReadZLinkAsync(CancellationToken cancellationToken);

    /// <summary>Moves and returns where the stage came to rest: within tolerance of the target.</summary>
    /// <exception cref="InstrumentFaultException">
    /// <see cref="Fault.StageDidNotArrive"/>, <see cref="Fault.StageMoveTimeout"/>, <see cref="Fault.InterlockRefused"/> and link faults.
    /// The move is never sent a second time by itself.
    /// </exception>
    Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken);

    /// <summary>Halts all axes now, on a path that waits for no other command where the protocol allows one.</summary>
    Task HaltAsync(CancellationToken cancellationToken);
}
