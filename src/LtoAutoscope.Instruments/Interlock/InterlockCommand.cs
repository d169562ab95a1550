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

    /// <summary>A procedure that the instrument runs by itself, such as autofocus.</summary>
    public sealed record Automatic(string Procedure) : InterlockCommand;

    /// <summary>Another detector on a channel.</summary>
    public sealed record DetectorChoice(int Channel) : InterlockCommand;

    /// <summary>Brightness and contrast of a channel, percent.</summary>
    public sealed record Signal(int Channel, double BrightnessPercent, double ContrastPercent) : InterlockCommand;

    /// <summary>An electrical image shift, µm.</summary>
    public sealed record BeamShift(double XUm, double YUm) : InterlockCommand;

    /// <summary>The specimen current monitor on or off.</summary>
    public sealed record SpecimenCurrent(bool On) : InterlockCommand;
}
