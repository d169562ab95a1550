namespace LtoAutoscope.Domain.Timing;

/// <summary>What a finished run teaches about times, yield and space: a pure function of its record, its journal and the sizes of its files.</summary>
public sealed record RunTiming
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The instrument's name.</summary>
    public required string Instrument { get; init; }

    /// <summary>Whether the instrument is a microscope in software, whose clock may run faster than the one on the wall.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Name of the recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>The material.</summary>
    public required string Material { get; init; }

    /// <summary>When the run ended, UTC.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>From its first to its last line, s.</summary>
    public required double WallS { get; init; }

    /// <summary>What its wall time was spent on, and <see cref="TimedOperation.Analysis"/> beside it. What was never done is left out unless the recipe asks for it.</summary>
    public required IReadOnlyDictionary<TimedOperation, OperationTiming> Operations { get; init; }

    /// <summary>How closely its cell model resolved the electrode, with its grid: what other runs must share to take as long.</summary>
    public required string CellModel { get; init; }

    /// <summary>Frames that count.</summary>
    public int Tiles { get; init; }

    /// <summary>Frames exposed, those taken again included.</summary>
    public int Exposures { get; init; }

    /// <summary>Whole particles.</summary>
    public int Particles { get; init; }

    /// <summary>Share of the imaged area that whole particles of the expected diameter would cover: the yield of a tile whatever its size. NaN when no tile counts.</summary>
    public double Coverage { get; init; } = double.NaN;

    /// <summary>Square of the widest half-width (percent, 95 %) times the particles behind it: what a precision costs in particles. NaN where the run did not tell.</summary>
    public double PrecisionCost { get; init; } = double.NaN;

    /// <summary>Probe current of its last frame, pA, or null.</summary>
    public double? ProbeCurrentPa { get; init; }

    /// <summary>Bytes of frames and analyses over the bytes of the accepted frames' pixels; NaN when unknown.</summary>
    public double FrameBytesRatio { get; init; } = double.NaN;

    /// <summary>Bytes of everything else in its folder.</summary>
    public long OtherBytes { get; init; }

    /// <summary>Bytes of its journal when this was read: a longer one is read again.</summary>
    public long JournalBytes { get; init; }
}
