using LtoAutoscope.Acquisition.Conditions;

namespace LtoAutoscope.Acquisition.Tests.Conditions;

/// <summary>A computer whose disk, temperatures and clock a test sets. Its wall clock can be set; its monotonic clock runs as the system's does.</summary>
internal sealed class FakeMachine : TimeProvider, IDiskSpace, ITemperatureSensors
{
    public const double Gib = 1L << 30;
    private long _free = (long)(100 * Gib);
    private long _offsetTicks;

    /// <summary>Free space, GiB.</summary>
    public double FreeGib
    {
        get => Interlocked.Read(ref _free) / Gib;
        set => Interlocked.Exchange(ref _free, (long)(value * Gib));
    }

    /// <summary>What the disk throws instead of an answer, or null.</summary>
    public Exception? DiskFault { get; set; }

    public IReadOnlyList<TemperatureReading> Temperatures { get; set; } = [];

    public void SetClock(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks));

    public long ReadFreeBytes() => DiskFault is { } fault ? throw fault : Interlocked.Read(ref _free);

    public IReadOnlyList<TemperatureReading> Read() => Temperatures;
}
