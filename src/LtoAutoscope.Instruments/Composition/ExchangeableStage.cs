using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Prior;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>A stage whose driver is replaced by a reconnect while others hold on to it.</summary>
internal sealed class ExchangeableStage(PriorStage first) : IStage
{
    private PriorStage _current = first;

    public PriorStage Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    public Task<StageLimits> ReadLimitsAsync(CancellationToken cancellationToken) => Current.ReadLimitsAsync(cancellationToken);

    public Task<StagePosition> ReadPositionAsync(CancellationToken cancellationToken) => Current.ReadPositionAsync(cancellationToken);

    public Task<StageMotion> ReadMotionAsync(CancellationToken cancellationToken) => Current.ReadMotionAsync(cancellationToken);

    public Task<ZLink> ReadZLinkAsync(CancellationToken cancellationToken) => Current.ReadZLinkAsync(cancellationToken);

    public Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken) => Current.MoveAsync(target, cancellationToken);

    public Task HaltAsync(CancellationToken cancellationToken) => Current.HaltAsync(cancellationToken);
}
