using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The right to move the instrument and change its beam; one owner at a time. Reading, stop and park need none. Dispose to give it back.</summary>
public sealed class InstrumentLease : IDisposable
{
    private readonly InterlockedMicroscope _microscope;

    internal InstrumentLease(InterlockedMicroscope microscope, string owner, DateTimeOffset since)
    {
        _microscope = microscope;
        Owner = owner;
        Since = since;
        Microscope = microscope.ViewOf(this);
    }

    /// <summary>Who holds it, for messages.</summary>
    public string Owner { get; }

    /// <summary>When it was given.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>The instrument as its owner sees it; after the lease is given back it refuses what moves.</summary>
    /// <remarks>Disposing this view does not close the instrument.</remarks>
    public IMicroscope Microscope { get; }

    /// <summary>Gives the lease back.</summary>
    public void Dispose() => _microscope.Release(this);
}
