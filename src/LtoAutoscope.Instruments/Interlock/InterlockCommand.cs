using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>Something that moves matter or changes the beam, before it is done.</summary>
public abstract record InterlockCommand
{
    private InterlockCommand()
    {
    }

    /// <summary>A stage move.</summary>
    public sealed record Move(StageTarget Target) : InterlockCommand;

    /// <summary>The beam on at a voltage, kV.</summary>
    public sealed record BeamOn(double EnergyKv) : InterlockCommand;

    /// <summary>The beam off.</summary>
    public sealed record BeamOff : InterlockCommand;

    /// <summary>The blanker open while frames are taken.</summary>
    public sealed record Unblank : InterlockCommand;

    /// <summary>The blanker closed for good.</summary>
    public sealed record Blank : InterlockCommand;

    /// <summary>A scan.</summary>
    public sealed record Scan : InterlockCommand;

    /// <summary>A working distance (focus), mm.</summary>
    public sealed record WorkingDistance(double ValueMm) : InterlockCommand;

    /// <summary>A field width, µm.</summary>
    public sealed record FieldWidth(double ValueUm) : InterlockCommand;

    /// <summary>A stigmator setting, percent.</summary>
    public sealed record Stigmator(double XPercent, double YPercent) : InterlockCommand;
}
